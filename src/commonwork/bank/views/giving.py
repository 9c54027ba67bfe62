"""A supporter's own page: where my money is. Signed in, or by the link on every receipt."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from commonwork.access.guard import public, signed_in
from commonwork.bank import links, permits, permits_funds
from commonwork.bank.models import Supporter
from commonwork.bank.queries import capital, fund_money, whereabouts
from commonwork.bank.views.funds import strip
from commonwork.bank.views.supporters import years_of
from commonwork.registry.clock import today

SIGNED_IN = "-"  # stands in an address where the token would be, for who is signed in


@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """What I gave, and where it is."""
    one = permits_funds.own_supporter(request.user)
    if one is None:
        return render(request, "bank/funds/giving_none.html", {"bank": permits.house()})
    return render(request, "bank/funds/giving.html", _page(request, one))


@public
@never_cache
def by_link(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """The same page for whoever holds the link."""
    one = permits_funds.supporter_by_link(key, token)
    response = render(request, "bank/funds/giving.html", _page(request, one))
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _page(request: HttpRequest, one: Supporter) -> dict[str, Any]:
    on = today()
    given = whereabouts.given(one, on=on)
    bank = permits.house()
    revolving = fund_money.revolving(bank)
    return {
        "supporter": one,
        "on": on,
        "given": given,
        "rule": whereabouts.rule_of(revolving, on=on) if revolving else whereabouts.IN_PROPORTION,
        "strip": strip(
            given.at_work_minor, given.ready_minor, given.lost_minor, given.spent_minor, given.kept_minor
        ),
        "pledges": [
            whereabouts.kept(pledge, on=on)
            for pledge in one.pledges.select_related("fund").order_by("starts_on", "pk")
        ],
        "held": capital.held(one, on=on),
        "years": years_of(one, on.year),
        "token": links.token(one),
        "is_signed_in": request.user.is_authenticated,
    }


def reader(request: HttpRequest, key: str, token: str) -> Supporter:
    """The supporter whose paper is asked for: by the link, or signed in. 404 for all others."""
    if token != SIGNED_IN:
        return permits_funds.supporter_by_link(key, token)
    if not request.user.is_authenticated:
        raise Http404
    return permits_funds.supporter_to_read(request.user, key)
