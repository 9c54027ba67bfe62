"""Amounts the way people read them. Whole minor units in, text out; the minus is a real minus with a space.

Exactness is left to `rules.money`; this module only writes.
"""

from commonwork.rules.money import show_minor

MINUS, SPACE = "−", "\u00a0"
SYMBOLS = {"USD": "$"}


def _signed(minor: int, text: str) -> str:
    return f"{MINUS}{SPACE}{text}" if minor < 0 else text


def _grouped(minor: int, unit: str) -> str:
    whole, _, rest = show_minor(abs(minor), unit).partition(".")
    return f"{int(whole):,}.{rest}" if rest else f"{int(whole):,}"


def money(minor: int, unit: str = "USD") -> str:
    """An amount with its unit: dollars with the sign in front, hours as hours and minutes, others with their code.

    >>> money(110250), money(-300), money(1200, "CREDIT"), money(270, "HOUR")
    ('$1,102.50', '−\\xa0$3.00', '12.00\\xa0CREDIT', '4\\xa0h\\xa030\\xa0min')
    """
    if unit == "HOUR":
        return _signed(minor, hours(abs(minor)))
    if unit in SYMBOLS:
        return _signed(minor, SYMBOLS[unit] + _grouped(minor, unit))
    return _signed(minor, f"{_grouped(minor, unit)}{SPACE}{unit}")


def amount(minor: int, unit: str = "USD") -> str:
    """The amount alone, for tables whose heads carry the unit.

    >>> amount(110250), amount(-300000), amount(0)
    ('1,102.50', '−\\xa03,000.00', '0.00')
    """
    return _signed(minor, show_minor(abs(minor), unit) if unit == "HOUR" else _grouped(minor, unit))


def dollars(minor: int, unit: str = "USD") -> str:
    """Like `money`, without cents when there are none: for headlines and charts.

    >>> dollars(420000), dollars(420050), dollars(-420000)
    ('$4,200', '$4,200.50', '−\\xa0$4,200')
    """
    return money(minor, unit).replace(".00", "") if minor % 100 == 0 else money(minor, unit)


def whole(minor: int) -> str:
    """The amount alone, without cents when there are none: for bars whose chart carries the unit.

    >>> whole(1200000), whole(-300000), whole(1250)
    ('12,000', '−\\xa03,000', '12.50')
    """
    return amount(minor).replace(".00", "") if minor % 100 == 0 else amount(minor)


def change(minor: int) -> str:
    """A difference with its sign, also when it is a gain.

    >>> change(7650000), change(-70000), change(0)
    ('+\\xa076,500.00', '−\\xa0700.00', '0.00')
    """
    return f"+{SPACE}{amount(minor)}" if minor > 0 else amount(minor)


def percent(bp: int) -> str:
    """Basis points as a percentage, no more decimals than needed.

    >>> percent(800), percent(1750), percent(2222), percent(-50)
    ('8\\xa0%', '17.5\\xa0%', '22.22\\xa0%', '−\\xa00.5\\xa0%')
    """
    whole_part, rest = divmod(abs(bp), 100)
    decimals = f".{rest:02d}".rstrip("0") if rest else ""
    return _signed(bp, f"{whole_part}{decimals}{SPACE}%")


def count(number: int) -> str:
    """A count with thousands marks.

    >>> count(298800), count(-1284)
    ('298,800', '−\\xa01,284')
    """
    return _signed(number, f"{abs(number):,}")


def hours(minutes: int) -> str:
    """Minutes as hours and minutes.

    >>> hours(270), hours(120), hours(45)
    ('4\\xa0h\\xa030\\xa0min', '2\\xa0h', '45\\xa0min')
    """
    whole_hours, rest = divmod(minutes, 60)
    parts = [f"{whole_hours:,}{SPACE}h"] if whole_hours or not rest else []
    return SPACE.join([*parts, f"{rest}{SPACE}min"] if rest else parts)
