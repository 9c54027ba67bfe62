"""What one organisation takes away: everything it owns here in one open file that proves itself."""

from datetime import date
from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render

from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.books import permits, queries
from commonwork.books.actions import take_away
from commonwork.books.exports import pack
from commonwork.books.exports.parts import Scope
from commonwork.books.models import Book
from commonwork.books.views.packs import SHOWN, Earlier, sent
from commonwork.record.models import Fact
from commonwork.record.refs import ref
from commonwork.registry.clock import now, today


@requires(Permission.BOOKS_CLOSE)
def show(request: HttpRequest, org_key: str) -> FileResponse | HttpResponse:
    """Write the file; the files written before, with their hashes."""
    book = permits.owned_book(request.user, org_key)
    if request.method == "POST":
        span = queries.span(book)
        scope = pack.of_organisation(book, on=max([today(), *(span or ())]))

        def state(scope: Scope, sha256: str) -> None:
            take_away.drawn(book=book, on=scope.on, sha256=sha256, by=permits.actor(request.user), at=now())

        return sent(scope, f"{book.key}-whole-{scope.on.isoformat()}", state)
    context: dict[str, Any] = {"book": book, "form": forms.Form(), "earlier": _earlier(book)}
    return render(request, "books/take_away.html", context)


def _earlier(book: Book) -> list[Earlier]:
    facts = Fact.objects.filter(abouts__ref=ref(book), kind="books.bundle.drawn").order_by("-at", "-pk")
    return [
        Earlier(fact.at, date.fromisoformat(fact.data["on"]), fact.data["sha256"]) for fact in facts[:SHOWN]
    ]
