"""Papers: opening one, attaching one to an entry, showing one to everyone, erasing one. Always through a guard."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from commonwork.access.guard import demand, public, requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.books import claim_permits, permits
from commonwork.books.entry_papers import entry_ref, things
from commonwork.books.forms import PaperForm
from commonwork.books.models import Entry
from commonwork.record import documents
from commonwork.record.models import Document
from commonwork.registry.clock import now


@signed_in
def of_claim(request: HttpRequest, org_key: str, key: str, paper: str) -> HttpResponse:
    """A paper of a claim, for those who see the claim."""
    claim = claim_permits.visible_claim(request.user, org_key, key)
    return documents.answer(_document(claim, paper))


@public
def of_entry(request: HttpRequest, org_key: str, seq: int, paper: str) -> HttpResponse:
    """A paper of an entry (or of the claim behind it): for those who see inside; for all if it was shown to all."""
    entry = permits.visible_entry(request.user, org_key, seq)
    inside = permits.sees_inside(request.user, entry.book)
    for thing in things(entry):
        if document := documents.document_of(thing, paper, only_public=not inside):
            return documents.answer(document)
    raise Http404


@requires(Permission.BOOKS_KEEP)
def add(request: HttpRequest, org_key: str, seq: int) -> HttpResponse:
    """Attach a photo or PDF to an entry."""
    entry = permits.visible_entry(request.user, org_key, seq)
    demand(permits.keeps(request.user, entry.book.organisation))
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.attempt(
        lambda once: documents.attach(
            data=form.cleaned_data["paper"].read(),
            to=entry_ref(entry),
            organisation=entry.book.organisation,
            once=once,
            **_who(request),
        )
    ):
        return redirect(entry)
    context = {"entry": entry, "book": entry.book, "form": form}
    return render(request, "books/paper_add.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(Permission.BOOKS_KEEP)
def change(request: HttpRequest, org_key: str, seq: int, paper: str) -> HttpResponse:
    """Show a paper of an entry to everyone, hide it again, or erase it."""
    entry = permits.visible_entry(request.user, org_key, seq)
    demand(permits.keeps(request.user, entry.book.organisation))
    thing, document = _standing(entry, paper)
    about: dict[str, Any] = {"document": document, "to": thing, "organisation": entry.book.organisation}
    if "erase" in request.POST:
        documents.erase(**about, **_who(request))
    else:
        documents.show(is_public="show" in request.POST, **about, **_who(request))
    return redirect(reverse("books_entry", args=[org_key, seq]) + "#papers")


def _standing(entry: Entry, paper: str) -> tuple[str, Document]:
    for thing in things(entry):
        if document := documents.document_of(thing, paper):
            return thing, document
    raise Http404


def _document(thing: Any, paper: str) -> Document:
    document = documents.document_of(thing, paper)
    if document is None:
        raise Http404
    return document


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": permits.actor(request.user), "at": now()}
