"""Addresses of the books, under /books/."""

from django.urls import path

from commonwork.books.views import accounts, acting, book, closing, entries, front, holds, ledger, network

urlpatterns = [
    path("", front.index, name="books"),
    path("all/", network.show, name="books_all"),
    path("import/", acting.import_table, name="books_import"),
    path("<slug:org_key>/", book.show, name="books_book"),
    path("<slug:org_key>/trial-balance/", book.trial_balance, name="books_trial_balance"),
    path("<slug:org_key>/accounts/", accounts.list_all, name="books_accounts"),
    path("<slug:org_key>/accounts/new/", accounts.add, name="books_account_new"),
    path("<slug:org_key>/accounts/<slug:code>/rename/", accounts.rename, name="books_account_rename"),
    path("<slug:org_key>/accounts/<slug:code>/limits/", accounts.limits, name="books_account_limits"),
    path("<slug:org_key>/accounts/<slug:code>/close/", accounts.close, name="books_account_close"),
    path("<slug:org_key>/holds/", holds.list_all, name="books_holds"),
    path("<slug:org_key>/holds/new/", holds.place, name="books_hold_new"),
    path("<slug:org_key>/holds/<slug:hold_key>/", holds.show, name="books_hold"),
    path("<slug:org_key>/holds/<slug:hold_key>/post/", holds.post, name="books_hold_post"),
    path("<slug:org_key>/holds/<slug:hold_key>/void/", holds.void, name="books_hold_void"),
    path("<slug:org_key>/holds/<slug:hold_key>/note/erase/", holds.erase_note, name="books_hold_note_erase"),
    path("<slug:org_key>/close/", closing.show, name="books_close"),
    path("<slug:org_key>/close/year/", closing.year, name="books_close_year"),
    path("<slug:org_key>/close/result/", closing.result, name="books_close_result"),
    path("<slug:org_key>/close/period/", closing.period, name="books_close_period"),
    path("<slug:org_key>/entries/<int:seq>/memo/erase/", closing.erase_memo, name="books_memo_erase"),
    path("<slug:org_key>/accounts/<slug:code>/", ledger.account, name="books_account"),
    path("<slug:org_key>/lines/", ledger.lines, name="books_lines"),
    path("<slug:org_key>/entries/", entries.list_all, name="books_entries"),
    path("<slug:org_key>/entries/<int:seq>/", entries.show, name="books_entry"),
    path("<slug:org_key>/entries/<int:seq>/reverse/", entries.reverse, name="books_entry_reverse"),
    path("<slug:org_key>/costs/new/", acting.cost, name="books_cost"),
    path("<slug:org_key>/gifts/new/", acting.gift, name="books_gift"),
    path("<slug:org_key>/months/new/", acting.month, name="books_month"),
]
