"""Simple interest by the day, on principal only, never on interest.

What is due and when is left to `due`; the entries to the bank.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from commonwork.rules.money import round_half_even
from commonwork.rules.refusal import Refusal, sentence


class PrincipalNegative(Refusal):
    sentence: str = sentence("On {on} more principal was paid back than was owed.")


@dataclass(frozen=True)
class Movement:
    """A change of the principal: a draw is positive, a payment of principal negative. Minor units."""

    on: date
    principal_minor: int


@dataclass(frozen=True)
class Stretch:
    """Days in a row that ended with the same principal."""

    principal_minor: int
    days: int


def stretches(*, movements: Iterable[Movement], starts_on: date, ends_before: date) -> list[Stretch]:
    """Return the stretches of equal principal in [starts_on, ends_before), days without principal left out.

    A day's principal is what stands at its end: a draw counts from its day, a payment stops its principal
    from its day. Movements before the period make its opening principal; later ones are ignored.
    Raises PrincipalNegative.

    >>> draws = [Movement(date(2016, 5, 5), 800000), Movement(date(2016, 6, 15), 400000)]
    >>> stretches(movements=draws, starts_on=date(2016, 4, 1), ends_before=date(2016, 7, 1))
    [Stretch(principal_minor=800000, days=41), Stretch(principal_minor=1200000, days=16)]
    """
    changes: dict[date, int] = {}
    for movement in movements:
        if movement.on < ends_before:
            day = max(movement.on, starts_on)
            changes[day] = changes.get(day, 0) + movement.principal_minor
    days = sorted(changes)
    found: list[Stretch] = []
    principal_minor = 0
    for day, next_day in zip(days, [*days[1:], ends_before], strict=bool(days)):
        before_minor, principal_minor = principal_minor, principal_minor + changes[day]
        if principal_minor < 0:
            raise PrincipalNegative(on=day.isoformat())
        length = (next_day - day).days
        if principal_minor and principal_minor == before_minor:
            found[-1] = Stretch(principal_minor, found[-1].days + length)
        elif principal_minor:
            found.append(Stretch(principal_minor, length))
    return found


def exact(*, over: Sequence[Stretch], annual_rate_bp: Fraction | int, year_days: int = 365) -> Fraction:
    """Return simple interest in minor units, unrounded: sum of principal x days x rate / days of the year."""
    principal_days = sum(stretch.principal_minor * stretch.days for stretch in over)
    return Fraction(principal_days * annual_rate_bp, 10_000 * year_days)


def for_period(*, over: Sequence[Stretch], annual_rate_bp: Fraction | int, year_days: int = 365) -> int:
    """Return the period's simple interest in minor units, rounded half-even once for the whole period.

    The year has 365 days, leap years too (actual/365).

    >>> for_period(over=[Stretch(800000, 41), Stretch(1200000, 16)], annual_rate_bp=800)
    11397
    """
    return round_half_even(exact(over=over, annual_rate_bp=annual_rate_bp, year_days=year_days))
