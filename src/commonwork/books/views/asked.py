"""What a request asks for, and the small change every page needs."""

from datetime import date
from decimal import Decimal
from typing import TypeAlias

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from commonwork.books.models import Book
from commonwork.books.reader import Reader
from commonwork.registry.queries import network
from commonwork.rules.money import unit_of
from commonwork.ui import dates

Answer: TypeAlias = HttpResponse | StreamingHttpResponse


def reader_of(request: HttpRequest, book: Book) -> Reader:
    """Who reads this book."""
    return Reader(request.user, book)


def demo_note() -> str:
    """What every exported file of a demo network says."""
    here = network()
    return _("Demo: people and figures are invented.") if here and here.is_demo else ""


def major(minor: int, unit: str = "USD") -> Decimal:
    """An amount as files hold it; hours as decimal hours."""
    known = unit_of(unit)
    if known.minor_per_major == 10**known.decimals:
        return Decimal(minor).scaleb(-known.decimals)
    return round(Decimal(minor) / known.minor_per_major, 4)


def short_day(day: date) -> str:
    """A day for narrow columns and labels: short, and never broken over two lines."""
    return dates.day(day, "short").replace(" ", "\u00a0")


def day_asked(request: HttpRequest, name: str) -> date | None:
    """A day from the address, or None when it is not one (or lies beyond any calendar in use)."""
    try:
        day = date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None
    return day if 1000 < day.year < 9000 else None


def page_asked(request: HttpRequest) -> int:
    """The number of the page asked for; 1 when it is not a number."""
    text = request.GET.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
