"""Money, hours and credits as whole numbers of their smallest unit.

Nothing here is a float and nothing rounds by itself: rounding is always named by the rule that does it
(`floor`, `ceil`, `round_half_even`). Exchange between units is left to those who agree on a rate.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from commonwork.rules.refusal import Refusal, sentence

LARGEST_MINOR = 2**63 - 1  # what a database column holds


class UnknownUnit(Refusal):
    sentence: str = sentence("There is no unit called {unit}.")


class NotAUnit(Refusal):
    sentence: str = sentence(
        '"{text}" is not a unit. Write a code in capitals and its decimals, like MEAL:0.'
    )


class UnitIsDifferent(Refusal):
    sentence: str = sentence("The unit {unit} is known already, with other decimals.")


class NotAnAmount(Refusal):
    sentence: str = sentence('"{text}" is not an amount of {unit}.')


class TooManyDecimals(Refusal):
    sentence: str = sentence('"{text}" has more decimals than {unit} has ({decimals}).')


class NotWholeMinutes(Refusal):
    sentence: str = sentence('"{text}" hours do not make whole minutes.')


class AmountTooLarge(Refusal):
    sentence: str = sentence("An amount of {unit} this large cannot be kept.")


@dataclass(frozen=True)
class Unit:
    """A unit of account; `decimals` as it is written, `minor_per_major` how many smallest units make one."""

    code: str
    decimals: int
    minor_per_major: int

    @classmethod
    def decimal(cls, code: str, decimals: int) -> "Unit":
        """Return a unit whose smallest part is a decimal fraction (cents)."""
        return cls(code, decimals, 10**decimals)


_known = {
    "USD": Unit.decimal("USD", 2),
    "CREDIT": Unit.decimal("CREDIT", 2),  # mutual credit between sisters
    "HOUR": Unit("HOUR", 2, 60),  # kept in minutes, shown as hours and minutes
}
UNITS: Mapping[str, Unit] = MappingProxyType(_known)
_UNIT_LIST = re.compile(r"([A-Z][A-Z0-9]{1,11}):([0-6])", re.ASCII)


def units_listed(text: str) -> list[Unit]:
    """Return the units of a list such as "MEAL:0, EUR:2": code and number of decimals. Raises NotAUnit.

    >>> units_listed("MEAL:0, EUR:2")
    [Unit(code='MEAL', decimals=0, minor_per_major=1), Unit(code='EUR', decimals=2, minor_per_major=100)]
    """
    found = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        match = _UNIT_LIST.fullmatch(part)
        if match is None:
            raise NotAUnit(text=part[:40])
        found.append(Unit.decimal(match.group(1), int(match.group(2))))
    return found


def add_units(units: Iterable[Unit]) -> None:
    """Make units known, once, while the program starts. Raises UnitIsDifferent when one is known otherwise."""
    for unit in units:
        if _known.setdefault(unit.code, unit) != unit:
            raise UnitIsDifferent(unit=unit.code)


def unit_of(unit: Unit | str) -> Unit:
    """Return the unit with this code. Raises UnknownUnit."""
    if isinstance(unit, Unit):
        return unit
    found = UNITS.get(unit)
    if found is None:
        raise UnknownUnit(unit=unit)
    return found


def round_half_even(value: Fraction | Decimal | int) -> int:
    """Return the nearest whole number, halves to the even one.

    >>> [round_half_even(Fraction(n, 2)) for n in (1, 3, 5, -1, -3)]
    [0, 2, 2, 0, -2]
    """
    return round(value)


def floor(value: Fraction | Decimal | int) -> int:
    """Return the largest whole number that is not above `value`.

    >>> floor(Fraction(63489, 2)), floor(Fraction(-1, 2))
    (31744, -1)
    """
    return math.floor(value)


def ceil(value: Fraction | Decimal | int) -> int:
    """Return the smallest whole number that is not below `value`.

    >>> ceil(Fraction(85099, 1) + Fraction(1, 5)), ceil(Fraction(-1, 2))
    (85100, 0)
    """
    return math.ceil(value)


_DECIMAL = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+|(?=\.\d))(?:\.(\d+))?", re.ASCII)
_HOURS_AND_MINUTES = re.compile(r"([+-]?)(\d+):([0-5]\d)", re.ASCII)


def parse_minor(text: str, unit: Unit | str) -> int:
    """Return the amount written in `text` in minor units of `unit` (cents, minutes), exactly.

    Takes an optional sign, digits with or without thousands commas in their proper places, and no more
    decimals than the unit has; hours also as 7:30. Raises NotAnAmount, TooManyDecimals, NotWholeMinutes,
    AmountTooLarge, UnknownUnit.

    >>> parse_minor("1,253.45", "USD"), parse_minor("-0.5", "USD")
    (125345, -50)
    >>> parse_minor("7.75", "HOUR"), parse_minor("7:45", "HOUR")
    (465, 465)
    """
    known, stripped = unit_of(unit), text.strip()
    shown = stripped if len(stripped) <= 40 else f"{stripped[:40]}..."
    if len(stripped) > 100:
        raise NotAnAmount(text=shown, unit=known.code)
    if known.code == "HOUR" and (clock := _HOURS_AND_MINUTES.fullmatch(stripped)):
        sign, hours, minutes = clock.groups()
        return _kept(_signed(sign, int(hours) * 60 + int(minutes)), known)
    match = _DECIMAL.fullmatch(stripped)
    if match is None:
        raise NotAnAmount(text=shown, unit=known.code)
    sign, whole, decimals = match.group(1), match.group(2).replace(",", ""), match.group(3) or ""
    if len(decimals) > known.decimals:
        raise TooManyDecimals(text=shown, unit=known.code, decimals=known.decimals)
    minor = Fraction(int(f"{whole}{decimals}"), 10 ** len(decimals)) * known.minor_per_major
    if minor.denominator != 1:
        raise NotWholeMinutes(text=shown)
    return _kept(_signed(sign, int(minor)), known)


def _signed(sign: str, minor: int) -> int:
    return -minor if sign == "-" else minor


def _kept(minor: int, unit: Unit) -> int:
    if abs(minor) > LARGEST_MINOR:
        raise AmountTooLarge(unit=unit.code)
    return minor


def show_minor(minor: int, unit: Unit | str) -> str:
    """Return the amount as text without unit or thousands marks: "1253.45"; hours as "7:45".

    >>> show_minor(125345, "USD"), show_minor(-5, "USD"), show_minor(465, "HOUR"), show_minor(-30, "HOUR")
    ('1253.45', '-0.05', '7:45', '-0:30')
    """
    known = unit_of(unit)
    sign, (major, rest) = "-" if minor < 0 else "", divmod(abs(minor), known.minor_per_major)
    if known.code == "HOUR":
        return f"{sign}{major}:{rest:02d}"
    return f"{sign}{major}.{rest:0{known.decimals}d}" if known.decimals else f"{sign}{major}"


@dataclass(frozen=True)
class Money:
    """An amount in one unit: `minor` whole smallest units of `unit`. Ordered and added within a unit only.

    >>> usd("100.00") + usd("0.45") * 3
    usd('101.35')
    >>> str(usd("1253.45")), usd("1.00") < usd("1.01"), sum([usd("1.00"), usd("2.00")], usd("0.00"))
    ('1253.45', True, usd('3.00'))
    """

    minor: int
    unit: str

    def __post_init__(self) -> None:
        if isinstance(self.minor, bool) or not isinstance(self.minor, int):
            raise TypeError("money is kept in whole minor units")
        unit_of(self.unit)

    def _minor_of(self, other: object) -> int:
        if not isinstance(other, Money):
            raise TypeError("money is reckoned with money")
        if other.unit != self.unit:
            raise TypeError(f"{self.unit} and {other.unit} are different units")
        return other.minor

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._minor_of(other), self.unit)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._minor_of(other), self.unit)

    def __mul__(self, times: int) -> "Money":
        return Money(self.minor * times, self.unit)

    __rmul__ = __mul__

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.unit)

    def __abs__(self) -> "Money":
        return Money(abs(self.minor), self.unit)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._minor_of(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._minor_of(other)

    def __gt__(self, other: "Money") -> bool:
        return self.minor > self._minor_of(other)

    def __ge__(self, other: "Money") -> bool:
        return self.minor >= self._minor_of(other)

    def __str__(self) -> str:
        return show_minor(self.minor, self.unit)

    def __repr__(self) -> str:
        return f"usd('{self}')" if self.unit == "USD" else f"money('{self}', '{self.unit}')"


def money(text: str, unit: str) -> Money:
    """Return the amount written in `text`; refuses what `parse_minor` refuses.

    >>> money("12.50", "CREDIT")
    money('12.50', 'CREDIT')
    """
    return Money(parse_minor(text, unit), unit)


def usd(text: str) -> Money:
    """Return an amount of US dollars.

    >>> usd("100.00").minor
    10000
    """
    return money(text, "USD")
