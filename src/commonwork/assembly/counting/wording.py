"""Votes and amounts as the pages of counts write them."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from commonwork.rules.counting.result import fixed
from commonwork.ui.charts.svg import width_of

Amount = Callable[[Fraction], str]  # an amount in units of cost, as people read it
ROOM, SIZE = 116, 14.5  # pixels beside a bar on the narrowest screen, and of its type
INVENTED = " (invented)"


def hundredths(units: int, decimals: int) -> int:
    """Votes in hundredths, rounded down.

    >>> hundredths(153312345, 5), hundredths(12, 0)
    (153312, 1200)
    """
    return units * 100 // 10**decimals


def figure(units: int, decimals: int, *, is_column: bool = False) -> str:
    """Votes as they read: whole ones without decimals (unless in a column of finer ones), others with two.

    >>> figure(153300000, 5), figure(153312345, 5), figure(1533, 0), figure(3200000, 5, is_column=True)
    ('1,533', '1,533.12', '1,533', '32.00')
    """
    whole, rest = divmod(hundredths(units, decimals), 100)
    if not is_column and not rest and units % 10**decimals == 0:
        return f"{whole:,}"
    return f"{whole:,}.{rest:02d}"


def exact(units: int, decimals: int) -> str:
    """Votes to the last decimal of the count."""
    return fixed(units, decimals)


def shortened(name: str) -> str:
    """A name that fits beside a bar, without the mark of invented people (the page itself says so).

    >>> shortened("Ada (invented)"), shortened("Joaquín Medina Castellanos")
    ('Ada', 'Joaquín Med…')
    """
    short = name.removesuffix(INVENTED)
    if width_of(short, SIZE, is_bold=True) <= ROOM:
        return short
    while short and width_of(f"{short}…", SIZE, is_bold=True) > ROOM:
        short = short[:-1].rstrip()
    return f"{short}…"


def listed(names: Sequence[str]) -> str:
    """Names as a sentence lists them: "Ada", "Ada and Ben", "Ada, Ben and Cleo"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def rounded(units: Fraction, decimals: int) -> str:
    """An amount that need not be whole, to `decimals` places more than none, half to even.

    >>> rounded(Fraction(1, 3), 2), rounded(Fraction(5), 0)
    ('0.33', '5')
    """
    return fixed(round(units * 10**decimals), decimals)
