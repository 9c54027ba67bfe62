"""Meetings: those of a body, one of them, calling it, its agenda, opening and closing it, its minutes."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.access.acting import Ask, act_page, itself, press, sent
from commonwork.access.guard import public, signed_in
from commonwork.assembly import minutes_paper
from commonwork.assembly import permits_rolls as permits
from commonwork.assembly.actions import meetings as acts
from commonwork.assembly.forms_meetings import AgendaForm, MeetingForm, MinutesForm, OnRollForm
from commonwork.assembly.minutes_of_meetings import minutes_of
from commonwork.assembly.models import Electorate, Meeting, Motion
from commonwork.assembly.permits import person_of
from commonwork.assembly.queries import decisions
from commonwork.assembly.queries import meetings as queries
from commonwork.assembly.queries import motions as motion_queries
from commonwork.assembly.queries.electorates import elector_of, electorates
from commonwork.assembly.views.acting import crumbs_of, history, token
from commonwork.assembly.views.motions import ballot_of
from commonwork.gatherings.permits import may_take_roll
from commonwork.registry.clock import today
from commonwork.ui import pdf
from commonwork.ui.dates import day
from commonwork.ui.listing import Column, Listing

COLUMNS = [
    Column(
        "held_on",
        gettext_lazy("Day"),
        lambda row: row.held_on.isoformat(),
        sort="held_on",
        show=lambda row: day(row.held_on),
        href=lambda row: row.get_absolute_url(),
    ),
    Column("state", gettext_lazy("State"), lambda row: str(row.get_state_display()), sort="state"),
]


@public
def list_all(request: HttpRequest, key: str) -> HttpResponseBase:
    """The meetings of a body."""
    body = permits.shown_body(request.user, key)
    listing = Listing(request, queries.of_body(body), columns=COLUMNS, name=f"meetings-{body.key}")
    if answer := listing.export():
        return answer
    context = {"body": body, "listing": listing, "runs": permits.runs(request.user, body)}
    return render(request, "assembly/meetings.html", context)


@public
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One meeting: quorum, agenda, what is talked over, who speaks, hands counted, decisions."""
    meeting = shown(request, key)
    body, person = meeting.body, person_of(request.user)
    item = queries.current_item(meeting)
    gathering = queries.gathering_of(meeting)
    waiting = queries.queue(item) if item else []
    context: dict[str, Any] = {
        "meeting": meeting,
        "body": body,
        "gathering": gathering,
        "agenda": list(queries.agenda(meeting)),
        "quorum": queries.quorum(meeting),
        "item": item,
        "speaking": queries.speaking(item) if item else None,
        "waiting": waiting,
        "asks": person is not None and any(turn.person_id == person.pk for turn in waiting),
        "may_speak": meeting.electorate is not None and elector_of(meeting.electorate, person) is not None,
        "runs": permits.runs(request.user, body),
        "takes_roll": gathering is not None and may_take_roll(request.user, gathering),
        "ballot_url": ballot_of(request, item.motion) if item and item.motion else "",
        "sees_names": permits.inside(request.user, body),
        "is_open_body": permits.is_open(body),
        "votes": list(queries.hand_votes(meeting)),
        "decisions": list(decisions.of_meeting(meeting)),
        "token": token(),
        "told": history(meeting),
    }
    return render(request, "assembly/meeting.html", context)


def shown(request: HttpRequest, key: str) -> Meeting:
    """A meeting of a body that may be seen."""
    return permits.shown(request.user, Meeting.objects.select_related("electorate"), key=key)


def run(request: HttpRequest, key: str) -> Meeting:
    """A meeting for whoever runs its body."""
    return permits.run(request.user, Meeting.objects.select_related("electorate"), key=key)


@signed_in
def call(request: HttpRequest, key: str) -> HttpResponse:
    """Call a meeting."""
    body = permits.run_body(request.user, key)
    form = MeetingForm(sent(request), initial={"on": today()})

    def act(**how: Any) -> Any:
        data = form.cleaned_data
        return acts.call(
            body=body,
            starts_at=form.starts_at,
            duration_minutes=data["duration_minutes"],
            place=data["place"],
            is_public=permits.is_open(body),
            **how,
        )

    back = reverse("assembly_meetings", args=[body.key])
    ask = Ask(
        _("Call a meeting"),
        _(
            "It is announced as a gathering, with its place, its door and its roll. The quorum is fixed now, by policy."
        ),
        _("Call this meeting"),
        back,
        crumbs_of(body, (back, _("Meetings"))),
    )
    return act_page(request, form, act, ask, to=itself, done=_("It is called."))


