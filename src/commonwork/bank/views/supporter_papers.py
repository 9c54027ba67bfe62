"""Papers for supporters, in their own language: receipt of a gift, letter of a year, statement, report to who lent."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.cache import never_cache

from commonwork.access.guard import public
from commonwork.bank import papers, permits, permits_funds
from commonwork.bank.views.giving import reader
from commonwork.registry.clock import today
from commonwork.ui import pdf

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
