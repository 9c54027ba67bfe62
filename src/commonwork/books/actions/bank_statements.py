"""Bank statements: take a file in, all of it or nothing. A line that is known is never taken in twice."""

import hashlib
from datetime import date, datetime
from typing import Any

from commonwork.books.actions.entries import lock
from commonwork.books.bank_files import read
from commonwork.books.bank_files.csv_mapping import CsvMapping
from commonwork.books.models import BankAccount, BankLine, BankStatement
from commonwork.books.queries.bank_imports import Plan, plan
from commonwork.record.acts import Who, act, state
from commonwork.registry.keys import new_key
from commonwork.rules.refusal import Refusal, sentence


class NothingNew(Refusal):
    sentence = sentence("Every line of this file is known already ({count}). Nothing was added.")
    status = 409


@act
def take_in(
    *,
    bank_account: BankAccount,
    raw: bytes,
    by: Who,
    at: datetime,
    number: str = "",
    mapping: dict[str, Any] | None = None,
    closing_minor: int | None = None,
    closing_on: date | None = None,
) -> BankStatement:
    """Take in the lines of a file that are new. The arguments are those of `queries.bank_imports.plan`.

    mapping: how to read it when it is CSV. Raises NothingNew, or the first complaint that stops it, as a Refusal.
    """
    row = BankAccount.objects.select_related("book__organisation").get(pk=bank_account.pk)
    lock(row.book.organisation)
    row = BankAccount.objects.select_related("book__organisation", "account").get(pk=bank_account.pk)
    statement = read(raw, CsvMapping.of_data(mapping) if mapping else None)
    found = plan(row, statement, number=number, closing_minor=closing_minor, closing_on=closing_on)
    if (stops := found.stops) is not None:
        raise Refusal.because(stops.template, **stops.figures)
    if found.adds_nothing:
        raise NothingNew(count=found.known_count)
    kept = _keep(row, found, raw, at)
    _begin(row, found)
    state(
        "books.bank_statement.taken_in",
        subject=kept,
        by=by,
        at=at,
        organisation=row.book.organisation,
        about=[row],
        data={
            "unit": row.account.unit,
            "new": len(found.new),
            "known": found.known_count,
            "starts_on": kept.starts_on.isoformat(),
            "ends_on": kept.ends_on.isoformat(),
            "moved_minor": found.new_minor,
            "closing_minor": found.closing_minor,
        },
    )
    return kept


def _keep(row: BankAccount, found: Plan, raw: bytes, at: datetime) -> BankStatement:
    assert found.starts_on is not None and found.ends_on is not None, "a plan without complaints has days"
    kept = BankStatement.objects.create(
        key=new_key("statement"),
        bank_account=row,
        format=found.format,
        file_hash=hashlib.sha256(row.salt.encode() + raw + str(found.closing_minor).encode()).hexdigest(),
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        opening_minor=found.opening_minor,
        closing_minor=found.closing_minor,
        closing_on=found.closing_on,
        new_count=len(found.new),
        imported_at=at,
    )
    BankLine.objects.bulk_create(
        BankLine(key=new_key("line"), bank_account=row, statement=kept, **line.__dict__) for line in found.new
    )
    return kept


def _begin(row: BankAccount, found: Plan) -> None:
    """Keep number and opening balance at the first file; move the opening back when older lines come later."""
    if row.opening_minor is None:
        opening = found.opening_minor
        if opening is None:
            assert found.closing_minor is not None, "a first file states a balance"
            up_to = [line.amount_minor for line in found.new if line.on <= (found.closing_on or line.on)]
            opening = found.closing_minor - sum(up_to)
        row.opening_minor, row.starts_on = opening, found.starts_on
    else:
        older = [line for line in found.new if row.starts_on and line.on < row.starts_on]
        if older:
            row.opening_minor -= sum(line.amount_minor for line in older)
            row.starts_on = min(line.on for line in older)
    row.number = row.number or found.number
    row.save(update_fields=["opening_minor", "starts_on", "number"])
