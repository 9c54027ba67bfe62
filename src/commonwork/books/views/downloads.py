"""Books to take away: as beancount text. Each reader gets what they may see on the pages."""

from collections.abc import Iterator
from datetime import date

from django.http import Http404, HttpRequest, StreamingHttpResponse

from commonwork.access.guard import public
from commonwork.books import permits
from commonwork.books.exports import beancount as text_of
from commonwork.books.exports.eyes import of_reader
from commonwork.books.views.asked import day_asked, demo_note, reader_of


@public
def beancount(request: HttpRequest, org_key: str) -> StreamingHttpResponse:
    """A book as beancount text, up to the day asked for."""
    book = permits.visible_book(request.user, org_key)
    reader = reader_of(request, book)
    return _text(text_of.text([book], on=_day(request), eyes=lambda _book: of_reader(reader)), book.key)


@public
def all_beancount(request: HttpRequest) -> StreamingHttpResponse:
    """All books this reader sees as one beancount text, each as they may see it."""
    books = list(permits.visible_books(request.user))
    if not books:
        raise Http404
    eyes = {book.key: of_reader(reader_of(request, book)) for book in books}
    return _text(text_of.text(books, on=_day(request), eyes=lambda book: eyes[book.key]), "all-books")


def _day(request: HttpRequest) -> date | None:
    """The day asked for, never later than the last one this account sees; None for all there is."""
    asked, until = day_asked(request, "on"), permits.until(request.user)
    return min(asked, until) if asked and until else asked or until


def _text(pieces: Iterator[str], name: str) -> StreamingHttpResponse:
    note = f"; {demo_note()}\n" if demo_note() else ""

    def whole() -> Iterator[str]:
        yield note
        yield from pieces

    answer = StreamingHttpResponse(whole(), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.beancount"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
