"""Help, how data is kept, the software, and the principles in force."""

from importlib.metadata import version

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonwork.access.guard import public
from commonwork.access.roles import ROLES
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
