"""A statement laid on paper: its columns, its rows with links, and its reading."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from django.utils.translation import gettext as _

from commonwork.books.papers.model import Cell, Paper, PaperColumn, PaperRow
from commonwork.books.papers.reading import basis, reading
from commonwork.books.papers.words import TITLES, UNITS, column_words, span_words
from commonwork.books.queries import Bills, Span, Statement, StatementLine

Address: TypeAlias = Callable[[StatementLine, Span], str]


def nowhere(line: StatementLine, span: Span) -> str:
    """For papers that lead nowhere."""
    return ""


def paper_of(
    found: Statement,
    *,
    subject: str,
    address: Address = nowhere,
    names: Mapping[str, str] | None = None,
    bills: Bills | None = None,
) -> Paper:
    """A statement on paper. address: where the lines of a figure are. names: {key of a book: name}, for a statement of
    several books; without it the statement is of one book."""
    if names is None and found.what == "trial":
        columns = [PaperColumn(*column) for column in two_sides(found.what, found.before)]
        cells = _side_cells
    elif names is None:
        columns, cells = _plain_columns(found), _plain_cells
    else:
        columns, cells = _network_columns(found, names), _network_cells
    rows = [
        PaperRow(
            line.kind,
            line.id,
            str(line.text),
            [] if line.kind == "group" else cells(found, line, address),
            address(line, found.span) if line.drill and _leads(found, line) else "",
        )
        for line in found.lines
    ]
    if names is None and found.what == "trial":
        rows[-1:] = [_sides_together(found)]
    return Paper(
        what=found.what,
        title=str(TITLES[found.what]),
        subject=subject,
        span=span_words(found.what, found.span),
        unit=str(UNITS["USD"]),
        columns=columns,
        rows=rows,
        reading=reading(found, subject, bills),
        notes=_notes(found, bills, is_of_many=names is not None),
    )


def _leads(found: Statement, line: StatementLine) -> bool:
    """A trial balance leaves a side without a balance empty, and a row may stand there for the column beside alone; an
    empty figure leads nowhere."""
    if found.what == "trial":
        return line.amount_minor != 0
    return any((line.amount_minor, line.struck_minor, *line.by_book.values()))


def _notes(found: Statement, bills: Bills | None, *, is_of_many: bool) -> list[str]:
    notes = [basis(bills)] if bills else []
    if found.span.before_closing:
        notes.append(_("As it stood before the year was closed."))
    if found.what == "cash":
        notes.append(_("Direct method: each flow stands under the account it came from or went to."))
    if is_of_many:
        notes.append(
            _("Struck out: what the books of the network hold against each other or paid each other.")
        )
        if found.what == "trial":
            notes.append(_("Debits count positive, credits negative."))
    return notes


def _plain_columns(found: Statement) -> list[PaperColumn]:
    columns = [PaperColumn("amount", column_words(found.what, found.span))]
    if found.before:
        columns.append(PaperColumn("before", column_words(found.what, found.before)))
        columns.append(PaperColumn("change", _("Change")))
    return columns


def _plain_cells(found: Statement, line: StatementLine, address: Address) -> list[Cell]:
    cells = [Cell(line.amount_minor)]
    if found.before:
        cells.append(Cell(line.before_minor, address(line, found.before) if line.before_minor else ""))
        cells.append(Cell(line.change_minor, is_change=True))
    return cells


def _network_columns(found: Statement, names: Mapping[str, str]) -> list[PaperColumn]:
    return [
        *(PaperColumn(key, names[key], in_files=True) for key in found.books),
        PaperColumn("sum", _("All books")),
        PaperColumn("struck", _("Struck out")),
        PaperColumn("amount", _("Network")),
        *([PaperColumn("before", column_words(found.what, found.before))] if found.before else []),
    ]


def _network_cells(found: Statement, line: StatementLine, address: Address) -> list[Cell]:
    return [
        *(Cell(line.by_book.get(key, 0)) for key in found.books),
        Cell(line.sum_minor),
        Cell(line.struck_minor),
        Cell(line.amount_minor),
        *([Cell(line.before_minor, _before(found, line, address))] if found.before else []),
    ]


def _before(found: Statement, line: StatementLine, address: Address) -> str:
    return address(line, found.before) if found.before and line.before_minor else ""


def two_sides(what: str, before: Span | None) -> list[tuple[str, str]]:
    """Key and heading of the columns of a trial balance: a side each, and the same of the day beside it."""
    columns = [("debit", _("Debit")), ("credit", _("Credit"))]
    if before:
        when = column_words(what, before)
        columns.append(("before_debit", _("Debit %(day)s") % {"day": when}))
        columns.append(("before_credit", _("Credit %(day)s") % {"day": when}))
    return columns


def _side_cells(found: Statement, line: StatementLine, address: Address) -> list[Cell]:
    cells = sides(line.amount_minor, "")
    if found.before:
        cells += sides(line.before_minor or 0, address(line, found.before))
    return cells


def sides(minor: int, href: str) -> list[Cell]:
    """An amount on its side, debit first; the other one is empty."""
    return [
        Cell(minor if minor > 0 else None, href if minor > 0 else ""),
        Cell(-minor if minor < 0 else None, href if minor < 0 else ""),
    ]


def sides_together(columns: Sequence[Sequence[int]]) -> list[Cell]:
    """What each side of each column of balances adds up to."""
    return [Cell(sum(max(0, sign * minor) for minor in column)) for column in columns for sign in (1, -1)]


def _sides_together(found: Statement) -> PaperRow:
    lines = [line for line in found.lines if line.kind == "row"]
    columns = [[line.amount_minor for line in lines]]
    if found.before:
        columns.append([line.before_minor or 0 for line in lines])
    return PaperRow("result", "together", _("Together"), sides_together(columns))
