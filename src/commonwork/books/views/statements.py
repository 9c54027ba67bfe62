"""Statements of one book: what there is to read, and each of them as page and file."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.guard import public
from commonwork.books import asks, papers, permits, queries
from commonwork.books.models import Book
from commonwork.books.papers.words import is_of_a_day
from commonwork.books.queries import Span, StatementLine
from commonwork.books.reader import Reader
from commonwork.books.span_form import SpanForm, spans
from commonwork.books.views import behind
from commonwork.books.views.asked import Answer, reader_of
from commonwork.books.views.other_units import exported, papers_in_other_units
from commonwork.registry.clock import today
from commonwork.ui.parts import Tab


@dataclass(frozen=True)
class Asked:
    """The days a request asks for, and the form that says so."""

    form: SpanForm
    span: Span
    before: Span | None

    @property
    def query(self) -> str:
        """The same days for another statement's address."""
        return f"from={self.span.starts_on}&to={self.span.last_on}"


def asked_of(request: HttpRequest, what: str, books: list[Book], *, compares: bool = True) -> Asked | None:
    """What a request asks for; None when the books have no entries the reader may see."""
    found = queries.span_of(books)
    if found is None:
        return None
    first_on, last_on = found
    wished = request.GET.dict()
    if "on" in wished:  # the older address of the trial balance
        wished.setdefault("to", wished.pop("on"))
    is_wished = wished.keys() & {"from", "to", "beside", "second", "before_closing"}
    form = SpanForm(wished if is_wished else None, is_of_a_day=is_of_a_day(what), compares=compares)
    latest = max(last_on, today())
    until = min(latest, permits.until(request.user) or latest)
    span, before = spans(form, first_on=first_on, last_on=last_on, until=until)
    return Asked(_filled(form, what, span, before, compares), span, before)


def _filled(form: SpanForm, what: str, span: Span, before: Span | None, compares: bool) -> SpanForm:
    """The form as it stands for what is shown, so that a second wish starts from the first."""
    if form.is_bound and not form.is_valid():
        return form
    shown = {
        "from": span.starts_on,
        "to": span.last_on,
        "beside": form.read("beside") or ("year" if before else ""),
    }
    shown |= {"second": form.read("second"), "before_closing": span.before_closing or ""}
    return SpanForm(
        {name: str(value) for name, value in shown.items() if value},
        is_of_a_day=is_of_a_day(what),
        compares=compares,
    )


@public
def overview(request: HttpRequest, org_key: str) -> Answer:
    """The statements of a book, each with a sentence."""
    book = permits.visible_book(request.user, org_key)
    reader = reader_of(request, book)
    asked = asked_of(request, "sheet", [book])
    context: dict[str, Any] = {"book": book, "reader": reader, "rows": _listed(book, reader)}
    if asked:
        context["reading"] = _paper(book, "sheet", asked).reading
        context["day"] = asked.span.last_on
    return render(request, "books/statements.html", context)


def _listed(book: Book, reader: Reader) -> list[tuple[str, Any, Any]]:
    rows: list[tuple[str, Any, Any]] = [
        (reverse("books_statement", args=[book.key, what]), papers.TITLES[what], papers.EXPLAINED[what])
        for what in queries.STATEMENTS
    ]
    rows.append(
        (reverse("books_ledger", args=[book.key]), papers.TITLES["ledger"], papers.EXPLAINED["ledger"])
    )
    if reader.sees_inside and book.chart == "co-op":
        rows.append(
            (
                reverse("books_members_equity", args=[book.key]),
                _("Members' equity, member by member"),
                _("Each member's share and capital account. Only those with a role in these books see it."),
            )
        )
    return rows


@public
def show(request: HttpRequest, org_key: str, what: str) -> Answer:
    """One statement of a book."""
    if what not in queries.STATEMENTS:
        raise Http404
    book = permits.visible_book(request.user, org_key)
    reader = reader_of(request, book)
    asked = asked_of(request, what, [book])
    if asked is None:
        return render(request, "books/empty_book.html", {"book": book, "reader": reader})
    paper, name = _paper(book, what, asked), f"{book.key}-{what}-{asked.span.last_on}"
    others = papers_in_other_units([book], what, asked.span, asked.before, book.organisation.name)
    if answer := exported(request, others, name):
        return answer
    if format := request.GET.get("format"):
        return papers.export(paper, name, format)
    context = {
        "book": book,
        "reader": reader,
        "paper": paper,
        "form": asked.form,
        "tabs": tabs("books_statement", what, asked, book.key),
        "before": asked.before,
        "other_units": others,
    }
    return render(request, "books/statement.html", context)


def tabs(name: str, what: str, asked: Asked, *place: str) -> list[Tab]:
    """The other statements of the same days."""
    return [
        Tab(str(papers.SHORT[other]), f"{reverse(name, args=[*place, other])}?{asked.query}", other == what)
        for other in queries.STATEMENTS
    ]


def _paper(book: Book, what: str, asked: Asked) -> papers.Paper:
    found = queries.statement(what, books=[book], span=asked.span, before=asked.before)

    def address(line: StatementLine, span: Span) -> str:
        return behind.address(book.key, line.drill, span) if line.drill else ""

    return papers.paper_of(
        found,
        subject=book.organisation.name,
        address=address,
        bills=bills_of([book], what, asked.span, book),
    )


def bills_of(books: list[Book], what: str, span: Span, book: Book | None = None) -> queries.Bills | None:
    """What months of bills are reckoned from, for statements that speak of cash and where a window was adopted."""
    if what not in {"sheet", "cash"}:
        return None
    window = asks.bills_window(span.last_on, book.organisation if book else None)
    return queries.bills(books, on=span.last_on, window_months=window) if window else None
