"""The front page, and the answer to "are you well?"."""

from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from commonwork.access.guard import public
from commonwork.assembly import queries as assembly
from commonwork.bank import queries as bank
from commonwork.federation import queries as federation
from commonwork.gatherings import queries as gatherings
from commonwork.horizon import queries as horizon
from commonwork.horizon.shown import jobs_of, percent
from commonwork.journeys import loop
from commonwork.press import queries as press
from commonwork.record.models import Fact
from commonwork.registry.clock import today

PLACES = ("assembly", "school", "incubator", "bank", "federation")


@public
def front(request: HttpRequest) -> HttpResponse:
    """The network in one view: the loop, what comes next, what was decided, what is open."""
    on = today()
    figures = _figures(on)
    latest = assembly.latest()
    context = {
        "on": on,
        "flows": loop.flows(on=on),
        "jobs": jobs_of(figures["goal"]),
        "places": {key: reverse(key) for key in PLACES},
        "figures": figures,
        "product_share": percent(figures["product"].share_ppb, 10_000_000),
        "coming": gatherings.coming(on).filter(within=None)[:3],
        "past": gatherings.past(on).filter(within=None)[:3],
        "assembly": latest,
        "resolutions": _paid(latest),
        "news": press.latest(3),
    }
    return render(request, "site/front.html", context)


def _paid(latest: Any) -> list[tuple[Any, int]]:
    """What the latest assembly funded, with how much of it is paid in basis points."""
    rows = assembly.resolutions_of(latest).filter(is_funded=True)[:3] if latest else []
    return [(row, row.paid_minor * 10_000 // row.proposal.cost_minor) for row in rows]


def _figures(on: object) -> dict[str, Any]:
    """Goal, wealth, land, product and the three open figures; kept until the next fact is stated."""
    newest = Fact.objects.aggregate(newest=Max("pk"))["newest"] or 0
    key = f"site.front.{on}.{newest}"
    kept = cache.get(key)
    if kept is None:
        day = today()
        kept = {
            "goal": horizon.goal(on=day),
            "wealth": federation.wealth(on=day),
            "parcels": horizon.land_parcels(),
            "product": horizon.product(on=day),
            "at_work_minor": bank.at_work(day),
            "fund_minor": federation.solidarity_fund_minor(on=day),
            "shared": federation.latest_shared(on=day),
        }
        cache.set(key, kept, loop.KEEP_SECONDS)
    return dict(kept)


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the server and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
