"""Who reads a book through the API: the person of the token, where its scopes reach the book, else anyone."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from commonwork.access.token_auth import READ, allows
from commonwork.books import permits
from commonwork.books.reader import Reader

ANYONE = AnonymousUser()


def reader_of(request: HttpRequest, key: str) -> Reader:
    """This request's view of a book; 404 when it is not seen."""
    asker = request.user if allows(request, READ, key) else ANYONE
    return Reader(asker, permits.visible_book(asker, key))
