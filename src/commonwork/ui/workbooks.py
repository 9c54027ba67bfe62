"""Lists as XLSX workbooks. Apart from `exports`, so that a start does not wait for the library."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font


def write(to: IO[bytes], heads: Sequence[str], rows: Iterable[Sequence[Any]], *, note: str = "") -> None:
    """Write one sheet: bold heads that stay in view, rows of escaped texts, numbers and days, and a note below."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Commonwork")
    sheet.freeze_panes = "A2"
    sheet.append([_head(sheet, text) for text in heads])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    if note:
        sheet.append([note])
    book.save(to)


def _head(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, Decimal):
        cell.number_format = "#,##0.00"
    return cell
