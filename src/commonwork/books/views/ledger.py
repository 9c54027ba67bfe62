"""Ledger pages: one account, or the lines of several accounts that make up a figure. Their sum is on the page."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.guard import public
from commonwork.books import permits, queries
from commonwork.books.forms import LedgerFilter
from commonwork.books.models import Account
from commonwork.books.queries.ledgers import LedgerRow
from commonwork.books.reader import Reader
from commonwork.books.views.asked import Answer, day_asked, demo_note, major, page_asked, reader_of, short_day
from commonwork.books.views.behind import Behind
from commonwork.ui.exports import respond_long
from commonwork.ui.money import money

DAY = timedelta(days=1)


@public
def account(request: HttpRequest, org_key: str, code: str) -> Answer:
    """The ledger of one account: rows with a running balance, of a period, of one party if asked."""
    found = permits.visible_account(request.user, org_key, code)
    reader = reader_of(request, found.book)
    sign = -1 if found.kind in {"liability", "equity", "income"} else 1
    with_closing = request.GET.get("closing") != "no"
    context = _page(
        request, reader, [found], sign=sign, with_closing=with_closing, party=_party(request, reader)
    )
    if "answer" in context:
        return context["answer"]
    context |= {"account": found, "shows_balance": with_closing, "with_closing": with_closing}
    context["kept"] = kept_beside(reader, found, sign)
    return render(request, "books/account.html", context)


def kept_beside(reader: Reader, account: Account, sign: int) -> dict[str, Any] | None:
    """What is set aside on an account, its limits as people read them, and what may be done; for insiders."""
    kept = reader.standing(account)
    if kept is None:
        return None
    low, high = ("floor", "ceiling") if sign == 1 else ("ceiling", "floor")
    names = {
        _("Warn below"): f"soft_{low}_minor",
        _("Warn above"): f"soft_{high}_minor",
        _("Never below"): f"{low}_minor",
        _("Never above"): f"{high}_minor",
    }
    aside = kept.pending_minor if sign == 1 else kept.incoming_minor
    return {
        "limits": [
            (name, money(sign * value, account.unit))
            for name, field in names.items()
            if (value := getattr(kept, field)) is not None
        ],
        "aside_minor": aside,
        "free_minor": sign * kept.amount_minor - aside,
        "closed_at": kept.closed_at,
        "may_close": reader.keeps and not kept.closed_at and kept.amount_minor == 0,
    }


@public
def lines(request: HttpRequest, org_key: str) -> Answer:
    """The lines of several accounts that make up one figure of a statement."""
    book = permits.visible_book(request.user, org_key)
    behind = Behind.of(request, book)
    reader = reader_of(request, book)
    context = _page(
        request,
        reader,
        behind.accounts,
        sign=behind.sign,
        with_closing=behind.with_closing,
        party=None,
        where=behind.where,
    )
    if "answer" in context:
        return context["answer"]
    return render(
        request,
        "books/lines.html",
        context | {"title": behind.title, "narrowed": behind.narrowed, "with_closing": behind.with_closing},
    )


def _party(request: HttpRequest, reader: Reader) -> str | None:
    """The party asked for; 404 for one this reader may not know about."""
    asked = request.GET.get("party") or None
    if asked and reader.parties([asked])[asked].key != asked:
        raise Http404
    return asked


def _page(
    request: HttpRequest,
    reader: Reader,
    accounts: list[Account],
    *,
    sign: int,
    with_closing: bool,
    party: str | None,
    where: Callable[[date | None], Q | None] = lambda last_on: None,
) -> dict[str, Any]:
    starts_on, last_on = day_asked(request, "from"), day_asked(request, "to")
    ends_on = _after(last_on, reader.until)
    chosen: dict[str, Any] = {
        "starts_on": starts_on,
        "ends_on": ends_on,
        "party": party,
        "with_closing": with_closing,
        "where": where(ends_on - DAY if ends_on else None),
    }
    if request.GET.get("format"):
        parts = queries.ledger_parts(*accounts, **chosen)
        return {"answer": _export(request, reader, accounts, parts, sign)}
    ledger = queries.ledger(*accounts, page=page_asked(request), **chosen)
    return {
        "book": reader.book,
        "reader": reader,
        "ledger": ledger,
        "rows": _rows(reader, ledger.rows, sign),
        "sum_minor": sign * ledger.sum_minor,
        "opening_minor": sign * ledger.opening_minor,
        "closing_minor": sign * ledger.closing_minor,
        "starts_on": starts_on,
        "last_on": ends_on - DAY if ends_on else None,
        "party": reader.parties([party])[party] if party else None,
        "page": Paginator(range(ledger.row_count), queries.PER_PAGE).get_page(ledger.page),
        "filter": LedgerFilter(request.GET if request.GET else None),
    }


def _after(last_on: date | None, until: date | None) -> date | None:
    days = [day for day in (last_on, until) if day]
    return min(days) + DAY if days and min(days) < date.max else None


def _rows(reader: Reader, rows: list[LedgerRow], sign: int) -> list[dict[str, Any]]:
    parties = reader.parties(row.party for row in rows)
    about = reader.about(list(queries.entries_by_seq(reader.book, [row.seq for row in rows]).values()))
    return [
        {
            "on": row.on,
            "day": short_day(row.on),
            "seq": row.seq,
            "href": reverse("books_entry", args=[reader.book.key, row.seq]),
            "sentence": about[row.seq].sentence,
            "memo": about[row.seq].memo,
            "account": row.account,
            "party": parties.get(row.party),
            "amount_minor": sign * row.amount_minor,
            "running_minor": sign * row.running_minor,
            "is_closing": row.is_closing,
        }
        for row in rows
    ]


def _export(
    request: HttpRequest,
    reader: Reader,
    accounts: list[Account],
    parts: Iterator[list[LedgerRow]],
    sign: int,
) -> Answer:
    columns = [
        ("on", _("Day")),
        ("entry", _("Entry")),
        ("account", _("Account")),
        ("what", _("What")),
        ("party", _("Party")),
        ("amount", _("Amount")),
        ("balance", _("Sum")),
    ]
    values = (
        (
            row["on"],
            row["seq"],
            row["account"].code,
            row["sentence"],
            row["party"].name if row["party"] else "",
            major(row["amount_minor"], row["account"].unit),
            major(row["running_minor"], row["account"].unit),
        )
        for part in parts
        for row in _rows(reader, part, sign)
    )
    codes = "-".join(account.code for account in accounts[:3])
    name = f"{reader.book.key}-{codes}"
    return respond_long(name, columns, values, request.GET["format"], note=demo_note())
