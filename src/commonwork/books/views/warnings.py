"""What is said after posting when an account stands beyond a level its organisation set for itself."""

from django.contrib import messages
from django.http import HttpRequest

from commonwork.books import queries
from commonwork.books.models import Book
from commonwork.books.warned import said


def warn(request: HttpRequest, book: Book) -> None:
    """Say it on the page that comes next."""
    for one in queries.warned(book):
        messages.warning(request, said(one))
