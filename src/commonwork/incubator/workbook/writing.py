"""A plan on the way out: assumptions to type over, and three sheets of live formulas that follow them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils.encoding import force_str
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter as letter

from commonwork.incubator.plan_lines import BALANCE_NAMES, CASE_TITLES, CASH_NAMES, INCOME_NAMES
from commonwork.incubator.topics import MOST_ROWS, Question
from commonwork.incubator.workbook import layout
from commonwork.incubator.workbook.formulas import FIRST_COLUMN, CaseSheet, Sizes, months
from commonwork.ui.exports import escaped

TYPED = PatternFill("solid", fgColor="F8ECD2")
BOLD = Font(bold=True)
NUMBERS = "#,##0.00"
OTHER_NAMES = {
    "calendar": "calendar month",
    "minutes": "minutes of work",
    "bought": "equipment bought",
    "worn": "equipment worn so far",
}


def workbook(
    assumptions: Mapping[str, Any], note: str = "", beside: Mapping[str, str] | None = None
) -> bytes:
    """The plan as an XLSX file. `note` says what everyone who opens it should know (invented data); `beside`: words
    beside an assumption, by its key (where the living wage comes from)."""
    book = Workbook()
    front = book.active
    assert front is not None
    _assumptions(front, assumptions, note, beside or {})
    sizes = {
        rows: _list(book, rows, sheet, list(assumptions.get(rows) or ()))
        for rows, sheet in layout.LISTS.items()
    }
    _cases(book, assumptions)
    for case, sheet in layout.CASE_SHEETS.items():
        made = Sizes(sizes["products"], sizes["start_costs"], sizes["fixed_costs"])
        _case(book.create_sheet(sheet), CaseSheet(case, made), case)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _assumptions(sheet: Any, assumptions: Mapping[str, Any], note: str, beside: Mapping[str, str]) -> None:
    sheet.title = layout.ASSUMPTIONS
    _text(
        sheet,
        1,
        2,
        _("Type over the coloured cells only. The sheets of the three cases follow by themselves."),
    )
    _text(sheet, 2, 2, note)
    for question in layout.scalars():
        row = layout.scalar_row(question.key)
        _text(sheet, row, 1, question.key)
        _text(sheet, row, 2, question.label)
        _answer(sheet, row, 3, question, assumptions.get(question.key))
        _text(sheet, row, 4, beside.get(question.key, ""))
    sheet.column_dimensions["B"].width, sheet.column_dimensions["C"].width = 58, 16


def _list(book: Workbook, rows: str, name: str, given: list[Mapping[str, Any]]) -> int:
    """Write a list with spare rows; return how many rows it has."""
    sheet = book.create_sheet(name)
    size = min(MOST_ROWS, len(given) + layout.SPARE_ROWS)
    _heads(sheet, layout.columns(rows))
    for at in range(size):
        row: Mapping[str, Any] = given[at] if at < len(given) else {}
        _row(sheet, layout.FIRST_ROW + at, layout.columns(rows), row, is_blank=not row)
    return size


def _cases(book: Workbook, assumptions: Mapping[str, Any]) -> None:
    sheet, questions = book.create_sheet(layout.CASES_SHEET), layout.columns("cases")
    _heads(sheet, questions)
    for at, case in enumerate(layout.CASE_SHEETS):
        given = {"key": case} | ((assumptions.get("cases") or {}).get(case) or {})
        _row(sheet, layout.FIRST_ROW + at, questions, given, is_typed=case != "base")


def _heads(sheet: Any, questions: list[Question]) -> None:
    for column, question in enumerate(questions, start=2):
        _text(sheet, 1, column, question.name)
        _text(sheet, 2, column, question.label).font = BOLD
        sheet.column_dimensions[letter(column)].width = 18
    sheet.row_dimensions[1].hidden = True
    sheet.freeze_panes = "C3"


def _row(
    sheet: Any,
    row: int,
    questions: list[Question],
    given: Mapping[str, Any],
    *,
    is_typed: bool = True,
    is_blank: bool = False,
) -> None:
    _text(sheet, row, 1, given.get("key", ""))
    for column, question in enumerate(questions, start=2):
        value = given.get(question.key)
        if question.place is not None and isinstance(value, list):
            value = value[question.place]
        if is_blank and question.key not in {"season_bp", "from_month"}:
            _coloured(sheet.cell(row, column))
        else:
            _answer(sheet, row, column, question, value, is_typed=is_typed)


def _answer(
    sheet: Any, row: int, column: int, question: Question, value: Any, *, is_typed: bool = True
) -> None:
    if question.kind in {"text", "sister"}:
        cell = _text(sheet, row, column, value or "")
    else:
        cell = sheet.cell(row, column, _number(question, value))
        if question.kind in {"money", "percent", "hours"}:
            cell.number_format = NUMBERS
    if is_typed:
        _coloured(cell)


def _number(question: Question, value: Any) -> Any:
    value = question.standard if value is None or value == "" else value
    if question.kind == "day":
        return date.fromisoformat(value)
    if question.kind == "percent":
        return Decimal(value or 0) / 100
    return Decimal(str(value or 0))


def _case(sheet: Any, made: CaseSheet, case: str) -> None:
    names = {**OTHER_NAMES, **BALANCE_NAMES, **CASH_NAMES, **INCOME_NAMES, "difference": _("Must be zero")}
    _text(sheet, 1, 1, CASE_TITLES[case]).font = BOLD
    for name, row in made.row_of.items():
        _text(sheet, row, 1, names.get(name, name.replace("_", " ")))
        for month in months():
            formula = made.formulas[name](month)
            cell = sheet.cell(row, FIRST_COLUMN + month - 1)
            cell.value = formula if formula.startswith("=") else int(formula)
            if name not in {"month", "calendar", "minutes"} and not name.startswith("units_"):
                cell.number_format = NUMBERS
    sheet.column_dimensions["A"].width = 34
    sheet.freeze_panes = "B4"


def _text(sheet: Any, row: int, column: int, text: Any) -> Any:
    cell = sheet.cell(row, column, escaped(force_str(text)))
    cell.data_type = "s"
    return cell


def _coloured(cell: Any) -> None:
    cell.fill = TYPED
