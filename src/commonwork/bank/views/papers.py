"""Papers of the bank's typst templates: what stands in them, and files beside a row as downloads."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.translation import override

from commonwork.books.papers.files import frame_of
from commonwork.record import documents
from commonwork.record.acts import Who
from commonwork.ui import pdf

TEMPLATES = files("commonwork.bank").joinpath("typst")


def in_language(language: str) -> override:
    """The language of a paper. 404 for one the network does not speak."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    return override(language)


def made(template: str, data: Mapping[str, Any], *, title: str, about: str) -> bytes:
    """A paper of the bank as PDF."""
    return pdf.made(TEMPLATES.joinpath(template), data, frame_of(title, about))


def file_of(thing: Who, key: str) -> HttpResponse:
    """A paper that stands beside a thing, as a download. 404 where there is none."""
    document = documents.document_of(thing, key)
    if document is None:
        raise Http404
    return documents.answer(document)
