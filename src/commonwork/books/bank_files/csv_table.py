"""CSV: every bank writes its own. Delimiter, head, columns, days and amounts are found out, or given by a mapping.

A column of running balances gives the opening and the closing balance. A row whose cells for day and amount are both
empty is passed over; any other row that cannot be read is a complaint with its number.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commonwork.books.bank_files.amounts import ordered_day, written
from commonwork.books.bank_files.csv_mapping import DELIMITERS, CsvMapping, fingerprint, guess
from commonwork.books.bank_files.statement import (
    FileAccount,
    FileComplaint,
    FileLine,
    Statement,
    complaint,
    one_line,
    refused,
)
from commonwork.rules.refusal import sentence

MOST_ROWS, MOST_COLUMNS = 100_000, 100
Rows = list[list[str]]


@dataclass(frozen=True)
class Table:
    """The rows of a CSV file with the best guess at how to read them."""

    rows: Rows
    guessed: CsvMapping
    is_certain: bool

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.rows, self.guessed)


def table(text: str) -> Table | None:
    """The rows of a text, split by the delimiter that fits best; None when no delimiter gives columns."""
    best: tuple[int, str] = (0, "")
    for delimiter in DELIMITERS:
        rows = _rows(text[:50_000], delimiter)[:60]
        widths = [len(row) for row in rows if len(row) > 1]
        score = max((widths.count(width) * width for width in set(widths)), default=0)
        if rows is not None and score > best[0]:
            best = (score, delimiter)
    if not best[1]:
        return None
    rows = _rows(text, best[1])
    mapping, is_certain = guess(rows, best[1])
    return Table(rows, mapping, is_certain)


def _rows(text: str, delimiter: str) -> Rows:
    """Rows as far as they can be read."""
    found: Rows = []
    try:
        for row in csv.reader(text.split("\n"), delimiter=delimiter, skipinitialspace=True):
            found.append(row[:MOST_COLUMNS])
            if len(found) > MOST_ROWS:
                break
    except csv.Error:  # a cell larger than any statement has
        return found
    return found


def parse(text: str, mapping: CsvMapping | None) -> Statement:
    """The one account of a CSV file, which seldom says its number."""
    found = table(text)
    if found is None:
        return refused(sentence("This file has no columns: it is not a bank's CSV."))
    rows = (
        found.rows
        if mapping is None or mapping.delimiter == found.guessed.delimiter
        else _rows(text, mapping.delimiter)
    )
    how = mapping or found.guessed
    if not how.is_enough:
        return refused(sentence("No column with days, or none with amounts, was found in this CSV file."))
    complaints: list[FileComplaint] = []
    if len(rows) > MOST_ROWS:
        complaints.append(complaint(sentence("This file has more than {most} rows."), most=MOST_ROWS))
    read = [
        _row(row, number, how, complaints)
        for number, row in enumerate(rows[:MOST_ROWS])
        if number > how.head_row
    ]
    lines = [one for one in read if one is not None]
    if not lines:
        return Statement(complaints=(*complaints, _nothing()), format="csv")
    if mapping is None and not found.is_certain:
        text = sentence("Day and month could be read either way here; they were taken as {order}.")
        order = {"mdy": "month/day", "dmy": "day/month"}.get(how.order, how.order)
        complaints.append(complaint(text, stops=False, order=order))
    currencies = {one.currency for one in lines if one.currency}
    if len(currencies) > 1:
        text = sentence("This file mixes currencies: {currencies}.")
        complaints.append(complaint(text, currencies=", ".join(sorted(currencies))))
    account = _account(lines, currencies.pop() if len(currencies) == 1 else "")
    return Statement((account,), tuple(complaints), "csv")


def _nothing() -> FileComplaint:
    return complaint(sentence("No row of this CSV file has both a day and an amount."))


@dataclass(frozen=True)
class _Row:
    line: FileLine
    balance: Decimal | None
    currency: str


def _cell(row: Sequence[str], place: int | None) -> str:
    return one_line([row[place]]) if place is not None and 0 <= place < len(row) else ""


def _row(row: list[str], number: int, how: CsvMapping, complaints: list[FileComplaint]) -> _Row | None:
    on_text = _cell(row, how.on)
    money = [_cell(row, place) for place in (how.amount, how.money_in, how.money_out)]
    if not on_text and not any(money):
        return None
    on, amount = ordered_day(on_text, how.order), _amount(money, how)
    if on is None or amount is None:
        template = (
            sentence("Row {row}: “{text}” is not a day.") if on is None
            else sentence("Row {row}: “{text}” is not an amount.")
        )  # fmt: skip
        wrong = on_text if on is None else " ".join(filter(None, money))
        complaints.append(complaint(template, row=number + 1, text=wrong))
        return None
    line = FileLine(
        on=on,
        amount=amount,
        payee=_cell(row, how.payee)[:300],
        memo=_cell(row, how.memo)[:600],
        ref=_cell(row, how.ref)[:120],
    )
    currency = _cell(row, how.currency).upper()
    return _Row(line, written(_cell(row, how.balance), how.mark), currency if len(currency) == 3 else "")


def _amount(money: list[str], how: CsvMapping) -> Decimal | None:
    """The amount of a row, money in positive: from one column with a sign, or from one of two columns."""
    whole, money_in, money_out = money
    if whole:
        value = written(whole, how.mark)
        return -value if value is not None and how.is_turned else value
    inward = written(money_in, how.mark) if money_in else Decimal(0)
    outward = written(money_out, how.mark) if money_out else Decimal(0)
    if inward is None or outward is None or not (money_in or money_out):
        return None
    return abs(inward) - abs(outward)


def _account(rows: list[_Row], currency: str) -> FileAccount:
    days = [one.line.on for one in rows if one.line.on]
    ordered = rows if days[0] <= days[-1] else rows[::-1]  # many banks write the latest on top
    first, last = ordered[0], ordered[-1]
    states = _states_balances(ordered)
    closing_on: date | None = last.line.on
    return FileAccount(
        id="",
        currency=currency,
        opening=first.balance - first.line.amount if states and first.balance is not None else None,
        closing=last.balance if states else None,
        closing_on=closing_on if states else None,
        lines=tuple(one.line for one in ordered),
    )


def _states_balances(rows: list[_Row]) -> bool:
    """Do both ends of the rows state a running balance?"""
    return rows[0].balance is not None and rows[-1].balance is not None
