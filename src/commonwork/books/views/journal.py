"""A manual entry: write the lines, check them, record them. Without JavaScript too: a line is added by a button."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.books import permits
from commonwork.books.actions import journal
from commonwork.books.forms_journal import JournalForm, account_choices, party_choices
from commonwork.books.models import Book
from commonwork.record import receipts
from commonwork.registry.clock import now, today


@dataclass(frozen=True)
class Shown:
    """A line as it will be posted."""

    account: Any
    party: Any
    debit_minor: int | None
    credit_minor: int | None


@requires(Permission.BOOKS_KEEP)
def new(request: HttpRequest, org_key: str) -> HttpResponse:
    """Record a manual entry."""
    book = permits.kept_book(request.user, org_key)
    if request.method != "POST":
        return _write(request, JournalForm(book, None, is_checked=False, on=today()))
    if "add" in request.POST or "change" in request.POST:
        more = int("add" in request.POST)
        return _write(request, JournalForm(book, request.POST, is_checked=False, more=more))
    form = JournalForm(book, request.POST, is_checked=True)
    if not form.is_valid():
        return _write(request, form, status=422)
    if "record" not in request.POST:
        return _check(request, book, form)
    if form.entry.attempt(lambda once: _record(request, book, form, once)):
        return redirect(receipts.address(form.entry.token))
    return _write(request, form, status=422)


def _record(request: HttpRequest, book: Book, form: JournalForm, once: str) -> Book:
    entry = form.entry.cleaned_data
    return journal.record(
        organisation=book.organisation,
        on=entry["on"],
        lines=form.posted,
        memo=entry["memo"],
        by=permits.actor(request.user),
        at=now(),
        once=once,
    )


def _write(request: HttpRequest, form: JournalForm, *, status: int = 200) -> HttpResponse:
    """The form, with what is wrong beside it if it was checked."""
    return render(request, "books/journal.html", {"book": form.book, "form": form}, status=status)


def _check(request: HttpRequest, book: Book, form: JournalForm) -> HttpResponse:
    """What was written, read back, before anything is recorded."""
    accounts, parties = dict(account_choices(book)), dict(party_choices(book))
    lines = [
        Shown(
            accounts.get(line.account, line.account),
            parties.get(line.party, line.party),
            line.amount_minor if line.amount_minor > 0 else None,
            -line.amount_minor if line.amount_minor < 0 else None,
        )
        for line in form.posted
    ]
    context = {
        "book": book,
        "form": form,
        "lines": lines,
        "sum_minor": sum(line.debit_minor or 0 for line in lines),
        "sent": [(name, value) for name, value in request.POST.items() if _is_ours(name)],
    }
    return render(request, "books/journal_check.html", context)


def _is_ours(name: str) -> bool:
    return name in {"on", "memo", "once", "lines"} or name.startswith("line-")
