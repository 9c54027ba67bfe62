"""Closing: a year to its result, the result to the general fund, and all days up to a day for good. Each is shown
before it is done."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.books import permits, queries
from commonwork.books.account_forms import UntilForm, YearEndForm
from commonwork.books.actions import Line, memos, periods, years
from commonwork.books.models import Book
from commonwork.books.views.asked import day_asked, reader_of
from commonwork.books.views.warnings import warn
from commonwork.record import receipts
from commonwork.registry.clock import now, today
from commonwork.ui.forms import ActForm

DAY = timedelta(days=1)


@requires(Permission.BOOKS_CLOSE)
def show(request: HttpRequest, org_key: str) -> HttpResponse:
    """What is closed, and what can be closed next."""
    book = permits.closable_book(request.user, org_key)
    last_year = date(today().year - 1, 12, 31)
    still_open = years.lines_to_close(organisation=book.organisation, on=last_year)
    year_end = last_year if still_open else date(today().year, 12, 31)
    context = {
        "book": book,
        "reader": reader_of(request, book),
        "periods": [
            {"last_on": period.ends_on - DAY, "closed_at": period.closed_at, "is_kept": kept}
            for period, kept in queries.closed_periods(book)
        ],
        "year_form": YearEndForm(initial={"year_end": year_end}),
        "until_form": UntilForm(initial={"until": last_year}),
        "result_minor": -queries.balance(book.organisation, "3900"),
        "moves_result": book.chart != "co-op",
    }
    return render(request, "books/closing.html", context)


@requires(Permission.BOOKS_CLOSE)
def year(request: HttpRequest, org_key: str) -> HttpResponse:
    """Close a year: the entry it will post, then the act."""
    book = permits.closable_book(request.user, org_key)
    asked = YearEndForm(request.GET or None)
    on = asked.cleaned_data["year_end"] if asked.is_valid() else None
    if on is None or day_asked(request, "year_end") is None:
        return _ask(request, book, asked, _("Close a year"))
    form = ActForm(request.POST or None)
    if answer := _done(
        request, book, form, lambda **who: years.close(organisation=book.organisation, on=on, **who)
    ):
        return answer
    context = {
        "title": _("Close a year"),
        "on": on,
        "lines": _named(book, years.lines_to_close(organisation=book.organisation, on=on)),
        "submit": _("Close the year"),
        "words": "year",
    }
    return _preview(request, book, form, context)


@requires(Permission.BOOKS_CLOSE)
def result(request: HttpRequest, org_key: str) -> HttpResponse:
    """Move an institution's result to its general fund."""
    book = permits.closable_book(request.user, org_key)
    on = day_asked(request, "on") or today()
    form = ActForm(request.POST or None)
    if answer := _done(
        request,
        book,
        form,
        lambda **who: years.allocate_to_general_fund(organisation=book.organisation, on=on, **who),
    ):
        return answer
    amount = -queries.balance(book.organisation, "3900", on=on)
    context = {
        "title": _("Move the result to the general fund"),
        "on": on,
        "lines": _named(book, [Line("3900", amount), Line("3500", -amount)] if amount else []),
        "submit": _("Move the result"),
        "words": "result",
    }
    return _preview(request, book, form, context)


@requires(Permission.BOOKS_CLOSE)
def period(request: HttpRequest, org_key: str) -> HttpResponse:
    """Close all days up to and with one: the balances that will be kept, then the act."""
    book = permits.closable_book(request.user, org_key)
    asked = UntilForm(request.GET or None)
    until = asked.cleaned_data["until"] if asked.is_valid() else None
    if until is None or day_asked(request, "until") is None:
        return _ask(request, book, asked, _("Close a period"))
    form = ActForm(request.POST or None)
    if answer := _done(
        request,
        book,
        form,
        lambda **who: periods.close(organisation=book.organisation, ends_on=until + DAY, **who),
    ):
        return answer
    rows = queries.trial_balance(book.organisation, on=until)
    context = {
        "title": _("Close a period"),
        "on": until,
        "lines": [_line(row.code, row.name, row.unit, row.balance_minor) for row in rows],
        "submit": _("Close these days for good"),
        "words": "period",
    }
    return _preview(request, book, form, context)


@requires(Permission.BOOKS_KEEP)
def erase_memo(request: HttpRequest, org_key: str, seq: int) -> HttpResponse:
    """Erase the memo of an entry, because somebody asked to be forgotten."""
    book = permits.kept_book(request.user, org_key)
    entry = permits.visible_entry(request.user, org_key, seq)
    form = ActForm(request.POST or None)
    if request.method == "POST" and form.attempt(
        lambda once: memos.erase(entry=entry, by=permits.actor(request.user), at=now(), once=once)
    ):
        messages.success(request, _("The memo was erased. The entry and its proof stand as before."))
        return redirect(entry.get_absolute_url())
    context = {
        "form": form,
        "book": book,
        "entry": entry,
        "kind": "stop",
        "title": _("Erase the memo"),
        "submit": _("Erase the memo for good"),
        "lede": _(
            "Do this when it names a person who wants to be forgotten. Amounts, accounts and the proof stay."
        ),
    }
    return render(request, "books/keep.html", context, status=422 if form.is_bound else 200)


def _done(request: HttpRequest, book: Book, form: ActForm, act: Callable[..., Any]) -> HttpResponse | None:
    who = {"by": permits.actor(request.user), "at": now()}
    if request.method == "POST" and form.attempt(lambda once: act(once=once, **who)):
        warn(request, book)
        return redirect(receipts.address(form.token))
    return None


def _named(book: Book, lines: list[Any]) -> list[dict[str, Any]]:
    names = {account.code: (account.name, account.unit) for account in queries.accounts_of(book)}
    return [_line(line.account, *names[line.account], line.amount_minor, line.party) for line in lines]


def _line(code: str, name: str, unit: str, amount: int, party: str = "") -> dict[str, Any]:
    return {
        "code": code,
        "name": _(name),
        "unit": unit,
        "party": party,
        "debit_minor": amount if amount > 0 else None,
        "credit_minor": -amount if amount < 0 else None,
    }


def _preview(request: HttpRequest, book: Book, form: ActForm, context: dict[str, Any]) -> HttpResponse:
    reader = reader_of(request, book)
    parties = reader.parties(line["party"] for line in context["lines"])
    for line in context["lines"]:
        line["party"] = parties.get(line["party"])
    home = [line for line in context["lines"] if line["unit"] == book.unit]
    context |= {
        "book": book,
        "reader": reader,
        "form": form,
        "sum_minor": sum(line["debit_minor"] or 0 for line in home),
        "count": len(context["lines"]),
    }
    return render(request, "books/close_preview.html", context, status=422 if form.is_bound else 200)


def _ask(request: HttpRequest, book: Book, form: Any, title: str) -> HttpResponse:
    context = {"book": book, "form": form, "title": title, "reader": reader_of(request, book)}
    status = 422 if form.is_bound else 200
    return render(request, "books/close_ask.html", context, status=status)
