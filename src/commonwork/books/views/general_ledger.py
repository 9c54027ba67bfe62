"""The general ledger: every account with what moved it, on a page; every line of every account, in a file."""

from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.guard import public
from commonwork.books import permits
from commonwork.books.models import Book
from commonwork.books.papers.files import demo_mark, frame_of
from commonwork.books.papers.words import TITLES, column_words, span_words, unit_words
from commonwork.books.queries.balances import balances_of
from commonwork.books.queries.general_ledger import AccountMoved, accounts_moved_in, line_count, parts_of
from commonwork.books.queries.ledgers import LedgerRow
from commonwork.books.queries.network import AddedUp, consolidated
from commonwork.books.queries.spans import Span
from commonwork.books.reader import Reader
from commonwork.books.views.asked import Answer, major, page_asked, reader_of, short_day
from commonwork.books.views.statement_rows import account_address
from commonwork.books.views.statements import asked_of
from commonwork.registry.clock import today
from commonwork.registry.queries import network
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui import pdf
from commonwork.ui.exports import respond_long
from commonwork.ui.money import amount, count

A_PAGE = 50
UNIT = "USD"  # what the books of a network are added up in; other units stand beside their account's name
MOST_ON_PAPER = 4000


class TooLongForPaper(Refusal):
    sentence = sentence(
        "This ledger has {lines} lines; a paper holds {most}. Ask for fewer days, or take the CSV."
    )


@public
def show(request: HttpRequest, org_key: str) -> Answer:
    """The general ledger of a book."""
    book = permits.visible_book(request.user, org_key)
    context: dict[str, Any] = {"book": book, "reader": reader_of(request, book)}
    return _answer(request, [book], book.organisation.name, f"{book.key}-ledger", context)


@public
def of_network(request: HttpRequest) -> Answer:
    """The general ledger of all books a reader sees, one after the other."""
    books = list(permits.visible_books(request.user).filter(unit="USD"))
    here = network()
    context = {
        "books": books,
        "all_are_open": all(book.organisation.has_open_books for book in books),
        "book": None,
    }
    return _answer(request, books, here.name if here else _("The network"), "network-ledger", context)


def _answer(
    request: HttpRequest, books: list[Book], subject: str, name: str, context: dict[str, Any]
) -> Answer:
    asked = asked_of(request, "ledger", books)
    if asked is None:
        return render(request, "books/no_books.html", {"on": today()})
    moved, span = accounts_moved_in(books, asked.span), asked.span
    readers = {book.pk: reader_of(request, book) for book in books}
    if format := request.GET.get("format"):
        struck = _struck(books, span) if context["book"] is None else []
        return _export(moved, struck, span, readers, f"{name}-{span.last_on}", subject, format)
    page = Paginator(moved, A_PAGE).get_page(page_asked(request))
    lines = line_count(books, span)
    struck = _struck(books, span) if context["book"] is None else []
    context |= {
        "struck": struck,
        "subject": subject,
        "form": asked.form,
        "span": span_words("ledger", span),
        "groups": _groups(list(page.object_list), span, _closings(books, asked.before)),
        "before": column_words("trial", asked.before) if asked.before else "",
        "page": page,
        "lines": count(lines),
        "line_count": lines,
        "account_count": count(len(moved)),
        "statements_url": reverse("books_statements", args=[books[0].key])
        if context["book"]
        else reverse("books_all_statements"),
    }
    return render(request, "books/general_ledger.html", context)


def _struck(books: list[Book], span: Span) -> list[AddedUp]:
    """The accounts of which something is struck out at the end of a span."""
    found = consolidated(on=span.last_on, books=[book.key for book in books])
    return [row for row in found.rows if row.struck_minor]


def _closings(books: list[Book], span: Span | None) -> dict[int, int]:
    """{account id: what it stood at} at the end of the span beside the one asked for."""
    return balances_of([book.pk for book in books], on=span.last_on) if span else {}


def _groups(
    moved: Sequence[AccountMoved], span: Span, before: dict[int, int]
) -> list[tuple[Book, list[dict[str, Any]]]]:
    return [
        (
            book,
            [
                {
                    "moved": one,
                    "apart": unit_words(one.account.unit) if one.account.unit != book.unit else "",
                    "before_minor": before.get(one.account.pk, 0),
                    "href": account_address(
                        book, one.account.code, starts_on=span.starts_on, ends_on=span.ends_on
                    ),
                }
                for one in rows
            ],
        )
        for book, rows in groupby(moved, key=lambda one: one.account.book)
    ]


