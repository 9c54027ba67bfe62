"""What became of the people who were trained: groups of the charter's least number or more, as a page and a file."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.guard import public
from commonwork.journeys import training_outcomes
from commonwork.journeys.policies import least_people
from commonwork.journeys.training_outcomes import Group
from commonwork.registry.clock import today
from commonwork.ui import exports
from commonwork.ui.dates import day


@public
def show(request: HttpRequest) -> HttpResponseBase:
    """Trained, in a team since, worker-owner since, and today: by programme and cohort."""
    on = today()
    least = least_people(on)
    lines = training_outcomes.groups(on=on, least=least)
    if "format" in request.GET:
        return exports.respond("trained-since", _heads(), map(_file, lines), request.GET["format"])
    context = {
        "lines": [_line(one) for one in lines[:-1]],
        "total": _line(lines[-1]),
        "is_empty": not lines[-1].trained,
        "least": least,
    }
    return render(request, "journeys/trained.html", context)


def _line(one: Group) -> dict[str, Any]:
    """A line of the table: figures in words, "withheld" where they are."""
    urls = {"programme": "school_programme", "cohort": "school_course"}
    return {
        "name": _("Together, each person once") if one.kind == "all" else one.name,
        "began": day(one.began_on, "month") if one.began_on else "",
        "url": reverse(urls[one.kind], args=[one.key]) if one.kind in urls else "",
        "is_part": one.kind == "cohort",
        "trained": one.trained,
        "figures": [_said(count) for count in (one.teams, one.owners, one.owners_today)],
    }


def _said(count: int | None) -> str:
    return _("withheld") if count is None else str(count)


def _heads() -> list[tuple[str, Any]]:
    return [
        ("kind", _("Kind")),
        ("name", _("Programme or cohort")),
        ("began_on", _("Opened on")),
        ("trained", _("People trained")),
        ("teams", _("In a team since")),
        ("owners", _("Worker-owner since")),
        ("owners_today", _("Worker-owner today")),
    ]


def _file(one: Group) -> tuple[Any, ...]:
    return one.kind, one.name, one.began_on, one.trained, one.teams, one.owners, one.owners_today
