"""What a request asks for, and the small change every page needs."""

from datetime import date
from typing import TypeAlias

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from commonwork.books.models import Book
from commonwork.books.papers.files import demo_mark as demo_note
from commonwork.books.papers.files import major
from commonwork.books.reader import Reader
from commonwork.ui import dates

__all__ = ["Answer", "day_asked", "demo_note", "major", "page_asked", "reader_of", "short_day"]

Answer: TypeAlias = HttpResponse | StreamingHttpResponse


def reader_of(request: HttpRequest, book: Book) -> Reader:
    """Who reads this book."""
    return Reader(request.user, book)


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
