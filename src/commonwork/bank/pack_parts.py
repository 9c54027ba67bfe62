"""What the bank adds to packs for auditors: the loan tape, one row a loan, as of the pack's day."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from commonwork.bank import HOUSE_KEY
from commonwork.bank.models import Loan
from commonwork.bank.queries import positions
from commonwork.books.exports.parts import Part, Pieces, Scope, declare
from commonwork.books.exports.tables import as_csv
from commonwork.rules.money import show_minor

HEADINGS = (
    "loan", "borrower", "lender", "fund", "unit", "asked_on", "decided_on", "agreed_on", "ends_on", "repaid_on", "amount",
    "annual_rate_bp", "share_of_surplus_bp", "drawn", "principal", "interest_owed", "due", "due_on",
)  # fmt: skip


def _files(scope: Scope) -> Iterator[tuple[str, Pieces]]:
    if scope.has(HOUSE_KEY):
        yield "loans/loan-tape.csv", as_csv(HEADINGS, _rows(scope.on))


def _rows(on: date) -> Iterator[tuple[Any, ...]]:
    loans = list(Loan.objects.filter(applied_on__lte=on).order_by("applied_on", "key"))
    stands = positions(loans, on=on)
    for loan in loans:
        now = stands[loan.pk]
        sums = (now.drawn_minor, now.principal_minor, now.interest_owed_minor, now.due_minor)
        agreed = loan.agreed_on is not None and loan.agreed_on <= on
        yield (
            loan.key, loan.borrower.key, loan.lender.key, loan.fund, loan.unit, loan.applied_on,
            *(_by(on, day) for day in (loan.decided_on, loan.agreed_on)),
            loan.ends_on if agreed else None, _by(on, loan.repaid_on), show_minor(loan.principal_minor, loan.unit),
            *((loan.annual_rate_bp, loan.share_bp) if agreed else (None, None)),
            *(show_minor(amount, loan.unit) for amount in sums), now.due_on,
        )  # fmt: skip


def _by(on: date, day: date | None) -> date | None:
    """A day, unless it came later."""
    return day if day and day <= on else None


declare(
    Part(
        "loans",
        "The loan tape: each loan the bank was asked for, what it agreed, drew and owes (only in packs with the bank's "
        "book). Loans and co-ops stand under their keys.",
        _files,
    )
)
