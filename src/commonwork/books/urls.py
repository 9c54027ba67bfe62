"""Addresses of the books, under /books/."""

from django.urls import path

from commonwork.books.views import acting, book, downloads, entries, front, journal, ledger, network, packs

urlpatterns = [
    path("", front.index, name="books"),
    path("all/", network.show, name="books_all"),
    path("all/beancount/", downloads.all_beancount, name="books_all_beancount"),
    path("all/packs/", packs.of_all, name="books_all_packs"),
    path("import/", acting.import_table, name="books_import"),
    path("<slug:org_key>/", book.show, name="books_book"),
    path("<slug:org_key>/beancount/", downloads.beancount, name="books_beancount"),
    path("<slug:org_key>/general-ledger/", downloads.general_ledger, name="books_general_ledger"),
    path("<slug:org_key>/packs/", packs.of_book, name="books_packs"),
    path("<slug:org_key>/trial-balance/", book.trial_balance, name="books_trial_balance"),
    path("<slug:org_key>/accounts/<slug:code>/", ledger.account, name="books_account"),
    path("<slug:org_key>/lines/", ledger.lines, name="books_lines"),
    path("<slug:org_key>/entries/", entries.list_all, name="books_entries"),
    path("<slug:org_key>/entries/<int:seq>/", entries.show, name="books_entry"),
    path("<slug:org_key>/entries/<int:seq>/reverse/", entries.reverse, name="books_entry_reverse"),
    path("<slug:org_key>/costs/new/", acting.cost, name="books_cost"),
    path("<slug:org_key>/gifts/new/", acting.gift, name="books_gift"),
    path("<slug:org_key>/journal/new/", journal.new, name="books_journal"),
    path("<slug:org_key>/months/new/", acting.month, name="books_month"),
]