@signed_in
def add_item(request: HttpRequest, key: str) -> HttpResponse:
    """Put a point on the agenda."""
    meeting = run(request, key)
    motions = motion_queries.of_body(meeting.body).filter(state__in=(Motion.State.SEEKING, Motion.State.OPEN))
    form = AgendaForm(sent(request), motions=motions)

    def act(**how: Any) -> Any:
        data = {name: form.cleaned_data[name] for name in ("title", "motion", "duration_minutes")}
        return acts.add_item(meeting=meeting, **data, **how)

    ask = _ask(meeting, _("Put a point on the agenda"), _("It comes after the other points."), _("Put it on"))
    return act_page(request, form, act, ask, to=meeting, done=_("It is on the agenda."))


@signed_in
def open_one(request: HttpRequest, key: str) -> HttpResponse:
    """Open a meeting on an affirmed roll."""
    meeting = run(request, key)
    rolls = electorates(meeting.body).filter(affirmed_at__isnull=False)
    latest: Electorate | None = rolls.first()
    form = OnRollForm(sent(request), rolls=rolls, initial={"electorate": latest})

    def act(**how: Any) -> Any:
        return acts.open_meeting(meeting=meeting, electorate=form.cleaned_data["electorate"], **how)

    lede = _(
        "From now on the quorum is shown live: it is reckoned from this roll and from who is in the room."
    )
    ask = _ask(meeting, _("Open the meeting"), lede, _("Open it"))
    return act_page(request, form, act, ask, to=meeting, done=_("The meeting is open."))


@signed_in
def close(request: HttpRequest, key: str) -> HttpResponse:
    """Close a meeting."""
    meeting = run(request, key)

    ask = _ask(
        meeting, _("Close the meeting"), _("Its minutes can be written and affirmed then."), _("Close it")
    )
    return press(
        request, partial(acts.close, meeting=meeting), ask, to=meeting, done=_("The meeting is closed.")
    )


@signed_in
def write_minutes(request: HttpRequest, key: str) -> HttpResponse:
    """Write the words of the minutes."""
    meeting = run(request, key)
    form = MinutesForm(sent(request), initial={"text": meeting.minutes})

    def act(**how: Any) -> Any:
        return acts.write_minutes(meeting=meeting, text=form.cleaned_data["text"], **how)

    back = reverse("assembly_minutes", args=[meeting.key])
    ask = _ask(
        meeting, _("Write the minutes"), _("They can be changed until they are affirmed."), _("Keep them")
    )
    return act_page(request, form, act, ask, to=back, done=_("The minutes are kept."))


@signed_in
def affirm_minutes(request: HttpRequest, key: str) -> HttpResponse:
    """Say that the minutes are right."""
    meeting = run(request, key)

    back = reverse("assembly_minutes", args=[meeting.key])
    ask = _ask(meeting, _("Affirm the minutes"), _("They cannot be changed afterwards."), _("Affirm them"))
    return press(
        request,
        partial(acts.affirm_minutes, meeting=meeting),
        ask,
        to=back,
        done=_("The minutes are affirmed."),
    )


@public
def minutes(request: HttpRequest, key: str) -> HttpResponse:
    """The minutes: who was there, what was talked over, votes and decisions; `?format=pdf` on paper."""
    meeting = shown(request, key)
    told = minutes_of(meeting)
    if request.GET.get("format") == "pdf":
        return pdf.answer(f"minutes-{meeting.key}", minutes_paper.paper(meeting, told))
    context = {
        "meeting": meeting,
        "minutes": told,
        "runs": permits.runs(request.user, meeting.body),
        "token": token(),
    }
    return render(request, "assembly/minutes.html", context)


def _ask(meeting: Meeting, title: str, lede: str, submit: str) -> Ask:
    here = meeting.get_absolute_url()
    return Ask(title, lede, submit, here, crumbs_of(meeting.body, (here, str(meeting))))
