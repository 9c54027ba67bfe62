"""Accounts of a book: the list with what is free, adding one, renaming it, its limits, closing it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.books import permits, queries
from commonwork.books.account_forms import AccountForm, LimitsForm, RenameForm
from commonwork.books.actions import accounts
from commonwork.books.models import Account
from commonwork.books.papers.words import UNITS
from commonwork.books.queries import CREDIT_KINDS
from commonwork.books.views.asked import Answer, demo_note, major, reader_of
from commonwork.record import receipts
from commonwork.registry.clock import now
from commonwork.ui.forms import ActForm
from commonwork.ui.listing import Column, Listing


def stands(account: Account) -> int:
    """What an account stands at, as people read it."""
    return _sign(account) * account.balance.amount_minor


def aside(account: Account) -> int:
    """What of it is set aside."""
    kept = account.balance
    return kept.pending_minor if _sign(account) == 1 else kept.incoming_minor


def _sign(account: Account) -> int:
    return -1 if account.kind in CREDIT_KINDS else 1


COLUMNS = [
    Column("code", gettext_lazy("Account"), lambda account: account.code, sort="code"),
    Column("name", gettext_lazy("Name"), lambda account: _(account.name), sort="name"),
    Column("kind", gettext_lazy("Kind"), lambda account: account.get_kind_display(), sort="kind"),
    Column("unit", gettext_lazy("Unit"), lambda account: account.unit, sort="unit"),
    Column("balance", gettext_lazy("Balance"), lambda a: major(stands(a), a.unit), is_number=True),
    Column("aside", gettext_lazy("Set aside"), lambda a: major(aside(a), a.unit), is_number=True),
    Column(
        "closed",
        gettext_lazy("State"),
        lambda account: _("closed") if account.balance.closed_at else _("open"),
        sort="balance__closed_at",
    ),
]


@requires(Permission.BOOKS_SEE)
def list_all(request: HttpRequest, org_key: str) -> Answer:
    """All accounts of a book, each in its own unit."""
    book = permits.inner_book(request.user, org_key)
    listing = Listing(
        request,
        queries.accounts_with_balances(book),
        columns=COLUMNS,
        name=f"{book.key}-accounts",
        default_sort="code",
        note=demo_note(),
    )
    if answer := listing.export():
        return answer
    beyond = {one.account.pk for one in queries.warned(book)}
    rows = [
        {
            "account": account,
            "unit": UNITS.get(account.unit, account.unit),
            "stands_minor": stands(account),
            "aside_minor": aside(account) or None,
            "is_beyond": account.pk in beyond,
        }
        for account in listing.rows
    ]
    context = {"book": book, "reader": reader_of(request, book), "listing": listing, "rows": rows}
    return render(request, "books/accounts.html", context)


@requires(Permission.BOOKS_KEEP)
def add(request: HttpRequest, org_key: str) -> HttpResponse:
    """Add an account."""
    book = permits.kept_book(request.user, org_key)
    form = AccountForm(book, request.POST or None)
    if request.method == "POST" and form.attempt(
        lambda once: accounts.add(
            organisation=book.organisation,
            **{name: form.cleaned_data[name] for name in ("code", "name", "kind", "unit", "kept_by")},
            **_who(request, once),
        )
    ):
        return redirect(receipts.address(form.token))
    lede = _("For what the network's chart of accounts has no place for. It can be closed again at zero.")
    context = {"form": form, "book": book, "title": _("Add an account"), "lede": lede}
    return _page(request, context | {"submit": _("Add this account")})


@requires(Permission.BOOKS_KEEP)
def rename(request: HttpRequest, org_key: str, code: str) -> HttpResponse:
    """Rename an account."""
    account = permits.kept_account(request.user, org_key, code)
    form = RenameForm(request.POST or None, initial={"name": account.name})
    if request.method == "POST" and form.attempt(
        lambda once: accounts.rename(name=form.cleaned_data["name"], **_which(account), **_who(request, once))
    ):
        return redirect(receipts.address(form.token))
    lede = _("Its number and all its lines stay as they are.")
    return _page(request, _about(account, form, _("Rename this account"), lede))


@requires(Permission.BOOKS_KEEP)
def limits(request: HttpRequest, org_key: str, code: str) -> HttpResponse:
    """Set the limits of an account."""
    account = permits.kept_account(request.user, org_key, code)
    form = LimitsForm(account, request.POST or None)
    if request.method == "POST" and form.attempt(
        lambda once: accounts.set_limits(**form.limits(), **_which(account), **_who(request, once))
    ):
        return redirect(receipts.address(form.token))
    lede = _(
        "Below or above a warning level you are warned. What must never happen is refused. Empty: no limit."
    )
    return _page(request, _about(account, form, _("Set its limits"), lede))


@requires(Permission.BOOKS_KEEP)
def close(request: HttpRequest, org_key: str, code: str) -> HttpResponse:
    """Close an account."""
    account = permits.kept_account(request.user, org_key, code)
    form = ActForm(request.POST or None)
    if request.method == "POST" and form.attempt(
        lambda once: accounts.close(**_which(account), **_who(request, once))
    ):
        return redirect(receipts.address(form.token))
    lede = _("Nothing can be posted on it any more. Its lines stay readable. A closed account stays closed.")
    return _page(request, _about(account, form, _("Close this account"), lede) | {"kind": "stop"})


def _about(account: Account, form: ActForm, title: str, lede: str) -> dict[str, Any]:
    return {
        "form": form,
        "book": account.book,
        "account": account,
        "title": title,
        "lede": lede,
        "submit": title,
    }


def _which(account: Account) -> dict[str, Any]:
    return {"organisation": account.book.organisation, "code": account.code}


def _who(request: HttpRequest, once: str) -> dict[str, Any]:
    return {"by": permits.actor(request.user), "at": now(), "once": once}


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    status = 422 if context["form"].is_bound else 200
    return render(request, "books/keep.html", {"account": None, "kind": "go", **context}, status=status)
