"""The page of the goal: how far it is, and the rows behind every figure."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonwork.access.guard import public
from commonwork.federation import queries as federation
from commonwork.horizon import queries
from commonwork.horizon.shown import jobs_of, percent
from commonwork.registry.clock import today


@public
def show(request: HttpRequest) -> HttpResponse:
    """Jobs, wealth, land and product, each with its source."""
    on = today()
    goal, product = queries.goal(on=on), queries.product(on=on)
    context = {
        "on": on,
        "goal": goal,
        "jobs": jobs_of(goal),
        "by_coop": federation.jobs_by_coop(on=on),
        "wealth": federation.wealth(on=on),
        "trusts": queries.land_trusts(),
        "parcels": queries.land_parcels(),
        "product": product,
        "product_share": percent(product.share_ppb, 10_000_000),
    }
    return render(request, "horizon/horizon.html", context)
