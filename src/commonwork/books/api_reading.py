"""Who reads a book through the API: the person of the token, where its scopes reach the book, else anyone."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest

from commonwork.access.guard import demand
from commonwork.access.token_auth import READ, allows
from commonwork.books import permits
from commonwork.books.models import Book
from commonwork.books.reader import Reader

ANYONE = AnonymousUser()


def reader_of(request: HttpRequest, key: str) -> Reader:
    """This request's view of a book; 404 when it is not seen."""
    asker = request.user if allows(request, READ, key) else ANYONE
    return Reader(asker, permits.visible_book(asker, key))


def read_book(request: HttpRequest, key: str) -> Book:
    """The book, for those who see it from inside and whose token may read it: 404 when unseen, else 403."""
    book = permits.visible_book(request.user, key)
    if not (book.organisation.has_open_books or allows(request, READ, key)):
        raise Http404
    demand(allows(request, READ, key))
    return permits.inner_book(request.user, key)
