"""The door: find people and let them in and out, on a phone that may have lost its connection; the PIN; who was there."""

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from importlib.resources import files
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from commonwork.access.acting import act_page, attempt, sent
from commonwork.access.guard import public, signed_in
from commonwork.gatherings import permits, queries
from commonwork.gatherings.actions import doors
from commonwork.gatherings.actions.doors import Passing
from commonwork.gatherings.door_forms import HereForm, SearchForm
from commonwork.gatherings.models import Gathering, Registration
from commonwork.gatherings.views.gatherings import actor
from commonwork.record.acts import Who
from commonwork.registry.clock import now, today
from commonwork.registry.models import Person
from commonwork.rules.refusal import Refusal
from commonwork.ui.exports import respond
from commonwork.ui.forms import ActForm
from commonwork.ui.refusals import said

WORKER = files("commonwork.gatherings").joinpath("static", "gatherings", "door_worker.js")
WHOLE_LIST = 150  # longer lists show only what is searched for
MOST_AT_ONCE = 500
LONGEST_AGO = 30 * 24 * 3600


@signed_in
@never_cache
def door(request: HttpRequest, key: str) -> HttpResponse:
    """Find people by name or code and let them in."""
    gathering = permits.gathering_to_mark(request.user, key)
    form = SearchForm(request.GET or None)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    is_long = queries.registered(gathering).count() > WHOLE_LIST
    lines = queries.found_at_door(gathering, words) if words or is_long else queries.roster(gathering)
    search_form = form if form.is_bound else SearchForm()
    context = {"search_form": search_form, "is_long": is_long, "words": words}
    return render(request, "gatherings/door.html", _at_door(gathering, lines) | context)


@signed_in
@never_cache
def kept(request: HttpRequest, key: str) -> HttpResponse:
    """The door with its whole list, as a phone keeps it for the day: searched by the phone itself."""
    gathering = permits.gathering_to_mark(request.user, key)
    context = {"search_form": SearchForm(), "is_kept": True}
    return render(request, "gatherings/door.html", _at_door(gathering, queries.roster(gathering)) | context)


@signed_in
@never_cache
def worker(request: HttpRequest, key: str) -> HttpResponse:
    """The script that keeps the door's list. Its address is below the door, so that it governs nothing else."""
    permits.gathering_to_mark(request.user, key)
    return HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")


def _at_door(gathering: Gathering, lines: Sequence[queries.Expected]) -> dict[str, Any]:
    there, dues = queries.inside(gathering), queries.dues(gathering, [line.registration for line in lines])
    return {
        "gathering": gathering,
        "lines": [(line, there.get(line.mark), dues.get(line.registration_id)) for line in lines],
        "inside_count": queries.present_count(gathering, at=now()),
        "send_url": reverse("gatherings_door_send", args=[gathering.key]),
    }


@signed_in
def passing(request: HttpRequest, key: str) -> HttpResponse:
    """One person in or out: what the plain button does."""
    gathering = permits.gathering_to_mark(request.user, key)
    back = reverse("gatherings_door", args=[gathering.key])
    if request.method != "POST":
        return redirect(back)
    form = ActForm(request.POST)
    who = _who(request.POST.get("mark", ""))

    def do(*, by: Who, at: datetime, once: str) -> Any:
        one = _passing(gathering, who, request.POST.get("way", "in"), at, once)
        return doors.record(gathering=gathering, passings=[one], by=by, at=at, how="door")

    if who is None:
        messages.error(request, _("Nobody of that name is expected here."))
    elif attempt(request, form, do):
        messages.success(request, _("%(name)s: noted.") % {"name": who.name})
    else:
        for error in form.non_field_errors():
            messages.error(request, str(error))
    return redirect(back)


@signed_in
@require_POST
def send(request: HttpRequest, key: str) -> JsonResponse:
    """What a phone noted, maybe long ago and maybe sent before: {"passings": [{id, mark, way, ago}]}. Answers
    {"done": [ids that need not be sent again], "refused": {id: why}}."""
    gathering = permits.gathering_to_mark(request.user, key)
    try:
        told = list(json.loads(request.body)["passings"])[:MOST_AT_ONCE]
        rows = [(str(one["id"])[:40], one) for one in told]
        moments = {name: _moment(one) for name, one in rows}
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"title": _("This is not a list of passages.")}, status=422)
    good: list[Passing] = []
    refused: dict[str, str] = {}
    for name, one in rows:
        who = _who(str(one.get("mark", "")))
        if who is None:
            refused[name] = _("Nobody of that name is expected here.")
            continue
        found = _passing(gathering, who, str(one.get("way", "in")), moments[name], name)
        try:
            doors.must_fit(gathering, found, at=now())
        except Refusal as refusal:
            refused[name] = said(refusal)
        else:
            good.append(found)
    if good:
        with suppress(
            doors.SentBefore, doors.AlreadyThere, doors.NotInside
        ):  # stands already: not to be sent again
            doors.record(gathering=gathering, passings=good, by=actor(request), at=now())
    answer = {"done": [one.sent_key for one in good], "refused": refused}
    return JsonResponse(answer | {"inside": queries.present_count(gathering, at=now())})


