"""Addresses of the books, under /books/."""

from django.urls import URLPattern, URLResolver, include, path

from commonwork.books.views import (
    acting,
    bank_accounts,
    bank_import,
    bank_lines,
    bank_reconciliation,
    book,
    entries,
    front,
    ledger,
    network,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", front.index, name="books"),
    path("all/", network.show, name="books_all"),
    path("import/", acting.import_table, name="books_import"),
    path("<slug:org_key>/", book.show, name="books_book"),
    path("<slug:org_key>/trial-balance/", book.trial_balance, name="books_trial_balance"),
    path("<slug:org_key>/accounts/<slug:code>/", ledger.account, name="books_account"),
    path("<slug:org_key>/lines/", ledger.lines, name="books_lines"),
    path("<slug:org_key>/entries/", entries.list_all, name="books_entries"),
    path("<slug:org_key>/entries/<int:seq>/", entries.show, name="books_entry"),
    path("<slug:org_key>/entries/<int:seq>/reverse/", entries.reverse, name="books_entry_reverse"),
    path("<slug:org_key>/costs/new/", acting.cost, name="books_cost"),
    path("<slug:org_key>/gifts/new/", acting.gift, name="books_gift"),
    path("<slug:org_key>/months/new/", acting.month, name="books_month"),
]

_bank = [
    path("", bank_accounts.index, name="books_bank"),
    path("new/", bank_accounts.add, name="books_bank_add"),
    path("rules/", bank_accounts.rules, name="books_bank_rules"),
    path("rules/<slug:key>/forget/", bank_accounts.forget_rule, name="books_bank_rule_forget"),
    path("lines/<slug:key>/", bank_lines.line, name="books_bank_line"),
    path("lines/<slug:key>/accept/", bank_lines.accept, name="books_bank_accept"),
    path("lines/<slug:key>/record/", bank_lines.record, name="books_bank_record"),
    path("lines/<slug:key>/join/", bank_lines.join, name="books_bank_join"),
    path("lines/<slug:key>/unmatch/", bank_lines.unmatch, name="books_bank_unmatch"),
    path("lines/<slug:key>/aside/", bank_lines.mark, {"what": "aside"}, name="books_bank_aside"),
    path("lines/<slug:key>/back/", bank_lines.mark, {"what": "back"}, name="books_bank_back"),
    path("lines/<slug:key>/erase/", bank_lines.mark, {"what": "erase"}, name="books_bank_erase"),
    path("<slug:key>/", bank_lines.show, name="books_bank_account"),
    path("<slug:key>/settings/", bank_accounts.change, name="books_bank_settings"),
    path("<slug:key>/import/", bank_import.take_in, name="books_bank_import"),
    path("<slug:key>/reconciliation/", bank_reconciliation.show, name="books_bank_reconciliation"),
]
urlpatterns.append(path("<slug:org_key>/bank/", include(_bank)))
