"""How to read one bank's CSV: which column is what, how days and amounts are written. Guessed first, then saved."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from commonwork.books.bank_files.amounts import ordered_day, parts_of_day, written

DELIMITERS, ORDERS, MARKS = (",", ";", "\t", "|"), ("ymd", "dmy", "mdy"), (".", ",")
ROLES = ("on", "amount", "money_in", "money_out", "payee", "memo", "ref", "balance", "currency")
WORDS: dict[str, tuple[str, ...]] = {
    "on": (
        "date", "posting date", "posted date", "post date", "booking date", "transaction date", "posted",
        "fecha", "fecha de operacion", "fecha operacion", "datum", "buchungstag", "buchungsdatum", "boekdatum",
    ),
    "amount": (
        "amount", "transaction amount", "importe", "monto", "betrag", "bedrag", "umsatz", "value", "montant",
        "amount (usd)", "betrag (eur)",
    ),
    "money_in": (
        "credit", "credits", "deposit", "deposits", "money in", "paid in", "credit amount", "abono", "abonos",
        "haber", "haben", "ingresos", "amount credit", "deposits/credits",
    ),
    "money_out": (
        "debit", "debits", "withdrawal", "withdrawals", "money out", "paid out", "debit amount", "cargo", "cargos",
        "debe", "soll", "gastos", "amount debit", "withdrawals/debits",
    ),
    "payee": (
        "payee", "name", "description", "merchant", "counterparty", "beneficiary", "descripcion", "beneficiario",
        "empfanger", "beguenstigter/zahlungspflichtiger", "naam / omschrijving", "transaction description",
        "payee/payer", "name of the other side",
    ),
    "memo": (
        "memo", "details", "note", "notes", "purpose", "verwendungszweck", "concepto", "mededelingen",
        "additional information", "transaction details", "extended details", "comments",
    ),
    "ref": (
        "reference", "ref", "reference number", "transaction id", "id", "transaction number", "referencia",
        "check number", "fitid", "transaction reference", "confirmation number",
    ),
    "balance": ("balance", "running balance", "running bal.", "saldo", "account balance", "balance after"),
    "currency": ("currency", "moneda", "divisa", "wahrung", "munt", "ccy"),
}  # fmt: skip
_PLAIN = str.maketrans("áéíóúäöüñ", "aeiouaoun")


@dataclass(frozen=True)
class CsvMapping:
    """Columns count from 0; None: the file has no such column. head_row: number of the row with names, from 0; -1: none.

    order: of the parts of a day. mark: the decimal mark. is_turned: the bank writes money out as positive.
    """

    delimiter: str = ","
    order: str = "mdy"
    mark: str = "."
    head_row: int = 0
    on: int | None = None
    amount: int | None = None
    money_in: int | None = None
    money_out: int | None = None
    payee: int | None = None
    memo: int | None = None
    ref: int | None = None
    balance: int | None = None
    currency: int | None = None
    is_turned: bool = False

    @property
    def is_enough(self) -> bool:
        """Does it say where day and amount stand?"""
        return self.on is not None and (
            self.amount is not None or self.money_in is not None or self.money_out is not None
        )

    def as_data(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> "CsvMapping":
        """From what was kept; unknown names are left out."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in data.items() if name in known})


def fingerprint(rows: Sequence[Sequence[str]], mapping: CsvMapping) -> str:
    """A hash of the names of the columns, by which the next file of the same bank is known."""
    head = rows[mapping.head_row] if 0 <= mapping.head_row < len(rows) else []
    named = "\n".join(_said(name) for name in head)
    return hashlib.sha256(f"{mapping.delimiter}\n{named}".encode()).hexdigest() if named else ""


