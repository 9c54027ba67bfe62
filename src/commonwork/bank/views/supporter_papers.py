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


"""Papers for supporters, in their own language: receipt of a gift, letter of a year, statement, report to who lent."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.cache import never_cache

from commonwork.access.guard import public
from commonwork.bank import papers, permits, permits_funds
from commonwork.bank.views.giving import reader
from commonwork.registry.clock import today

FIRST_YEAR, LAST_YEAR = 1900, 2999
KINDS = {"letter": papers.letter, "statement": papers.statement, "report": papers.lender_report}


@public
@never_cache
def receipt(request: HttpRequest, key: str, token: str, gift: str) -> HttpResponse:
    """The receipt of one gift: for its giver (signed in, or by link) and the bank's officers."""
    one = reader(request, key, token)
    row = permits_funds.gift_of(one, gift)
    with translation.override(one.language):
        return pdf.answer(f"receipt-{row.key}", papers.receipt(permits.house(), one, row))


@public
@never_cache
def of_year(request: HttpRequest, key: str, token: str, what: str, year: int) -> HttpResponse:
    """A paper about one year: the letter of gifts, the statement, the report to who lent to the bank."""
    one = reader(request, key, token)
    make = KINDS.get(what)
    if make is None or not (FIRST_YEAR <= year <= LAST_YEAR):
        raise Http404
    until = min(today(), date(year, 12, 31))
    with translation.override(one.language):
        return pdf.answer(f"{what}-{one.key}-{year}", make(permits.house(), one, year, until))
