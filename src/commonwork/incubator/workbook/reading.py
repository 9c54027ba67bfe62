"""A workbook on the way back: its coloured cells become the plan's JSON again. All complaints at once, nothing changed.

Only values are read, never formulas; of a workbook that a spreadsheet has saved these are the results.
"""

import zipfile
from collections.abc import Mapping
from copy import deepcopy
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter as letter
from openpyxl.utils.exceptions import InvalidFileException

from commonwork.incubator.topics import MOST_ROWS, Question
from commonwork.incubator.workbook import layout
from commonwork.registry.keys import key_from
from commonwork.rules.refusal import Complaint, Complaints, Refusal, sentence
from commonwork.ui.exports import DANGEROUS

MOST_BYTES = 20 * 1024 * 1024  # unpacked
MOST_NUMBER = Decimal(10) ** 12


class NotAPlan(Refusal):
    sentence = sentence("This is not a workbook of a plan. Download one, change it, and bring it back.")
    field = "workbook"


class WorkbookTooLarge(Refusal):
    sentence = sentence("This workbook is larger than a plan can be.")
    field = "workbook"


def plan_from(content: bytes, kept: Mapping[str, Any]) -> dict[str, Any]:
    """The plan's JSON that a workbook holds, in place of `kept`. Raises NotAPlan, WorkbookTooLarge, Complaints."""
    book = _opened(content)
    complaints: list[Complaint] = []
    plan = deepcopy(dict(kept))
    sheet = book[layout.ASSUMPTIONS]
    for question in layout.scalars():
        row = layout.scalar_row(question.key)
        if sheet.cell(row, 1).value == question.key:
            plan[question.key] = _value(sheet, row, 3, question, complaints)
    for rows, name in layout.LISTS.items():
        plan[rows] = _list(book[name], rows, list(plan.get(rows) or ()), complaints)
    plan["cases"] = {
        case: {name: value for name, value in row.items() if name != "key"}
        for at, case in enumerate(layout.CASE_SHEETS)
        for row in [_row(book[layout.CASES_SHEET], layout.FIRST_ROW + at, "cases", {}, complaints)]
        if case != "base"
    }
    if complaints:
        raise Complaints(complaints)
    return plan


def _opened(content: bytes) -> Any:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_BYTES:
                raise WorkbookTooLarge()
        book = load_workbook(BytesIO(content), data_only=True, keep_links=False)
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        ParseError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        EOFError,
        NotImplementedError,
        OSError,
    ) as fault:
        raise NotAPlan() from fault
    wanted = {layout.ASSUMPTIONS, layout.CASES_SHEET, *layout.LISTS.values()}
    if not wanted <= set(book.sheetnames):
        raise NotAPlan()
    return book


def _list(
    sheet: Any, rows: str, kept: list[Mapping[str, Any]], complaints: list[Complaint]
) -> list[dict[str, Any]]:
    known = {str(row.get("key")): row for row in kept}
    found: list[dict[str, Any]] = []
    for number in range(layout.FIRST_ROW, layout.FIRST_ROW + MOST_ROWS):
        name = _plain(sheet.cell(number, layout.column_of(rows, "name")).value)
        if not name:
            continue
        key = _plain(sheet.cell(number, 1).value) or key_from(name)[:40] or f"row_{number}"
        if key in {row["key"] for row in found}:
            key = f"{key}_{number}"
        found.append(_row(sheet, number, rows, {**known.get(key, {}), "key": key}, complaints))
    return found


def _row(
    sheet: Any, number: int, rows: str, row: Mapping[str, Any], complaints: list[Complaint]
) -> dict[str, Any]:
    read = deepcopy(dict(row))
    for column, question in enumerate(layout.columns(rows), start=2):
        value = _value(sheet, number, column, question, complaints)
        if question.place is None:
            read[question.key] = value
        else:
            size = 12 if question.key == "season_bp" else 3
            values = list(read.get(question.key) or [question.standard] * size)
            values[question.place] = value
            read[question.key] = values
    return read


def _value(sheet: Any, row: int, column: int, question: Question, complaints: list[Complaint]) -> Any:
    value = sheet.cell(row, column).value
    if question.kind in {"text", "sister"}:
        return _plain(value)[:80]
    if question.kind == "day":
        if isinstance(value, date | datetime):
            return date(value.year, value.month, 1).isoformat()
        return _wrong(sheet, row, column, question, complaints, "2026-01-01")
    if value is None or value == "":
        return "0.00" if question.kind == "money" else question.standard
    number = _exact(value)
    if number is None:
        return _wrong(sheet, row, column, question, complaints, question.standard)
    if question.kind == "money":
        return f"{number.quantize(Decimal('0.01')):f}"
    if question.kind == "hours":
        return f"{number.quantize(Decimal('0.01')).normalize():f}"
    if question.kind == "percent":
        return int((number * 100).to_integral_value())
    if number != number.to_integral_value():
        return _wrong(sheet, row, column, question, complaints, question.standard)
    return int(number)


def _exact(value: Any) -> Decimal | None:
    """A cell's number as it was typed: 4.1 is 4.1, not the nearest binary fraction."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < MOST_NUMBER else None


def _wrong(
    sheet: Any, row: int, column: int, question: Question, complaints: list[Complaint], stands: Any
) -> Any:
    words = _("“%(label)s” (cell %(cell)s of the sheet %(sheet)s) is not what belongs there.") % {
        "label": question.label,
        "cell": f"{letter(column)}{row}",
        "sheet": sheet.title,
    }
    complaints.append(Complaint(row, question.name, words))
    return stands


def _plain(value: Any) -> str:
    """The text of a cell, without the mark that keeps a spreadsheet from running it."""
    text = "" if value is None else str(value).strip()
    return text[1:] if text[:1] == "'" and text[1:2] in DANGEROUS else text
