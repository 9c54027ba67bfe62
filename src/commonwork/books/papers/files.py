"""Papers as files: CSV, XLSX and JSON for machines, PDF for people."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from commonwork.books import asks
from commonwork.books.models import Book
from commonwork.books.papers.model import Cell, Paper
from commonwork.books.papers.rows import paper_of
from commonwork.books.queries import Span, all_books, bills, book_of, statement
from commonwork.registry.models import Organisation
from commonwork.registry.queries import network
from commonwork.rules.money import unit_of
from commonwork.ui import pdf
from commonwork.ui.exports import respond
from commonwork.ui.money import amount, change

MOST_COLUMNS = 12


def export(paper: Paper, name: str, format: str) -> HttpResponse | StreamingHttpResponse:
    """A paper as a download: csv, xlsx, json, pdf. Raises UnknownFormat."""
    if format == "pdf":
        return pdf.answer(name, pdf_of(paper))
    columns = [("id", _("Row")), ("kind", _("Kind of row")), ("name", _("Name"))]
    columns += [(column.key, column.heading) for column in paper.columns]
    rows = (
        (
            row.id,
            row.kind,
            row.text,
            *(
                None if cell.minor is None else major(cell.minor, paper.unit_code)
                for cell in row.cells or [Cell(None)] * len(paper.columns)
            ),
        )
        for row in paper.rows
    )
    return respond(name, columns, rows, format, note=demo_mark())


def major(minor: int, unit: str = "USD") -> Decimal:
    """An amount as files hold it, so that a spreadsheet can add it up; hours as decimal hours."""
    known = unit_of(unit)
    if known.minor_per_major == 10**known.decimals:
        return Decimal(minor).scaleb(-known.decimals)
    return round(Decimal(minor) / known.minor_per_major, 4)


def demo_mark() -> str:
    """What every file of a demo network says."""
    here = network()
    return _("Demo: people and figures are invented.") if here and here.is_demo else ""


def frame_of(title: str, about: str, *, is_wide: bool = False) -> pdf.Frame:
    """What stands on every paper of this network."""
    here = network()
    mark = _("Demo: invented data") if here and here.is_demo else ""
    return pdf.Frame(title, here.name if here else "Commonwork", mark, about, is_wide)


def pdf_of(paper: Paper) -> bytes:
    """A paper as PDF on letter; broad when it has many columns. Where the books are too many for a page, they are left
    out and their sum stays."""
    columns = list(paper.columns) if len(paper.columns) <= MOST_COLUMNS else paper.page_columns
    kept = [number for number, column in enumerate(paper.columns) if column in columns]
    table = pdf.Table(
        subject=paper.subject,
        span=paper.span,
        columns=[
            pdf.TableColumn(paper.unit[:1].upper() + paper.unit[1:], is_number=False, grows=True),
            *(pdf.TableColumn(column.heading) for column in columns),
        ],
        rows=[
            pdf.TableRow(
                row.kind,
                [row.text, *(_shown(row.cells[number], paper.unit_code) for number in kept if row.cells)],
            )
            for row in paper.rows
        ],
        reading=paper.reading,
        notes=paper.notes,
    )
    return pdf.of_table(
        frame_of(paper.title, f"{paper.subject}, {paper.span}", is_wide=len(columns) > 4), table
    )


def _shown(cell: Cell, unit: str) -> str:
    if cell.minor is None:
        return ""
    return change(cell.minor) if cell.is_change else amount(cell.minor, unit)


def statement_pdf(
    organisation: Organisation,
    what: str,
    *,
    starts_on: date,
    ends_on: date,
    before: tuple[date, date] | None = None,
    before_closing: bool = False,
) -> bytes:
    """A statement of one book for [starts_on, ends_on) as PDF: income, sheet, cash, funds, equity or trial. A balance
    sheet and a trial balance speak of the last day. The organisation must keep a book."""
    book = book_of(organisation)
    assert book is not None, f"{organisation.key} keeps no book"
    return _made(what, [book], Span(starts_on, ends_on, before_closing), before)


def network_pdf(
    what: str,
    *,
    starts_on: date,
    ends_on: date,
    books: Sequence[Book] | None = None,
    before: tuple[date, date] | None = None,
    before_closing: bool = False,
) -> bytes:
    """The same over all books in dollars, or over those given, with what stands between them struck out."""
    chosen = list(all_books()) if books is None else list(books)
    return _made(what, chosen, Span(starts_on, ends_on, before_closing), before, is_network=True)


def _made(
    what: str,
    books: Sequence[Book],
    span: Span,
    before: tuple[date, date] | None,
    *,
    is_network: bool = False,
) -> bytes:
    other = Span(*before, span.before_closing) if before else None
    found = statement(what, books=books, span=span, before=other)
    here = network()
    subject = (here.name if here else _("The network")) if is_network else books[0].organisation.name
    names = {book.key: book.organisation.name for book in books} if is_network else None
    window = asks.bills_window(span.last_on, None if is_network else books[0].organisation)
    reckoned = bills(books, on=span.last_on, window_months=window) if window else None
    return pdf_of(paper_of(found, subject=subject, names=names, bills=reckoned))