@signed_in
def pin(request: HttpRequest, key: str) -> HttpResponse:
    """The PIN and code square to put up at the door."""
    gathering = permits.gathering_to_mark(request.user, key)
    address = request.build_absolute_uri(reverse("gatherings_here", args=[gathering.key]))
    return act_page(
        request,
        ActForm(sent(request)),
        partial(doors.show_pin, gathering=gathering),
        to=reverse("gatherings_pin", args=[gathering.key]),
        template="gatherings/pin.html",
        gathering=gathering,
        address=f"{address}?pin={gathering.door_pin}",
    )


@public
@never_cache
def here(request: HttpRequest, key: str) -> HttpResponse:
    """I am here: by the PIN at the door, signed in or with one's own code."""
    gathering = permits.gathering_to_see(request.user, key, on=today())
    person = permits.person_of(request.user)
    form = HereForm(
        sent(request), is_known=person is not None, initial={"pin": request.GET.get("pin", "")[:6]}
    )

    def do(*, by: Who, at: datetime, once: str) -> str:
        if not gathering.door_pin or form.cleaned_data["pin"] != gathering.door_pin:
            raise doors.WrongPin()
        who: Person | Registration
        row = queries.registration_of(gathering, person)
        if person is not None:
            who = person
        else:
            row = permits.registration_by_code(form.cleaned_data["code"])
            who = row.person or row
        one = _passing(gathering, who, "in", at, once, row.party_count if row else 1)
        doors.record(gathering=gathering, passings=[one], by=by, at=at)
        return who.name

    return act_page(
        request,
        form,
        do,
        to=gathering,
        done=lambda name: _("Welcome, %(name)s. You are on the roll.") % {"name": name},
        by=person or "system/visitor",
        template="gatherings/here.html",
        gathering=gathering,
    )


@signed_in
def attendance(request: HttpRequest, key: str) -> HttpResponse:
    """Who was there at a moment: ?at=2017-01-12T19:00 on the clock of the place; now where none is asked for."""
    gathering = permits.gathering_to_mark(request.user, key)
    asked = parse_datetime(request.GET.get("at", "")[:16]) if request.GET.get("at") else None
    at = min(now(), gathering.ends_at)
    if asked is not None:
        at = asked.replace(tzinfo=gathering.starts_local.tzinfo) if asked.tzinfo is None else asked
    rows = queries.presences(gathering, at=at)
    if wanted := request.GET.get("format"):
        columns = [
            ("name", _("Name")),
            ("people", _("People")),
            ("came", _("Came in")),
            ("left", _("Went out")),
        ]
        lines = [[row.name, row.people_count, row.came_at, row.left_at] for row in rows]
        return respond(f"attendance-{gathering.key}", columns, lines, wanted)  # type: ignore[return-value]
    context = {
        "gathering": gathering,
        "at": at.astimezone(gathering.starts_local.tzinfo),
        "rows": rows,
        "count": sum(row.people_count for row in rows if row.is_inside),
        "came_count": queries.came_count(gathering),
    }
    return render(request, "gatherings/attendance.html", context)


def _moment(one: dict[str, Any]) -> datetime:
    """When it happened: so many seconds ago (a phone's own clock may be wrong), or a moment with its zone."""
    if "ago" in one:
        return now() - timedelta(seconds=min(max(int(one["ago"]), 0), LONGEST_AGO))
    found = parse_datetime(str(one["at"]))
    if found is None or found.tzinfo is None:
        raise ValueError(one)
    return found


def _who(mark: str) -> Person | Registration | None:
    kind, _dash, number = mark.partition("-")
    if not number.isdecimal() or len(number) > 18:
        return None
    if kind == "person":
        return Person.objects.filter(pk=int(number), is_forgotten=False).first()
    row = Registration.objects.filter(pk=int(number)).select_related("guest", "person").first()
    return (row.person or row) if row else None


def _passing(
    gathering: Gathering, who: Any, way: str, at: datetime, name: str, people_count: int = 0
) -> Passing:
    row = who if isinstance(who, Registration) else queries.registration_of(gathering, who)
    count = people_count or (row.party_count if row else 1)
    return Passing(who, "out" if way == "out" else "in", at, name or uuid4().hex, count)
