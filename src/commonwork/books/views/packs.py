"""Packs for auditors: one book, or all of them, with everything needed to check it without the server."""

import tempfile
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.access.guard import demand, requires
from commonwork.access.permissions import Permission
from commonwork.books import permits, queries
from commonwork.books.actions import packs
from commonwork.books.exports import pack
from commonwork.books.exports.parts import Scope
from commonwork.record.models import Fact
from commonwork.record.refs import ref
from commonwork.registry.clock import now, today
from commonwork.registry.queries import network
from commonwork.ui import dates
from commonwork.ui.fields import DayField

SHOWN = 25


class PackForm(forms.Form):
    """The day a pack is drawn as of; never later than the last one the account sees."""

    on = DayField(
        label=gettext_lazy("As of the end of which day?"),
        help_text=gettext_lazy("The pack holds nothing that counts for a later day."),
    )

    def __init__(self, until: date | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.until = until

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if self.until and on > self.until:
            raise ValidationError(_("You see these books up to %s.") % dates.day(self.until))
        return on


@dataclass(frozen=True)
class Earlier:
    """A pack drawn before."""

    at: datetime
    on: date
    sha256: str


@requires(Permission.RECORD_SEE)
def of_book(request: HttpRequest, org_key: str) -> FileResponse | HttpResponse:
    """Draw a pack of one book; the packs drawn before, with their hashes."""
    book = permits.packed_book(request.user, org_key)
    span = queries.span(book)

    def state(scope: Scope, sha256: str) -> None:
        packs.drawn(book=book, on=scope.on, sha256=sha256, by=permits.actor(request.user), at=now())

    def draw(on: date) -> FileResponse:
        return sent(
            pack.of_books(book, on=on, shows_names=permits.sees_inside(request.user, book)),
            f"{book.key}-{on.isoformat()}",
            state,
        )

    return _page(request, book, span[1] if span else None, Fact.objects.filter(abouts__ref=ref(book)), draw)


@requires(Permission.RECORD_SEE)
def of_all(request: HttpRequest) -> FileResponse | HttpResponse:
    """Draw a pack of all books, consolidated too; the packs drawn before, with their hashes."""
    demand(permits.packs_all(request.user))
    here = network()
    if here is None:
        raise Http404
    span = queries.span_of(queries.all_books())

    def state(scope: Scope, sha256: str) -> None:
        packs.all_drawn(network=here, on=scope.on, sha256=sha256, by=permits.actor(request.user), at=now())

    def draw(on: date) -> FileResponse:
        return sent(
            pack.of_network(on=on, shows_names=permits.packs_all(request.user)),
            f"all-books-{on.isoformat()}",
            state,
        )

    return _page(request, None, span[1] if span else None, Fact.objects.filter(abouts__ref=ref(here)), draw)


def _page(
    request: HttpRequest,
    book: Any,
    last: date | None,
    trail: Any,
    draw: Callable[[date], FileResponse],
) -> FileResponse | HttpResponse:
    until = permits.until(request.user)
    first = min(day for day in (until, last, today()) if day)
    form = PackForm(until, request.POST or None, initial={"on": first})
    if request.method == "POST" and form.is_valid():
        return draw(form.cleaned_data["on"])
    drawn = trail.filter(kind__in=("books.pack.drawn", "books.packs.drawn")).order_by("-at", "-pk")[:SHOWN]
    context = {
        "book": book,
        "form": form,
        "until": until,
        "earlier": [
            Earlier(fact.at, date.fromisoformat(fact.data["on"]), fact.data["sha256"]) for fact in drawn
        ],
        "back": reverse("books_book", args=[book.key]) if book else reverse("books_all"),
    }
    return render(request, "books/packs.html", context, status=422 if form.is_bound else 200)


def sent(scope: Scope, name: str, state: Callable[[Scope, str], None]) -> FileResponse:
    """The pack as a download. It lies in a file without a name while it is sent, and is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="commonwork-pack-") as folder:
        path = Path(folder) / "pack.zip"
        drawn = pack.write(path, scope)
        state(scope, drawn.sha256)
        file = path.open("rb")
    answer = FileResponse(file, as_attachment=True, filename=f"{name}.zip", content_type="application/zip")
    answer["Content-Length"] = str(drawn.size)
    answer["Repr-Digest"] = f"sha-256=:{b64encode(bytes.fromhex(drawn.sha256)).decode()}:"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