def _export(
    moved: list[AccountMoved],
    struck: list[AddedUp],
    span: Span,
    readers: dict[int, Reader],
    name: str,
    subject: str,
    format: str,
) -> Answer:
    if format == "pdf":
        lines = line_count([reader.book for reader in readers.values()], span)
        if lines > MOST_ON_PAPER:
            raise TooLongForPaper(lines=lines, most=MOST_ON_PAPER)
        return pdf.answer(name, _pdf(moved, struck, span, readers, subject))
    columns = [
        ("book", _("Book")),
        ("account", _("Account")),
        ("name", _("Name")),
        ("on", _("Day")),
        ("entry", _("Entry")),
        ("what", _("What")),
        ("party", _("Party")),
        ("fund", _("Fund")),
        ("debit", _("Debit")),
        ("credit", _("Credit")),
        ("balance", _("Balance")),
        ("unit", _("Unit")),
    ]
    rows = chain(_lines(moved, span, readers), _struck_lines(struck, span))
    return respond_long(name, columns, rows, format, note=demo_mark())


def _struck_lines(struck: list[AddedUp], span: Span) -> Iterator[tuple[Any, ...]]:
    for row in struck:
        debit, credit = max(0, row.struck_minor), max(0, -row.struck_minor)
        said = _("Struck out between the books")
        amounts = (major(debit) if debit else "", major(credit) if credit else "", major(row.left_minor))
        yield ("", row.code, _(row.name), span.last_on, "", said, "", "", *amounts, UNIT)


def _lines(moved: list[AccountMoved], span: Span, readers: dict[int, Reader]) -> Iterator[tuple[Any, ...]]:
    """Every line, each account headed by what it stood at; read in parts, so that the memory stays flat."""
    for one in moved:
        account, book = one.account, one.account.book
        head = (book.key, account.code, _(account.name))
        yield (
            *head,
            span.starts_on,
            "",
            _("Balance brought forward"),
            "",
            "",
            "",
            "",
            major(one.opening_minor, account.unit),
            account.unit,
        )
        for part in parts_of(one, span):
            for row, what, party in _told(part, readers[book.pk]):
                debit, credit = max(0, row.amount_minor), max(0, -row.amount_minor)
                yield (
                    *head,
                    row.on,
                    row.seq,
                    what,
                    party,
                    row.fund,
                    major(debit, account.unit) if debit else "",
                    major(credit, account.unit) if credit else "",
                    major(row.running_minor, account.unit),
                    account.unit,
                )


def _told(part: list[LedgerRow], reader: Reader) -> Iterator[tuple[LedgerRow, str, str]]:
    parties = reader.parties(row.party for row in part)
    about = reader.sentences(row.seq for row in part)
    for row in part:
        yield row, about[row.seq], parties[row.party].name if row.party else ""


def _pdf(
    moved: list[AccountMoved],
    struck: list[AddedUp],
    span: Span,
    readers: dict[int, Reader],
    subject: str,
) -> bytes:
    rows: list[pdf.TableRow] = []
    for one in moved:
        book, account = one.account.book, one.account
        whose = f"{book.organisation.name}: " if len(readers) > 1 else ""
        unit = account.unit
        apart = "" if unit == UNIT else f" ({unit_words(unit)})"
        rows.append(pdf.TableRow("group", [f"{whose}{account.code} {_(account.name)}{apart}"]))
        opening = ["", "", _("Balance brought forward"), "", "", "", amount(one.opening_minor, unit)]
        rows.append(pdf.TableRow("row", opening))
        for part in parts_of(one, span):
            for row, what, party in _told(part, readers[book.pk]):
                debit = amount(row.amount_minor, unit) if row.amount_minor > 0 else ""
                credit = amount(-row.amount_minor, unit) if row.amount_minor < 0 else ""
                cells = [
                    short_day(row.on),
                    str(row.seq),
                    what,
                    party,
                    debit,
                    credit,
                    amount(row.running_minor, unit),
                ]
                rows.append(pdf.TableRow("row", cells))
        closing = ["", "", _("Balance carried forward"), "", "", "", amount(one.closing_minor, unit)]
        rows.append(pdf.TableRow("total", closing))
    if struck:
        rows.append(pdf.TableRow("group", [_("Struck out between the books")]))
    for line in struck:
        debit = amount(line.struck_minor) if line.struck_minor > 0 else ""
        credit = amount(-line.struck_minor) if line.struck_minor < 0 else ""
        cells = ["", "", f"{line.code} {_(line.name)}", "", debit, credit, amount(line.left_minor)]
        rows.append(pdf.TableRow("row", cells))
    table = pdf.Table(
        subject=subject,
        span=span_words("ledger", span),
        columns=[
            pdf.TableColumn(_("Day"), is_number=False),
            pdf.TableColumn(_("Entry")),
            pdf.TableColumn(_("What"), is_number=False, grows=True),
            pdf.TableColumn(_("Party"), is_number=False),
            pdf.TableColumn(_("Debit")),
            pdf.TableColumn(_("Credit")),
            pdf.TableColumn(_("Balance")),
        ],
        rows=rows,
    )
    frame = frame_of(str(TITLES["ledger"]), f"{subject}, {table.span}", is_wide=True)
    return pdf.of_table(frame, table)
