"""What stands behind a figure of a statement: its accounts, the lines of them that count, and its sign.

A figure's address names the accounts (`of`: a code, a heading, a side) and what narrows their lines: `kind` of entry,
`cash` beside which they stand, `fund` and `part` of it, `closing` (no: without what closes years, year: without what
closes one on the last day)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.books import charts, queries, statement_classes
from commonwork.books.models import Account, Book
from commonwork.books.queries import Span, narrowing
from commonwork.books.queries.layouts import FLOW_HEADINGS, Drill
from commonwork.books.queries.statements import HEADINGS, SHEET_KINDS, WAGES

EARNING = {"income", "expense"}
OWNED = {"equity", *EARNING}
WITHOUT_CLOSING = {"income", "expenses", "wages", "result", *HEADINGS}
OF: dict[str, tuple[Any, Callable[[Account], bool]]] = {
    "income": (gettext_lazy("All that came in"), lambda account: account.kind == "income"),
    "expenses": (gettext_lazy("All expenses"), lambda account: account.kind == "expense"),
    "wages": (gettext_lazy("Wages"), lambda account: account.code in WAGES),
    "result": (gettext_lazy("Income less expenses"), lambda account: account.kind in EARNING),
    "open-result": (gettext_lazy("Result so far"), lambda account: account.kind in EARNING),
    "unshared": (
        gettext_lazy("Result not yet shared"),
        lambda account: account.kind in EARNING or account.code in charts.result_codes(),
    ),
    "asset": (SHEET_KINDS["asset"], lambda account: account.kind == "asset"),
    "liability": (SHEET_KINDS["liability"], lambda account: account.kind == "liability"),
    "equity": (SHEET_KINDS["equity"], lambda account: account.kind in OWNED),
    "owned": (gettext_lazy("Owed and owned"), lambda account: account.kind != "asset"),
    "funds": (gettext_lazy("Fund"), lambda account: account.kind in OWNED),
    "cash": (gettext_lazy("Cash"), lambda account: account.code in charts.cash_codes()),
    "flows": (
        gettext_lazy("What came and went, together"),
        lambda account: account.code not in charts.cash_codes(),
    ),
}


@dataclass(frozen=True)
class Behind:
    """The accounts, and which of their lines up to a last day make up the figure. narrowed: in words, or nothing."""

    title: Any
    accounts: list[Account]
    sign: int
    with_closing: bool
    where: Callable[[date | None], Q | None]
    narrowed: str = ""

    @staticmethod
    def of(request: HttpRequest, book: Book) -> "Behind":
        """What an address asks for; 404 when it names nothing there is."""
        asked = {
            name: request.GET.get(name, "") for name in ("of", "kind", "cash", "fund", "part", "closing")
        }
        title, accounts = chosen(book, asked["of"])
        if not accounts or asked["cash"] not in {"", "in", "out", "any", "opened"}:
            raise Http404
        debit = {account.kind for account in accounts} <= {"asset", "expense"}
        return Behind(
            title=title,
            accounts=accounts,
            sign=1 if asked["cash"] == "opened" or (debit and not asked["cash"]) else -1,
            with_closing=asked["of"] not in WITHOUT_CLOSING and asked["closing"] != "no",
            where=lambda last_on: _where(asked, last_on),
            narrowed=_narrowed(asked),
        )


def chosen(book: Book, of: str) -> tuple[Any, list[Account]]:
    """The title and the accounts of what `of` names: an account, or several of a book. 404 for anything else."""
    accounts = queries.accounts_of(book)
    if of in OF:
        title, belongs = OF[of]
        return title, [account for account in accounts if belongs(account) and account.unit == book.unit]
    if of in FLOW_HEADINGS:
        cash = charts.cash_codes()
        flows = [account for account in accounts if account.code not in cash]
        return FLOW_HEADINGS[of], [row for row in flows if statement_classes.flow_of(row.code) == of]
    if of in HEADINGS:
        groups = {account.code: account.group for account in charts.accounts()}
        return HEADINGS[of], [account for account in accounts if _heading(account, groups) == of]
    found = [account for account in accounts if account.code == of]
    if not found:
        raise Http404
    return _(found[0].name), found


def _heading(account: Account, groups: dict[str, str]) -> str:
    if account.kind not in EARNING:
        return ""
    return groups.get(account.code) or ("came in" if account.kind == "income" else "running")


def _where(asked: dict[str, str], last_on: date | None) -> Q | None:
    conditions = []
    if asked["kind"]:
        conditions.append(narrowing.of_kind(asked["kind"]))
    if asked["cash"] == "opened":
        conditions.append(narrowing.opened_with())
    elif asked["cash"]:
        conditions.append(narrowing.beside_cash())
    if asked["cash"] in {"in", "out"}:
        conditions.append(Q(amount_minor__lt=0) if asked["cash"] == "in" else Q(amount_minor__gt=0))
    if asked["fund"]:
        conditions.append(narrowing.in_fund(asked["fund"]))
    if asked["part"]:
        conditions.append(narrowing.part_of_fund(asked["part"]))
    if asked["closing"] == "year" and last_on is not None:
        conditions.append(~narrowing.closing_on(last_on))
    return Q(*conditions) if conditions else None


def _narrowed(asked: dict[str, str]) -> str:
    if asked["fund"]:
        return _("Only what belongs to this fund.")
    if asked["cash"]:
        return _("Only lines beside cash: where it came from, or went to.")
    return _("Only one kind of entry.") if asked["kind"] else ""


def address(book_key: str, drill: Drill, span: Span) -> str:
    """The page whose lines add up to the figure of a book."""
    starts_on, ends_on = span.starts_on, span.ends_on
    if drill.days == "before":
        ends_on = span.starts_on
    first = starts_on.isoformat() if drill.days == "span" else ""
    asked = {"from": first, "to": (ends_on - timedelta(days=1)).isoformat()}
    closing = drill.closing if drill.closing != "year" or span.before_closing else ""
    narrow = {"kind": drill.kind, "cash": drill.cash, "fund": drill.fund, "part": drill.part}
    is_account = drill.of not in OF and drill.of not in HEADINGS and drill.of not in FLOW_HEADINGS
    if is_account and closing != "year" and not any(narrow.values()):
        base = reverse("books_account", args=[book_key, drill.of])
    else:
        base, asked = reverse("books_lines", args=[book_key]), {"of": drill.of} | asked
        closing = "" if drill.of in WITHOUT_CLOSING else closing
    wanted = asked | {"closing": closing} | narrow
    return f"{base}?{urlencode({name: value for name, value in wanted.items() if value})}"
