"""The table of months: CSV with the columns month, coop, sales, materials, member_wages, other_wages, other_costs.

One row a co-op and month; month as 2016-01, coop as its key, amounts in dollars with a point ("1,250.00" works too).
Columns may stand in any order. Everything that is wrong is said with its line; nothing is written here.
"""

import csv
import io
from dataclasses import dataclass
from datetime import date

from commonwork.books.month import named
from commonwork.registry.models import Organisation
from commonwork.rules.money import parse_minor
from commonwork.rules.refusal import Complaint, Refusal

AMOUNTS = ("sales", "materials", "member_wages", "other_wages", "other_costs")
COLUMNS = ("month", "coop", *AMOUNTS)
MOST_ROWS = 20_000


@dataclass(frozen=True)
class MonthFigures:
    """One row: `amounts` are the figures by the names `months.record` gives them."""

    line: int
    organisation: Organisation
    month: date
    amounts: dict[str, int]


def read(text: str) -> tuple[list[MonthFigures], list[Complaint]]:
    """The rows that could be understood, and everything wrong with the others."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        lines = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        return [], [Complaint(reader.line_num, "", f"This is not a table in CSV form: {error}.")]
    if not lines:
        return [], [Complaint(0, "", "The table is empty.")]
    header = [cell.strip().lower() for cell in lines[0][1]]
    complaints = _about_columns(header)
    if complaints or len(lines) > MOST_ROWS:
        too_many = (
            [Complaint(0, "", f"A table holds at most {MOST_ROWS} rows.")] if len(lines) > MOST_ROWS else []
        )
        return [], complaints + too_many
    if len(lines) == 1:
        return [], [Complaint(0, "", "The table has no rows below its heading.")]
    return _rows(header, lines[1:])


def _about_columns(header: list[str]) -> list[Complaint]:
    missing = [Complaint(1, name, "This column is missing.") for name in COLUMNS if name not in header]
    unknown = [Complaint(1, name, "This column is not known.") for name in header if name not in COLUMNS]
    twice = [
        Complaint(1, name, "This column stands there twice.") for name in COLUMNS if header.count(name) > 1
    ]
    return missing + unknown + twice


def _rows(
    header: list[str], lines: list[tuple[int, list[str]]]
) -> tuple[list[MonthFigures], list[Complaint]]:
    coops = {organisation.key: organisation for organisation in Organisation.objects.all()}
    rows: list[MonthFigures] = []
    complaints: list[Complaint] = []
    seen: dict[tuple[str, date], int] = {}
    for line, cells in lines:
        if len(cells) != len(header):
            complaints.append(
                Complaint(line, "", f"The row has {len(cells)} cells; {len(header)} are needed.")
            )
            continue
        row, wrong = _row(line, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}, coops)
        complaints += wrong
        if row is None:
            continue
        first = seen.setdefault((row.organisation.key, row.month), line)
        if first != line:
            complaints.append(Complaint(line, "", f"The same co-op and month stand in line {first}."))
        rows.append(row)
    return rows, complaints


def _row(
    line: int, cells: dict[str, str], coops: dict[str, Organisation]
) -> tuple[MonthFigures | None, list[Complaint]]:
    wrong = []
    month, coop = named(cells["month"]), coops.get(cells["coop"])
    if month is None:
        wrong.append(Complaint(line, "month", "A month is written as 2016-01."))
    if coop is None:
        wrong.append(Complaint(line, "coop", "There is no co-op with this key."))
    amounts = {}
    for name in AMOUNTS:
        try:
            amounts[f"{name}_minor"] = minor = parse_minor(cells[name] or "0", "USD")
        except Refusal as refusal:
            wrong.append(Complaint(line, name, str(refusal)))
            continue
        if minor < 0:
            wrong.append(Complaint(line, name, "An amount cannot be less than 0."))
    if len(amounts) == len(AMOUNTS) and not any(amounts.values()):
        wrong.append(Complaint(line, "", "A month without sales and costs needs no row."))
    if wrong or month is None or coop is None:
        return None, wrong
    return MonthFigures(line, coop, month, amounts), []
