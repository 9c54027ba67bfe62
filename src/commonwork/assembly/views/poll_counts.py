"""The count of any counted poll, step by step: who took part, then answers, points, stages or both budget rules."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from commonwork.access.guard import public
from commonwork.assembly import poll_queries, tallies
from commonwork.assembly.counting import answered, budgeted, elected, files, taking_part
from commonwork.assembly.models import Poll
from commonwork.assembly.views.counts import (
    FIGURES,
    JSON,
    PAGE,
    as_file,
    as_json,
    budget_figures,
    election_answer,
)
from commonwork.rules.counting.marks import POINTED
from commonwork.ui.exports import respond

Found = dict[str, Any]


@public
def show(request: HttpRequest, key: str) -> HttpResponseBase:
    """The count of a counted poll; with ?format= its ballots as BLT, CSV or .pb, its figures, or JSON."""
    polls = Poll.objects.select_related("body", "result")
    poll = get_object_or_404(polls, key=key, state=Poll.State.COUNTED)
    asked, found = request.GET.get("format", PAGE), poll_queries.result_of(poll)
    assert found is not None, "a counted poll has its result"
    if poll.is_budget:
        return _budget(request, poll, found, asked)
    if poll.method == Poll.Method.MAJORITY:
        return _majority(request, poll, found, asked)
    return _election(request, poll, found, asked)


def _election(request: HttpRequest, poll: Poll, found: Found, asked: str) -> HttpResponseBase:
    """Rankings, ticks and points: the ballots as BLT and CSV (points have no such form), then every stage."""
    has_points = poll.method in POINTED
    file = elected.as_file(poll, has_ballots=not has_points)
    if asked in ("blt", "csv") and not has_points:
        return as_file(files.written(file, asked), asked, poll.key)
    counted = tallies.points_count(poll) if has_points else elected.count_of(poll)
    count = elected.named(counted, elected.names_by_key(poll))
    options = poll_queries.all_options(poll)
    more = _shared(poll, found) | {
        "are_people": any(row.person_id for row in options) or elected.election_of(poll) is not None,
        "has_ballot_files": not has_points,
    }
    return election_answer(request, file, count, asked, name=poll.title, **more)


def _majority(request: HttpRequest, poll: Poll, found: Found, asked: str) -> HttpResponseBase:
    count = found["count"]
    if asked == JSON:
        return as_json(found)
    if asked == FIGURES:
        rows = [
            (_("Yes"), count["yes"]),
            (_("No"), count["no"]),
            (_("Abstained or blank"), count["abstained"]),
            (_("Needed"), count["needed"]),
        ]
        return respond("count", [("answer", _("Answer")), ("votes", _("Votes"))], rows, "csv")
    context = _shared(poll, found) | {"told": answered.told(poll, found), "intro": answered.intro(poll)}
    return render(request, "assembly/counted_answers.html", context | {"count": count})


def _budget(request: HttpRequest, poll: Poll, found: Found, asked: str) -> HttpResponseBase:
    parts = budgeted.parts_of(poll)
    if asked == "pb":
        at = request.GET.get("part", "")
        is_part = at.isdecimal() and int(at) < len(parts)
        file = budgeted.as_file(poll, parts[int(at)] if is_part else None)
        return as_file(files.written(file, "pb"), "pb", f"{poll.key}-{at}" if is_part else poll.key)
    counted = budgeted.counted(poll)
    if asked == JSON:
        return as_json(budgeted.as_file(poll).as_json(counted.outcome))
    pots = budgeted.shown(poll, counted)
    if asked == FIGURES:
        return budget_figures([one for _name, one in pots])
    context = _shared(poll, found) | {
        "poll": poll,
        "pots": pots,
        "parts": [pot.name for pot in parts],
        "summary": budgeted.summary(poll, counted),
        "removed": budgeted.removed_words(poll, counted),
    }
    return render(request, "assembly/poll_budget.html", context)


def _shared(poll: Poll, found: Found) -> Found:
    """What every page of a poll's count shows: the poll it belongs to, who took part, and what follows without enough."""
    missed = {
        "nothing": _("The quorum was missed, so nothing is decided; this is what the ballots say."),
        "advice": _("The quorum was missed, so the result counts as advice."),
        "repeat": _("The quorum was missed, so the vote is repeated, then without a quorum."),
    }
    return {
        "back": poll,
        "title": _("How the votes became a result"),
        "said": "",
        "is_public": True,
        "turnout": taking_part.told(poll, found),
        "missed": "" if found["quorum"]["is_reached"] else missed[found["says"]],
    }
