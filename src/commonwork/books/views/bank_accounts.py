"""Bank accounts of a book: the list, a new one, its settings, what was learned."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.books import bank_permits, permits
from commonwork.books.actions import bank_accounts, bank_lines
from commonwork.books.bank_forms import BankAccountForm, BankSettingsForm
from commonwork.books.models import BankAccount
from commonwork.books.queries import bank_lines as reads
from commonwork.registry.clock import now
from commonwork.ui.forms import ActForm


def who(request: HttpRequest, once: str) -> dict[str, Any]:
    """Who acts, when, and with which token."""
    return {"by": permits.actor(request.user), "at": now(), "once": once}


@requires(Permission.BOOKS_SEE)
def index(request: HttpRequest, org_key: str) -> HttpResponse:
    """All bank accounts of a book."""
    book = bank_permits.seen_book(request.user, org_key)
    rows = [
        {"bank_account": row, "latest": reads.latest_closing(row, on=permits.until(request.user))}
        for row in reads.accounts_of(book)
    ]
    context = {"book": book, "rows": rows, "keeps": permits.keeps(request.user, book.organisation)}
    return render(request, "books/bank/index.html", context)


@requires(Permission.BOOKS_KEEP)
def add(request: HttpRequest, org_key: str) -> HttpResponse:
    """Add a bank account."""
    book = permits.kept_book(request.user, org_key)
    form = BankAccountForm(book, request.POST or None)
    made: list[BankAccount] = []

    def do(once: str) -> None:
        asked = {name: form.cleaned_data[name] for name in ("name", "account", "number", "match_days")}
        made.append(bank_accounts.add(organisation=book.organisation, **asked, **who(request, once)))

    if request.method == "POST" and form.attempt(do):
        messages.success(request, _("The bank account is added. Take in its first statement now."))
        return redirect("books_bank_import", book.key, made[0].key)
    context = {"book": book, "form": form, "has_free": bool(form.fields["account"].choices)}  # type: ignore[attr-defined]
    return render(request, "books/bank/add.html", context, status=422 if form.is_bound else 200)


@requires(Permission.BOOKS_KEEP)
def change(request: HttpRequest, org_key: str, key: str) -> HttpResponse:
    """The settings of a bank account."""
    row = bank_permits.kept_bank_account(request.user, org_key, key)
    form = BankSettingsForm(request.POST or None, initial={"name": row.name, "match_days": row.match_days})

    def do(once: str) -> None:
        asked = {name: form.cleaned_data[name] for name in ("name", "match_days")}
        bank_accounts.change(bank_account=row, **asked, **who(request, once))

    if request.method == "POST" and form.attempt(do):
        messages.success(request, _("The settings are kept."))
        return redirect(row)
    context = {"book": row.book, "bank_account": row, "form": form}
    return render(request, "books/bank/settings.html", context, status=422 if form.is_bound else 200)


@requires(Permission.BOOKS_SEE)
def rules(request: HttpRequest, org_key: str) -> HttpResponse:
    """What earlier matches taught, and how banks write their CSV."""
    book = bank_permits.seen_book(request.user, org_key)
    names = {account.code: account.name for account in book.accounts.all()}
    context = {
        "book": book,
        "rules": [
            {"rule": rule, "account": names.get(rule.account, "")} for rule in reads.rules_of(book)[:200]
        ],
        "layouts": list(reads.layouts_of(book)),
        "keeps": permits.keeps(request.user, book.organisation),
        "token": ActForm()["once"].value(),
    }
    return render(request, "books/bank/rules.html", context)


@requires(Permission.BOOKS_KEEP)
def forget_rule(request: HttpRequest, org_key: str, key: str) -> HttpResponse:
    """Forget one rule."""
    rule = bank_permits.kept_rule(request.user, org_key, key)
    form = ActForm(request.POST)
    if request.method == "POST" and form.attempt(
        lambda once: bank_lines.forget_rule(rule=rule, **who(request, once))
    ):
        messages.success(request, _("The rule is forgotten."))
    return redirect("books_bank_rules", org_key)
