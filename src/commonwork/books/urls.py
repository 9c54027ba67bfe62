"""Addresses of the books, under /books/."""

from django.urls import path

from commonwork.books.views import (
    acting,
    all_statements,
    book,
    entries,
    front,
    general_ledger,
    ledger,
    members,
    network,
    statements,
)

urlpatterns = [
    path("", front.index, name="books"),
    path("all/", network.show, name="books_all"),
    path("all/statements/", all_statements.overview, name="books_all_statements"),
    path("all/ledger/", general_ledger.of_network, name="books_all_ledger"),
    path("all/statements/<slug:what>/", all_statements.show, name="books_all_statement"),
    path("all/statements/<slug:what>/row/", all_statements.figure, name="books_all_figure"),
    path("import/", acting.import_table, name="books_import"),
    path("<slug:org_key>/", book.show, name="books_book"),
    path("<slug:org_key>/statements/", statements.overview, name="books_statements"),
    path("<slug:org_key>/statements/equity/members/", members.show, name="books_members_equity"),
    path("<slug:org_key>/statements/<slug:what>/", statements.show, name="books_statement"),
    path("<slug:org_key>/ledger/", general_ledger.show, name="books_ledger"),
    path("<slug:org_key>/trial-balance/", statements.show, {"what": "trial"}, name="books_trial_balance"),
    path("<slug:org_key>/accounts/<slug:code>/", ledger.account, name="books_account"),
    path("<slug:org_key>/lines/", ledger.lines, name="books_lines"),
    path("<slug:org_key>/entries/", entries.list_all, name="books_entries"),
    path("<slug:org_key>/entries/<int:seq>/", entries.show, name="books_entry"),
    path("<slug:org_key>/entries/<int:seq>/reverse/", entries.reverse, name="books_entry_reverse"),
    path("<slug:org_key>/costs/new/", acting.cost, name="books_cost"),
    path("<slug:org_key>/gifts/new/", acting.gift, name="books_gift"),
    path("<slug:org_key>/months/new/", acting.month, name="books_month"),
]
