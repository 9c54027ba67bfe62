"""Documents: keep a paper once, attach it to what it proves, show it, erase it.

The content stands in the database, so that a backup of the database holds every paper and a transaction that fails
leaves none behind. What is kept is found by its SHA-256. Who may open a paper is asked by whoever serves it; `answer`
gives the bytes in a way that no browser runs them.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import HttpResponse

from commonwork.record import pictures
from commonwork.record.acts import Who, act, state
from commonwork.record.models import Attachment, Document
from commonwork.record.refs import ref
from commonwork.rules.refusal import Refusal, sentence

MEDIA = {"pdf": "application/pdf", "png": "image/png", "jpeg": "image/jpeg"}
ENDINGS = {"pdf": "pdf", "png": "png", "jpeg": "jpg"}
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


class AttachedAlready(Refusal):
    sentence = sentence("This paper is attached here already.")
    status = 409
    field = "paper"


class IsErased(Refusal):
    sentence = sentence("This paper was erased.")
    status = 409


@dataclass(frozen=True)
class Paper:
    """One attached paper as a page lists it."""

    key: str
    kind: str
    kind_name: str
    size_bytes: int
    sha256: str
    is_public: bool
    is_erased: bool


def put(*, data: bytes, to: Who, organisation: Model | str, by: Who, at: datetime) -> tuple[Document, bool]:
    """Keep a paper beside `to`, within an act; returns it, and whether it is new there. The same file sent twice is
    one document. Raises pictures.NotAPaper, PaperTooLarge, PictureBroken."""
    document = _kept(data, at)
    attachment, is_new = Attachment.objects.get_or_create(
        document=document, ref=ref(to), defaults={"attached_by": ref(by), "attached_at": at}
    )
    was_erased = attachment.erased_at is not None
    if was_erased:
        attachment.erased_at = None
        attachment.save(update_fields=["erased_at"])
    if is_new or was_erased:
        _state("record.document.attached", document, to, organisation, by, at)
    return document, is_new or was_erased


@act
def attach(*, data: bytes, to: Who, organisation: Model | str, by: Who, at: datetime) -> Document:
    """Attach a paper to a thing. Raises AttachedAlready and what `put` raises."""
    document, is_new = put(data=data, to=to, organisation=organisation, by=by, at=at)
    if not is_new:
        raise AttachedAlready()
    return document


@act
def detach(*, document: Document, to: Who, organisation: Model | str, by: Who, at: datetime) -> Document:
    """Take a paper off a draft again; a content that stands nowhere else is emptied."""
    _standing(document, to).delete()
    _forget_if_unused(document)
    _state("record.document.detached", document, to, organisation, by, at)
    return document


@act
def show(
    *, document: Document, to: Who, is_public: bool, organisation: Model | str, by: Who, at: datetime
) -> Document:
    """Show a paper to everyone, or no longer. Raises IsErased."""
    attachment = _standing(document, to)
    attachment.is_public = is_public
    attachment.save(update_fields=["is_public"])
    kind = "record.document.shown" if is_public else "record.document.hidden"
    _state(kind, document, to, organisation, by, at)
    return document


@act
def erase(*, document: Document, to: Who, organisation: Model | str, by: Who, at: datetime) -> Document:
    """Erase a paper that stands beside a thing: its content goes unless it also stands elsewhere; its hashes stay.
    Raises IsErased."""
    attachment = _standing(document, to)
    attachment.erased_at, attachment.is_public = at, False
    attachment.save(update_fields=["erased_at", "is_public"])
    _forget_if_unused(document)
    _state("record.document.erased", document, to, organisation, by, at, sha256=document.sha256)
    return document


def papers(thing: Who) -> list[Paper]:
    """The papers beside a thing in the order they came, erased ones too."""
    return [_paper(row) for row in _rows().filter(ref=ref(thing))]


def refs_with_papers(prefix: str) -> set[str]:
    """References that begin so and have a paper beside them that was not erased."""
    rows = Attachment.objects.filter(ref__startswith=prefix, erased_at=None)
    return set(rows.values_list("ref", flat=True))


def kept(thing: Who) -> list[Paper]:
    """The papers beside a thing whose content is kept, by their hash."""
    rows = _rows().filter(ref=ref(thing), erased_at=None, document__content__isnull=False)
    return sorted((_paper(row) for row in rows), key=lambda paper: paper.sha256)


def content(digest: str) -> bytes:
    """What is kept under a SHA-256; it must not be erased."""
    found = Document.objects.values_list("content", flat=True).get(sha256=digest)
    assert found is not None, "an erased paper has no content"
    return bytes(found)


def document_of(thing: Who, key: str, *, only_public: bool = False) -> Document | None:
    """A document that stands beside a thing and was not erased, or None; `only_public`: and is shown to everyone."""
    rows = Attachment.objects.filter(ref=ref(thing), document__key=key, erased_at=None)
    rows = rows.filter(is_public=True) if only_public else rows
    row = rows.select_related("document").first()
    return row.document if row and not row.document.is_erased else None


def answer(document: Document) -> HttpResponse:
    """The content as a download: nothing in it is run, framed, sniffed or kept by a cache on the way."""
    assert document.content is not None, "an erased paper is not served"
    response = HttpResponse(bytes(document.content), content_type=MEDIA[document.kind])
    name = f"{document.key}.{ENDINGS[document.kind]}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _kept(data: bytes, at: datetime) -> Document:
    """The row of a content: the one there is, with its content back if it was erased, or a new one."""
    sent = sha256(data).hexdigest()
    kind, content = pictures.cleaned(data)
    digest = sha256(content).hexdigest()
    rows = Document.objects.select_for_update().filter(Q(sha256=digest) | Q(sent_sha256=sent))
    document = rows.order_by("pk").first()
    if document is None:
        key = "paper_" + "".join(secrets.choice(LETTERS) for _ in range(12))
        return Document.objects.create(
            key=key,
            sha256=digest,
            sent_sha256=sent,
            kind=kind,
            size_bytes=len(content),
            content=content,
            stored_at=at,
        )
    if document.is_erased and document.sha256 == digest:
        document.content = content
        document.save(update_fields=["content"])
    return document


def _standing(document: Document, to: Who) -> Attachment:
    rows = Attachment.objects.select_for_update().filter(document=document, ref=ref(to), erased_at=None)
    row = rows.first()
    if row is None:
        raise IsErased()
    return row


def _forget_if_unused(document: Document) -> None:
    if not Attachment.objects.filter(document=document, erased_at=None).exists():
        document.content = None
        document.save(update_fields=["content"])


def _state(
    kind: str,
    document: Document,
    to: Who,
    organisation: Model | str,
    by: Who,
    at: datetime,
    **data: Any,
) -> None:
    about = {"thing": ref(to), **data}
    state(kind, subject=document, by=by, at=at, organisation=organisation, about=[to], data=about)


def _rows() -> QuerySet[Attachment]:
    return Attachment.objects.select_related("document").defer("document__content").order_by("pk")


def _paper(row: Attachment) -> Paper:
    document = row.document
    return Paper(
        document.key,
        document.kind,
        str(document.get_kind_display()),
        document.size_bytes,
        document.sha256,
        row.is_public,
        row.erased_at is not None,
    )
