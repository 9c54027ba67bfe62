"""Entries: the time-ordered list of a book, one entry, and taking one back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse as url_of
from django.utils.translation import gettext as _

from commonwork.access.guard import demand, public, requires
from commonwork.access.permissions import Permission
from commonwork.books import permits, queries
from commonwork.books.actions import reversals
from commonwork.books.entry_papers import papers_seen
from commonwork.books.forms import ReverseForm
from commonwork.books.models import Entry, Posting
from commonwork.books.papers.words import unit_words
from commonwork.books.reader import Reader
from commonwork.books.views.asked import Answer, demo_note, major, page_asked, reader_of, short_day
from commonwork.record import receipts
from commonwork.record.models import Fact
from commonwork.registry.clock import now, today
from commonwork.ui.exports import respond_long


@dataclass(frozen=True)
class EntryRow:
    """One entry in a list."""

    seq: int
    on: date
    day: str
    sentence: str
    memo: str
    amount_minor: int
    unit: str
    href: str
    receipt: str
    is_reversal: bool


def entry_rows(reader: Reader, entries: Sequence[Entry]) -> list[EntryRow]:
    """Entries of the reader's book as rows of a list."""
    about = reader.about(entries)
    amounts = queries.amounts(reader.book, [entry.seq for entry in entries])
    return [
        EntryRow(
            entry.seq,
            entry.effective_on,
            short_day(entry.effective_on),
            about[entry.seq].sentence,
            about[entry.seq].memo,
            *amounts.get(entry.seq, (0, reader.book.unit)),
            entry.get_absolute_url(),
            about[entry.seq].receipt,
            entry.reverses_id is not None,
        )
        for entry in entries
    ]


@public
def list_all(request: HttpRequest, org_key: str) -> Answer:
    """All entries of a book, the latest first."""
    book = permits.visible_book(request.user, org_key)
    reader = reader_of(request, book)
    entries = queries.recent(book, until=reader.until)
    if request.GET.get("format"):
        columns = [
            ("number", _("Entry")),
            ("on", _("Day")),
            ("what", _("What")),
            ("memo", _("Memo")),
            ("amount", _("Amount")),
            ("unit", _("Unit")),
        ]
        rows = (
            (row.seq, row.on, row.sentence, row.memo, major(row.amount_minor, row.unit), row.unit)
            for part in queries.in_parts(entries)
            for row in entry_rows(reader, part)
        )
        return respond_long(f"{book.key}-entries", columns, rows, request.GET["format"], note=demo_note())
    page = Paginator(entries, queries.PER_PAGE).get_page(page_asked(request))
    context = {
        "book": book,
        "reader": reader,
        "page": page,
        "entries": entry_rows(reader, list(page.object_list)),
    }
    return render(request, "books/entries.html", context)


@public
def show(request: HttpRequest, org_key: str, seq: int) -> Answer:
    """One entry: its lines, its other side, where it comes from, and the proof."""
    entry = permits.visible_entry(request.user, org_key, seq)
    reader = reader_of(request, entry.book)
    lines = queries.lines_of(entry)
    parties = reader.parties(line.party for line in lines)
    said = reader.about([entry])[entry.seq]
    fact = Fact.objects.filter(code=entry.source).first()
    context: dict[str, Any] = {
        "entry": entry,
        "book": entry.book,
        "reader": reader,
        "said": said,
        "fact": fact,
        "lines": [
            {
                "account": line.account,
                "party": parties.get(line.party),
                "debit_minor": line.amount_minor if line.amount_minor > 0 else None,
                "credit_minor": -line.amount_minor if line.amount_minor < 0 else None,
            }
            for line in lines
        ],
        "sums": _sums(lines),
        "mirrors": _mirrors(request, entry),
        "reversal": queries.reversal_of(entry),
        "may_reverse": _may_reverse(request, entry, fact),
        "papers": papers_seen(entry, only_public=not reader.sees_inside),
        "add_paper_url": url_of("books_paper_add", args=[org_key, seq]) if reader.keeps else "",
    }
    return render(request, "books/entry.html", context)


def _sums(lines: Sequence[Posting]) -> list[tuple[str, str, int]]:
    """(unit, its name, what each side of the entry adds up to in it): most entries have one."""
    sums: dict[str, int] = {}
    for line in lines:
        sums[line.account.unit] = sums.get(line.account.unit, 0) + max(line.amount_minor, 0)
    return [(unit, unit_words(unit), total) for unit, total in sums.items()]


def _mirrors(request: HttpRequest, entry: Entry) -> list[dict[str, Any]]:
    visible = set(permits.visible_books(request.user).values_list("pk", flat=True))
    return [
        {"name": other.book.organisation.name, "seq": other.seq, "href": other.get_absolute_url()}
        if other.book_id in visible
        else {"name": other.book.organisation.name, "seq": other.seq, "href": ""}
        for other in queries.mirrors_of(entry)
    ]


def _may_reverse(request: HttpRequest, entry: Entry, fact: Fact | None) -> bool:
    return bool(
        fact
        and fact.kind.startswith("books.")
        and not fact.kind.startswith("books.claim.")
        and permits.keeps(request.user, fact.organisation)
        and entry.reverses_id is None
        and queries.reversal_of(entry) is None
    )


@requires(Permission.BOOKS_KEEP)
def reverse(request: HttpRequest, org_key: str, seq: int) -> HttpResponse:
    """Take an entry back. Who made it may: a movement between books is undone by the one whose act it was."""
    entry = permits.visible_entry(request.user, org_key, seq)
    fact = Fact.objects.filter(code=entry.source).first()
    demand(fact is not None and permits.keeps(request.user, fact.organisation))
    form = ReverseForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.attempt(
        lambda once: reversals.reverse(
            entry=entry, on=form.cleaned_data["on"], by=permits.actor(request.user), at=now(), once=once
        )
    ):
        return redirect(receipts.address(form.token))
    context = {
        "entry": entry,
        "book": entry.book,
        "form": form,
        "said": reader_of(request, entry.book).about([entry])[entry.seq],
        "mirrors": queries.mirrors_of(entry),
    }
    return render(request, "books/reverse.html", context, status=422 if form.is_bound else 200)
