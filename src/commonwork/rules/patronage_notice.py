"""Written notices of allocation and Form 1099-PATR: is a notice qualified, what goes into which box, by when.

US federal tax, Subchapter T. Who consented and what was paid are left to the federation room. This is bookkeeping,
not tax advice.
"""

from dataclasses import dataclass
from datetime import MAXYEAR, date
from fractions import Fraction

from commonwork.rules.refusal import Refusal, sentence

COPY_MONTH, COPY_DAY = (
    1,
    31,
)  # recipient's copy; general instructions for information returns, of the year after
FILE_MONTH, PAPER_DAY = 2, 28
E_FILE_MONTH, E_FILE_DAY = 3, 31


class AmountBelowZero(Refusal):
    sentence: str = sentence("Amounts of a notice cannot be below zero.")


class WithheldAboveCash(Refusal):
    sentence: str = sentence("More tax is withheld than is paid in cash.")
    field: str | None = "withheld"


class PaidTooLate(Refusal):
    sentence: str = sentence("The calendar ends before the deadlines of a payment on {paid_on}.")
    field: str | None = "paid_on"


@dataclass(frozen=True)
class Boxes:
    """Boxes 1, 4 and 5 of Form 1099-PATR in minor units, and whether the form is filed at all."""

    dividends_minor: int
    withheld_minor: int
    redeemed_minor: int
    is_filed: bool


@dataclass(frozen=True)
class Filing:
    """The form's year is the calendar year of payment. `copy_by`: the recipient's copy; the others: the agency's."""

    form_year: int
    copy_by: date
    file_by: date
    e_file_by: date


def is_qualified(
    *, cash_minor: int, retained_minor: int, has_consent: bool, least_cash_bp: Fraction | int
) -> bool:
    """Is a notice qualified: the member consented, and enough of this dividend is paid in money.

    least_cash_bp: share of the whole dividend, tested for each member. Source: IRC 1388(c)(1).

    >>> is_qualified(cash_minor=520000, retained_minor=780000, has_consent=True, least_cash_bp=2000)
    True
    >>> is_qualified(cash_minor=1999, retained_minor=8001, has_consent=True, least_cash_bp=2000)
    False
    """
    if min(cash_minor, retained_minor) < 0:
        raise AmountBelowZero()
    return has_consent and cash_minor * 10_000 >= (cash_minor + retained_minor) * least_cash_bp


def boxes(
    *,
    cash_minor: int,
    qualified_minor: int,
    redeemed_minor: int = 0,
    withheld_minor: int = 0,
    floor_minor: int,
) -> Boxes:
    """Return what a person's form says for one calendar year: box 1 cash and qualified notices at face, box 4 tax
    withheld, box 5 nonqualified notices redeemed. Filed from the floor on, or when tax was withheld.

    Raises AmountBelowZero, WithheldAboveCash. Source: Instructions for Form 1099-PATR (Rev. April 2025).

    >>> boxes(cash_minor=520000, qualified_minor=780000, floor_minor=1000)
    Boxes(dividends_minor=1300000, withheld_minor=0, redeemed_minor=0, is_filed=True)
    >>> boxes(cash_minor=999, qualified_minor=0, floor_minor=1000).is_filed
    False
    """
    if min(cash_minor, qualified_minor, redeemed_minor, withheld_minor) < 0:
        raise AmountBelowZero()
    if withheld_minor > cash_minor + redeemed_minor:
        raise WithheldAboveCash()
    dividends = cash_minor + qualified_minor
    filed = dividends + redeemed_minor >= floor_minor and dividends + redeemed_minor > 0
    return Boxes(dividends, withheld_minor, redeemed_minor, filed or withheld_minor > 0)


def filing(*, paid_on: date) -> Filing:
    """Return the form's year and its last days. Weekends and holidays do not move them here. Raises PaidTooLate.

    >>> filing(paid_on=date(2026, 9, 15))
    ... # doctest: +NORMALIZE_WHITESPACE
    Filing(form_year=2026, copy_by=datetime.date(2027, 1, 31), file_by=datetime.date(2027, 2, 28),
        e_file_by=datetime.date(2027, 3, 31))
    """
    if paid_on.year == MAXYEAR:
        raise PaidTooLate(paid_on=paid_on.isoformat())
    after = paid_on.year + 1
    return Filing(
        paid_on.year,
        date(after, COPY_MONTH, COPY_DAY),
        date(after, FILE_MONTH, PAPER_DAY),
        date(after, E_FILE_MONTH, E_FILE_DAY),
    )
