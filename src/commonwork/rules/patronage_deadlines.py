"""By when a patronage dividend must be paid, and a qualified check cashed (US federal tax, Subchapter T)."""

from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from commonwork.rules.refusal import Refusal, sentence

MONTHS_TO_PAY, DAY_TO_PAY = 9, 15  # 26 CFR 1.1382-4
DAYS_TO_CASH = timedelta(days=90)  # IRC 1388(c)(2)(B)


class YearTooLate(Refusal):
    sentence: str = sentence("The calendar ends before the deadlines of a year ending on {year_end}.")
    field: str | None = "year_end"


@dataclass(frozen=True)
class Deadlines:
    """`pay_by`: last day of the payment period; `cash_checks_by`: last day to cash a qualified check."""

    pay_by: date
    cash_checks_by: date


def deadlines(*, year_end: date) -> Deadlines:
    """Return the 15th day of the 9th month after the year's close, and the day 90 days later.

    Weekends and holidays do not move them. Raises YearTooLate in the calendar's last year.
    Source: 26 CFR 1.1382-4; IRC 1388(c)(2)(B).

    >>> deadlines(year_end=date(2026, 6, 30))
    Deadlines(pay_by=datetime.date(2027, 3, 15), cash_checks_by=datetime.date(2027, 6, 13))
    """
    if year_end.year == MAXYEAR:
        raise YearTooLate(year_end=year_end.isoformat())
    years, month = divmod(year_end.month - 1 + MONTHS_TO_PAY, 12)
    pay_by = date(year_end.year + years, month + 1, DAY_TO_PAY)
    return Deadlines(pay_by, pay_by + DAYS_TO_CASH)
