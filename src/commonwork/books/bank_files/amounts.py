"""Amounts and days as banks write them."""

import re
from datetime import date
from decimal import Decimal

MOST_DIGITS = 20
_PLAIN = re.compile(r"[+-]?(?:\d+[.,]?\d*|[.,]\d+)", re.ASCII)
_GROUPED = {
    ".": re.compile(r"\d{1,3}(?:[,' \u00a0\u202f]\d{3})*(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+", re.ASCII),
    ",": re.compile(r"\d{1,3}(?:[.' \u00a0\u202f]\d{3})*(?:,\d*)?|\d+(?:,\d*)?|,\d+", re.ASCII),
}
_AROUND = re.compile(r"[A-Z]{2,3}|[$€£¥]")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_PARTS = re.compile(r"(\d{1,4})[./\- ]{1,2}(\d{1,2}|[A-Za-z]{3,9})[./\- ,]{1,2}(\d{1,4})", re.ASCII)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def exact(text: str) -> Decimal | None:
    """An amount as statement formats write it: either decimal mark; thousands marks only where they can be nothing
    else. None when it is not an amount.

    >>> exact("-6.60"), exact("380115,"), exact("+0000012.50"), exact("10,000.50"), exact("1 025,53")
    (Decimal('-6.60'), Decimal('380115'), Decimal('12.50'), Decimal('10000.50'), Decimal('1025.53'))
    >>> exact("1,23,4.56"), exact("12.00-"), exact("$5")
    (None, None, None)
    """
    text = text.strip()
    if len(text) > MOST_DIGITS + 12:
        return None
    if _PLAIN.fullmatch(text):
        return _kept(Decimal(text.replace(",", ".").rstrip(".")))
    mark = "," if text.rfind(",") > text.rfind(".") else "."
    sign, bare = (text[0], text[1:]) if text[:1] in ("+", "-") else ("", text)
    if not _GROUPED[mark].fullmatch(bare):
        return None
    digits = "".join(c for c in bare if c.isdigit() or c == mark).replace(mark, ".").rstrip(".")
    return _kept(Decimal(f"{sign}{digits}"))


def written(text: str, mark: str) -> Decimal | None:
    """An amount as people and spreadsheets write it: thousands marks, currency signs, (12.00), 12.00-, 12.00 DR.

    >>> written("$1,234.56", "."), written("(12.00)", "."), written("1.234,56-", ","), written("7.50 CR", ".")
    (Decimal('1234.56'), Decimal('-12.00'), Decimal('-1234.56'), Decimal('7.50'))
    >>> written("1,234.56", ","), written("twelve", ".")
    (None, None)
    """
    text = text.strip().replace("\u2212", "-")
    if not text or len(text) > MOST_DIGITS + 16:
        return None
    is_out = "-" in (text[0], text[-1]) or (text[0] == "(" and text[-1] == ")")
    signs = _AROUND.findall(text.upper())
    is_out ^= "DR" in signs or "DB" in signs
    bare = _AROUND.sub("", text.upper()).strip("()+- \u00a0")
    if not _GROUPED[mark].fullmatch(bare):
        return None
    digits = "".join(c for c in bare if c.isdigit() or c == mark).replace(mark, ".").rstrip(".")
    amount = _kept(Decimal(digits))
    return -amount if is_out and amount is not None else amount


def _kept(amount: Decimal) -> Decimal | None:
    return amount if amount.adjusted() < MOST_DIGITS else None


def compact_day(text: str) -> date | None:
    """The day of 20090401122017.000[-5:EST] and the like, as the bank's own clock had it; None when there is none."""
    found = _COMPACT.match(text.strip())
    return day(*(int(part) for part in found.groups())) if found else None


def day(year: int, month: int, of_month: int) -> date | None:
    """A day, or None when the calendar has no such day."""
    try:
        return date(year, month, of_month)
    except ValueError:
        return None


def iso_day(text: str) -> date | None:
    """The day at the head of 2026-05-12 or 2026-05-12T00:00:00Z, or None."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def parts_of_day(text: str) -> tuple[int, int, int] | None:
    """The three numbers of a written day, in their order; a month by name counts as its number. None otherwise.

    >>> parts_of_day("03/04/2026"), parts_of_day("2026-04-03"), parts_of_day("3 Apr 2026"), parts_of_day("20260403")
    ((3, 4, 2026), (2026, 4, 3), (3, 4, 2026), (2026, 4, 3))
    """
    text = text.strip()[:32]
    found = _PARTS.match(text) or (_COMPACT.match(text) if len(text) in (8, 14) else None)
    if found is None:
        return None
    first, middle, last = found.groups()
    if not middle.isdigit():
        if middle[:3].lower() not in MONTHS:
            return None
        middle = str(MONTHS.index(middle[:3].lower()) + 1)
    return int(first), int(middle), int(last)


def ordered_day(text: str, order: str) -> date | None:
    """A written day in the order "ymd", "dmy" or "mdy"; years of two digits are of this century.

    >>> ordered_day("03/04/2026", "mdy"), ordered_day("03/04/26", "dmy"), ordered_day("3 Apr 2026", "mdy")
    (datetime.date(2026, 3, 4), datetime.date(2026, 4, 3), datetime.date(2026, 4, 3))
    """
    parts = parts_of_day(text)
    if parts is None:
        return None
    if parts[0] > 31:
        order = "ymd"
    elif any(c.isalpha() for c in text[:12]):
        order = "dmy"  # the month is named and stands in the middle
    by = dict(zip(order, parts, strict=True))
    year = by["y"] + 2000 if by["y"] < 100 else by["y"]
    return day(year, by["m"], by["d"])
