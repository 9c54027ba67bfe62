"""Calendar files (RFC 5545): one gathering, or all that anyone may come to."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from commonwork.access.acting import attempt, sent
from commonwork.access.guard import demand, public, signed_in
from commonwork.gatherings import permits, queries
from commonwork.gatherings.actions import reminders
from commonwork.gatherings.calendar_files import NAMED, written
from commonwork.gatherings.models import Gathering
from commonwork.registry.clock import today
from commonwork.registry.queries import network
from commonwork.ui.forms import ActForm

KEPT = timedelta(days=366)


@public
def feed(request: HttpRequest) -> HttpResponse:
    """Public gatherings to come and of the last year, for calendars to follow: all, or `?kind=` and `?host=`."""
    rows = queries.coming(today() - KEPT)
    if kind := request.GET.get("kind"):
        rows = queries.of_kinds(rows, [kind])
    if host := request.GET.get("host"):
        rows = rows.filter(host__key=host)
    rows = rows.select_related(None).select_related("place").only(*NAMED)
    here = network()
    name = _("Gatherings of %(network)s") % {"network": here.name} if here else _("Gatherings")
    return _file(request, rows, name=name, filename="gatherings")


@public
@never_cache
def personal(request: HttpRequest, token: str) -> HttpResponse:
    """What one person goes to, for a program that cannot sign in: whoever holds the token reads it."""
    person = permits.person_by_calendar(token)
    rows = queries.of_person(person, since=today() - KEPT)
    return _file(request, rows, name=_("My gatherings"), filename="my-gatherings")


@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """What I go to, and the address by which a calendar follows it; asking for an address makes a new one."""
    person = permits.person_of(request.user)
    demand(person is not None)
    assert person is not None
    form, address = ActForm(sent(request)), ""
    token = reminders.new_token()

    def do(**how: Any) -> Any:
        return reminders.follow(person=person, token=token, by=person, at=how["at"])

    if attempt(request, form, do):
        address = request.build_absolute_uri(reverse("gatherings_personal_feed", args=[token]))
        form = ActForm()
    rows = queries.of_person(person, since=today()).filter(called_off_at=None)
    context = {
        "rows": [(row, None) for row in rows[:50]],
        "waiting": person.registrations.filter(cancelled_at=None, waiting_since__isnull=False).select_related(
            "gathering__place"
        ),
        "form": form,
        "address": address,
    }
    return render(request, "gatherings/mine.html", context)


@public
def single(request: HttpRequest, key: str) -> HttpResponse:
    """One gathering, for whoever may see it."""
    gathering = permits.gathering_to_see(request.user, key, on=today())
    return _file(request, [gathering], name=gathering.title, filename=gathering.key)


def _file(request: HttpRequest, rows: Iterable[Gathering], *, name: str, filename: str) -> HttpResponse:
    text = written(rows, name=name, origin=request.build_absolute_uri("/").rstrip("/"))
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}.ics"'
    return response