def guess(rows: Sequence[Sequence[str]], delimiter: str) -> tuple[CsvMapping, bool]:
    """(how the rows are best read, whether the order of day and month is certain)."""
    mapping = _by_names(rows, delimiter) or _by_content(rows, delimiter)
    body = [row for row in rows[mapping.head_row + 1 :] if any(cell.strip() for cell in row)][:200]
    order, is_certain = _order(
        [row[mapping.on] for row in body if mapping.on is not None and mapping.on < len(row)]
    )
    money = [mapping.amount, mapping.money_in, mapping.money_out, mapping.balance]
    cells = [row[place] for row in body for place in money if place is not None and place < len(row)]
    return replace(mapping, order=order, mark=_mark(cells)), is_certain


def _said(name: str) -> str:
    return " ".join(name.lower().translate(_PLAIN).strip(" \ufeff\"'*:").split())


def _by_names(rows: Sequence[Sequence[str]], delimiter: str) -> CsvMapping | None:
    """By the row, among the first twenty, that names most columns we know."""
    best: CsvMapping | None = None
    most = 1
    for number, row in enumerate(rows[:20]):
        found: dict[str, int] = {}
        names = [_said(cell) for cell in row]
        for role in ROLES:
            place = next((names.index(word) for word in WORDS[role] if word in names), None)
            if place is not None:
                found[role] = place
        mapping = CsvMapping(delimiter=delimiter, head_row=number, **found)  # type: ignore[arg-type]
        if len(found) > most and mapping.is_enough:
            best, most = mapping, len(found)
    return best


def _by_content(rows: Sequence[Sequence[str]], delimiter: str) -> CsvMapping:
    """By what the cells look like: the first column of days, the first of amounts, the longest of texts."""
    start = next((n for n, row in enumerate(rows[:20]) if any(parts_of_day(cell) for cell in row)), 0)
    body = [row for row in rows[start:] if any(cell.strip() for cell in row)][:50]
    width = max((len(row) for row in body), default=0)
    columns = [[row[place] for row in body if place < len(row)] for place in range(min(width, 60))]

    def mostly(cells: list[str], test: Any) -> bool:
        filled = [cell for cell in cells if cell.strip()]
        return len(filled) * 2 > len(body) and sum(map(test, filled)) * 4 >= len(filled) * 3

    days = [n for n, cells in enumerate(columns) if mostly(cells, lambda c: parts_of_day(c) is not None)]
    money = [
        n
        for n, cells in enumerate(columns)
        if n not in days and mostly(cells, lambda c: any(written(c, mark) is not None for mark in MARKS))
    ]
    texts = sorted(
        (n for n in range(len(columns)) if n not in days and n not in money),
        key=lambda n: -sum(map(len, columns[n])),
    )
    return CsvMapping(
        delimiter=delimiter,
        head_row=start - 1,
        on=days[0] if days else None,
        amount=money[0] if days and money else None,
        payee=texts[0] if texts else None,
        memo=texts[1] if len(texts) > 1 else None,
    )


def _order(cells: Sequence[str]) -> tuple[str, bool]:
    parts = [found for cell in cells if (found := parts_of_day(cell))]
    if not parts or any(found[0] > 31 for found in parts):
        return "ymd", True
    if any(any(c.isalpha() for c in cell[:12]) for cell in cells):
        return "dmy", True
    able = [
        order
        for order in ("mdy", "dmy")
        if all(ordered_day(cell, order) for cell in cells if parts_of_day(cell))
    ]
    if len(able) == 1:
        return able[0], True
    looks_european = any("." in cell for cell in cells)
    return ("dmy" if looks_european else "mdy"), all(found[0] == found[1] for found in parts)


def _mark(cells: Sequence[str]) -> str:
    """The decimal mark that reads most amounts; a point when both do."""
    able = {mark: sum(written(cell, mark) is not None for cell in cells) for mark in MARKS}
    if able["."] != able[","]:
        return max(MARKS, key=lambda mark: able[mark])
    ends = [cell.strip().rstrip("-+ )")[-3:-2] for cell in cells]
    return "," if ends.count(",") > ends.count(".") else "."
