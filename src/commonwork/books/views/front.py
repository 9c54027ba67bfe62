"""The list of books one may see."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.access.guard import public
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.books import permits
from commonwork.books.models import Book
from commonwork.books.views.asked import demo_note
from commonwork.ui.listing import Column, Listing


@public
def index(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Open books for everyone; for those with a role, the books they may see besides."""
    listing = Listing(
        request,
        permits.visible_books(request.user),
        columns=[
            Column(
                "organisation",
                _("Organisation"),
                lambda book: book.organisation.name,
                sort="organisation__name",
            ),
            Column(
                "kind",
                _("Kind"),
                lambda book: book.organisation.get_kind_display(),
                sort="organisation__kind",
            ),
            Column("opened_on", _("Books opened"), lambda book: book.opened_on, sort="opened_on"),
            Column("entries", _("Entries"), lambda book: book.head_seq, sort="head_seq", is_number=True),
            Column("address", _("Address"), _address),
        ],
        name="books",
        default_sort="organisation",
        note=demo_note(),
    )
    if answer := listing.export():
        return answer
    context = {
        "listing": listing,
        "sees_all": may(request.user, Permission.BOOKS_SEE),
        "keeps_some": may(request.user, Permission.BOOKS_KEEP),
    }
    return render(request, "books/index.html", context)


def _address(book: Book) -> str:
    return reverse("books_book", args=[book.key])
