"""Decimal numbers in files: read exactly, kept as whole units of their finest decimal."""

import re
from collections.abc import Iterable
from decimal import Decimal

_DECIMAL = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,6})?")


def read(text: str) -> Decimal | None:
    """Return the number, or None when the text is not one of at most 15 digits and 6 decimals.

    >>> read("1070000"), read("12.50"), read("1,000"), read("")
    (Decimal('1070000'), Decimal('12.50'), None, None)
    """
    stripped = text.strip()
    return Decimal(stripped) if _DECIMAL.fullmatch(stripped) else None


def finest(numbers: Iterable[Decimal]) -> int:
    """Return how many decimals are needed to write all the numbers.

    >>> finest([Decimal("500.00"), Decimal("2.50"), Decimal("3")])
    1
    """
    most = 0
    for number in numbers:
        exponent = number.normalize().as_tuple().exponent
        assert isinstance(exponent, int), "only finite numbers are read"
        most = max(most, -exponent)
    return most


def units(number: Decimal, decimals: int) -> int:
    """Return the number in whole units of 10^-decimals.

    >>> units(Decimal("2.5"), 2)
    250
    """
    scaled = number.scaleb(decimals)
    assert scaled == int(scaled), "the number has more decimals than that"
    return int(scaled)
