"""Help, how data is kept, the principles and the policies in force."""

from importlib.metadata import version

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonwork.access.guard import public
from commonwork.access.roles import ROLES
from commonwork.charter.kinds import POLICIES
from commonwork.charter.models import Policy
from commonwork.charter.queries import principles as principles_on
from commonwork.registry.clock import today


@public
def helping(request: HttpRequest) -> HttpResponse:
    return render(request, "site/help.html", {"roles": ROLES.values()})


@public
def data(request: HttpRequest) -> HttpResponse:
    return render(request, "site/data.html")


@public
def software(request: HttpRequest) -> HttpResponse:
    """What this site runs on, under which licence, and where its source can be had."""
    context = {"version": version("commonwork"), "source_url": settings.SOURCE_URL}
    return render(request, "site/software.html", context)


@public
def principles(request: HttpRequest) -> HttpResponse:
    return render(request, "site/principles.html", {"principles": principles_on(on=today())})


@public
def policies(request: HttpRequest) -> HttpResponse:
    """Every policy in force, with who adopted it and where it comes from."""
    rows = Policy.objects.filter(starts_on__lte=today()).select_related("organisation")
    latest = {(row.code, row.organisation_id): row for row in rows.order_by("starts_on")}
    listed = [
        (POLICIES[row.code], row)
        for row in sorted(latest.values(), key=lambda row: (row.code, row.organisation_id or 0))
        if row.code in POLICIES
    ]
    return render(request, "site/policies.html", {"listed": listed})
