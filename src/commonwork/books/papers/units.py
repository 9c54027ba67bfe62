"""The trial balance of a unit beside the books' own (hours, credit) on paper, of one book or of all."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TypeAlias

from django.utils.translation import gettext as _

from commonwork.books.models import Book
from commonwork.books.papers.model import Cell, Paper, PaperColumn, PaperRow
from commonwork.books.papers.rows import sides, sides_together, two_sides
from commonwork.books.papers.words import TITLES, span_words, unit_words
from commonwork.books.queries import Span
from commonwork.books.queries.units import UnitRow, in_unit, other_units

OfAccount: TypeAlias = Callable[[UnitRow, Span], str]


def nowhere(row: UnitRow, span: Span) -> str:
    """For papers that lead nowhere."""
    return ""


def unit_papers(
    books: Sequence[Book], *, span: Span, before: Span | None, subject: str, address: OfAccount = nowhere
) -> list[Paper]:
    """One paper for each unit beside the books' own in which anything stands."""
    units = other_units(books)
    made = [
        unit_paper(unit, books, span=span, before=before, subject=subject, address=address) for unit in units
    ]
    return [paper for paper in made if len(paper.rows) > 1]


def unit_paper(
    unit: str,
    books: Sequence[Book],
    *,
    span: Span,
    before: Span | None,
    subject: str,
    address: OfAccount = nowhere,
) -> Paper:
    """The accounts of a unit, under the name of their book where there are several, with both sides together."""
    found = in_unit(unit, books, span, before)
    rows: list[PaperRow] = []
    for book, theirs in groupby(found, key=lambda row: row.book):
        if len(books) > 1:
            rows.append(PaperRow("group", f"{unit}-{book.key}", book.organisation.name, []))
        rows += [_row(row, span, before, address) for row in theirs]
    columns = [
        [row.balance_minor for row in found],
        *([[row.before_minor for row in found]] if before else []),
    ]
    rows.append(PaperRow("result", f"{unit}-together", _("Together"), sides_together(columns)))
    return Paper(
        what="trial",
        title=str(TITLES["trial"]),
        subject=subject,
        span=span_words("trial", span),
        unit=unit_words(unit),
        columns=[PaperColumn(*column) for column in two_sides("trial", before)],
        rows=rows,
        reading=[_("Both sides are equal: what some have been given, others have given.")],
        unit_code=unit,
    )


def _row(row: UnitRow, span: Span, before: Span | None, address: OfAccount) -> PaperRow:
    cells: list[Cell] = sides(row.balance_minor, "")
    if before:
        cells += sides(row.before_minor, address(row, before) if row.before_minor else "")
    href = address(row, span) if row.balance_minor else ""
    text = f"{row.account.code} {_(row.account.name)}"
    return PaperRow("row", f"{row.account.unit}-{row.book.key}-{row.account.code}", text, cells, href)
