"""Calendar files (RFC 5545): one gathering, or all that anyone may come to."""

from collections.abc import Iterable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from commonwork.access.guard import public
from commonwork.gatherings import permits, queries
from commonwork.gatherings.models import Gathering
from commonwork.registry.clock import today
from commonwork.registry.queries import network

KEPT = timedelta(days=366)


@public
def feed(request: HttpRequest) -> HttpResponse:
    """Public gatherings to come and of the last year, for calendars to follow."""
    rows = queries.coming(today() - KEPT)
    here = network()
    name = _("Gatherings of %(network)s") % {"network": here.name} if here else _("Gatherings")
    return _file(request, rows, name=name, filename="gatherings")


@public
def single(request: HttpRequest, key: str) -> HttpResponse:
    """One gathering, for whoever may see it."""
    gathering = permits.gathering_to_see(request.user, key, on=today())
    return _file(request, [gathering], name=gathering.title, filename=gathering.key)


def _file(request: HttpRequest, rows: Iterable[Gathering], *, name: str, filename: str) -> HttpResponse:
    from commonwork.gatherings.calendar_files import (
        written,  # its library is slow to load; few requests need it
    )

    text = written(rows, name=name, origin=request.build_absolute_uri("/").rstrip("/"))
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}.ics"'
    return response
