"""Statements of the network: the books a reader sees added up, what stands between them struck out in a column of its
own; each figure leads to the books it is made of, and from there to their lines."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.guard import public
from commonwork.books import papers, permits, queries
from commonwork.books.models import Book
from commonwork.books.papers.words import is_of_a_day, span_words
from commonwork.books.queries import Span, Statement, StatementLine
from commonwork.books.views import behind
from commonwork.books.views.asked import Answer
from commonwork.books.views.other_units import exported, papers_in_other_units
from commonwork.books.views.statements import Asked, asked_of, bills_of, tabs
from commonwork.registry.clock import today
from commonwork.registry.queries import network


def _seen(request: HttpRequest) -> list[Book]:
    return list(permits.visible_books(request.user).filter(unit="USD"))


def _context(books: list[Book]) -> dict[str, Any]:
    here = network()
    return {
        "books": books,
        "subject": here.name if here else _("The network"),
        "all_are_seen": len(books) == queries.all_books().count(),
        "all_are_open": all(book.organisation.has_open_books for book in books),
    }


@public
def overview(request: HttpRequest) -> Answer:
    """The statements of the network, each with a sentence."""
    books = _seen(request)
    asked = asked_of(request, "sheet", books)
    if asked is None:
        return render(request, "books/no_books.html", {"on": today()})
    context = _context(books)
    found = queries.statement("sheet", books=books, span=asked.span)
    bills = bills_of(books, "sheet", asked.span)
    names = {book.key: book.organisation.name for book in books}
    paper = papers.paper_of(found, subject=context["subject"], names=names, bills=bills)
    context |= {"reading": paper.reading, "day": asked.span.last_on}
    context["rows"] = [
        (reverse("books_all_statement", args=[what]), papers.TITLES[what], papers.EXPLAINED[what])
        for what in queries.STATEMENTS
    ]
    context["rows"].append((reverse("books_all_ledger"), papers.TITLES["ledger"], papers.EXPLAINED["ledger"]))
    return render(request, "books/all_statements.html", context)


@public
def show(request: HttpRequest, what: str) -> Answer:
    """One statement of the network."""
    books, asked, found = _found(request, what)
    if asked is None or found is None:
        return render(request, "books/no_books.html", {"on": today()})
    context = _context(books)

    def address(line: StatementLine, span: Span) -> str:
        wanted = {"row": line.id, "from": span.starts_on, "to": span.last_on}
        if span.before_closing:
            wanted["before_closing"] = "yes"
        return f"{reverse('books_all_figure', args=[what])}?{urlencode(wanted)}"

    paper = papers.paper_of(
        found,
        subject=context["subject"],
        address=address,
        names={book.key: book.organisation.name for book in books},
        bills=bills_of(books, what, asked.span),
    )
    name = f"network-{what}-{asked.span.last_on}"
    others = papers_in_other_units(books, what, asked.span, asked.before, context["subject"])
    if answer := exported(request, others, name):
        return answer
    if format := request.GET.get("format"):
        return papers.export(paper, name, format)
    context |= {
        "paper": paper,
        "form": asked.form,
        "tabs": tabs("books_all_statement", what, asked),
        "before": asked.before,
        "other_units": others,
    }
    return render(request, "books/all_statement.html", context)


def _found(request: HttpRequest, what: str) -> tuple[list[Book], Asked | None, Statement | None]:
    if what not in queries.STATEMENTS:
        raise Http404
    books = _seen(request)
    asked = asked_of(request, what, books)
    if asked is None:
        return books, None, None
    return books, asked, queries.statement(what, books=books, span=asked.span, before=asked.before)


@public
def figure(request: HttpRequest, what: str) -> Answer:
    """One figure of the network, book by book; each part leads to its lines."""
    books, asked, found = _found(request, what)
    line = found.line(request.GET.get("row", "")) if found else None
    if asked is None or line is None or line.drill is None:
        raise Http404
    names = {book.key: book.organisation.name for book in books}
    rows = [
        (names[key], line.by_book[key], behind.address(key, line.drill, asked.span))
        for key in names
        if line.by_book.get(key)
    ]
    context = _context(books) | {
        "line": line,
        "rows": rows,
        "paper_title": papers.TITLES[what],
        "paper_url": f"{reverse('books_all_statement', args=[what])}?{asked.query}",
        "span": span_words(what, asked.span),
        "is_of_a_day": is_of_a_day(what),
    }
    return render(request, "books/all_figure.html", context)
