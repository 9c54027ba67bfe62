"""Everyone who has a share, savings or a note with the bank: what they hold, their statements and reports to lenders."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from commonwork.access.guard import demand, signed_in
from commonwork.bank import papers, permits, permits_funds
from commonwork.bank.queries import capital
from commonwork.bank.queries.capital import Holder
from commonwork.bank.queries.reports import major
from commonwork.bank.views.loans import demo_note
from commonwork.registry.clock import today
from commonwork.ui import pdf
from commonwork.ui.dates import day as day_words
from commonwork.ui.listing import Column, Listing
from commonwork.ui.money import money

FIRST_YEAR, LAST_YEAR = 1900, 2999
KINDS = {"statement": papers.statement, "report": papers.lender_report}
Row = dict[str, Any]


@signed_in
def list_all(request: HttpRequest) -> HttpResponseBase:
    """Everyone who has an account with the bank, with what they hold."""
    demand(permits_funds.may_see_holders(request.user))
    listing = Listing(
        request,
        capital.holders(permits.house()),
        columns=[
            Column("name", _("Holder"), lambda row: row["name"], sort="name", href=_address),
            Column(
                "kind", _("Who"), lambda row: _("a person") if row["person__key"] else _("an organisation")
            ),
            Column(
                "since_on",
                _("Since"),
                lambda row: row["since_on"],
                sort="since_on",
                show=lambda row: day_words(row["since_on"], "short"),
            ),
            Column("accounts", _("Accounts"), lambda row: row["accounts_count"], is_number=True),
            Column(
                "held",
                _("Held"),
                lambda row: major(row["held_minor"]),
                sort="held_minor",
                is_number=True,
                show=lambda row: money(row["held_minor"]),
            ),
        ],
        name="holders",
        note=demo_note(),
    )
    if answer := listing.export():
        return answer
    context = {
        "listing": listing,
        "title": _("Holders and their statements"),
        "lede": _("Everyone who has a share, savings or a note with the bank. Open one for its papers."),
        "empty": _("There is no account yet."),
        "seen_by": _("Loan officers and auditors of the bank see this list. A holder sees the own accounts."),
    }
    return render(request, "bank/funds/list.html", context)


def _address(row: Row) -> str:
    what = "person" if row["person__key"] else "organisation"
    return reverse("bank_holder", args=[what, row[f"{what}__key"]])


@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """My own accounts, and those of organisations whose books I may read."""
    found = permits_funds.own_holders(request.user)
    context = {
        "title": _("My accounts with the bank"),
        "shown": [_shown(one) for one in found],
        "is_own": True,
    }
    return render(request, "bank/funds/holder.html", context)


@signed_in
def show(request: HttpRequest, what: str, key: str) -> HttpResponse:
    """One holder: accounts and papers."""
    one = permits_funds.holder_to_read(request.user, what, key)
    is_own = one in permits_funds.own_holders(request.user)
    context = {
        "title": _("Accounts of %(name)s") % {"name": one.name},
        "shown": [_shown(one)],
        "is_own": is_own,
        "sees_all": permits_funds.may_see_holders(request.user),
    }
    return render(request, "bank/funds/holder.html", context)


def _shown(one: Holder) -> dict[str, Any]:
    on = today()
    held = capital.held(one, on=on)
    first = min((row.holding.opened_on.year for row in held), default=on.year)
    return {
        "holder": one,
        "held": held,
        "sum_minor": sum(row.held_minor for row in held),
        "years": list(range(on.year, first - 1, -1)),
        "languages": [
            (code, str(get_language_info(code)["name_local"]).capitalize())
            for code, _name in settings.LANGUAGES
        ],
    }


@signed_in
@never_cache
def paper(request: HttpRequest, what: str, key: str, language: str, paper: str, year: int) -> HttpResponse:
    """The statement of a year, or the report to who lends to the bank, in the language asked for."""
    one = permits_funds.holder_to_read(request.user, what, key)
    make = KINDS.get(paper)
    if make is None or not FIRST_YEAR <= year <= LAST_YEAR or language not in dict(settings.LANGUAGES):
        raise Http404
    until = min(today(), date(year, 12, 31))
    with translation.override(language):
        return pdf.answer(f"{paper}-{one.key}-{year}-{language}", make(permits.house(), one, year, until))
