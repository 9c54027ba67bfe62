"""In the room: points taken up and ended, the list of speakers, hands counted, the screen for a projector."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from commonwork.access.acting import Ask, act_page, press, sent
from commonwork.access.guard import demand, public, signed_in
from commonwork.assembly import permits_rolls as permits
from commonwork.assembly.actions import meetings as acts
from commonwork.assembly.actions import rooms
from commonwork.assembly.forms_meetings import HandsForm, NotesForm, SpeakerForm
from commonwork.assembly.models import AgendaItem, Meeting
from commonwork.assembly.permits import acting_person, person_of
from commonwork.assembly.queries import meetings as queries
from commonwork.assembly.queries.electorates import elector_of
from commonwork.assembly.views.acting import crumbs_of
from commonwork.registry.models import Person


@signed_in
def begin(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Take up a point of the agenda."""
    item = _run(request, key, number)

    ask = _ask(item, _("Take up this point"), item.title, _("Take it up"))
    return press(request, partial(acts.begin_item, item=item), ask, to=item.meeting)


@signed_in
def end(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """End a point, with what the minutes say of it."""
    item = _run(request, key, number)
    form = NotesForm(sent(request), initial={"notes": item.notes})

    def act(**how: Any) -> Any:
        return acts.end_item(item=item, notes=form.cleaned_data["notes"], **how)

    ask = _ask(item, _("End this point"), item.title, _("End it"))
    return act_page(request, form, act, ask, to=item.meeting)


@signed_in
def speak(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Ask to speak oneself."""
    item, person = _item(request, key, number), acting_person(request.user)
    demand(_stands_on_the_roll(item.meeting, person))

    ask = _ask(item, _("Ask to speak"), item.title, _("Ask to speak"))
    return press(
        request,
        partial(rooms.ask_to_speak, item=item, person=person),
        ask,
        to=item.meeting,
        done=_("You are on the list."),
    )


@signed_in
def leave(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Leave the list of speakers."""
    item, person = _item(request, key, number), acting_person(request.user)

    ask = _ask(item, _("Leave the list"), item.title, _("Leave the list"))
    return press(
        request,
        partial(rooms.leave_list, item=item, person=person),
        ask,
        to=item.meeting,
        done=_("You are off the list."),
    )


@signed_in
def add_speaker(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Whoever keeps the list puts somebody on it who has no phone."""
    item = _run(request, key, number)
    people = Person.objects.filter(electors__electorate=item.meeting.electorate).order_by("name", "key")
    form = SpeakerForm(sent(request), people=people)

    def act(**how: Any) -> Any:
        return rooms.ask_to_speak(item=item, person=form.cleaned_data["person"], **how)

    ask = _ask(item, _("Put somebody on the list"), item.title, _("Put on the list"))
    return act_page(request, form, act, ask, to=item.meeting)


@signed_in
def next_speaker(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Give the floor to the next on the list."""
    item = _run(request, key, number)

    ask = _ask(item, _("Next speaker"), item.title, _("Give the floor"))
    return press(request, partial(rooms.next_speaker, item=item), ask, to=item.meeting)


@signed_in
def hands(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Write down a show of hands."""
    item = _run(request, key, number)
    motion = item.motion if item.motion and item.motion.is_open else None
    form = HandsForm(sent(request), initial={"decides": motion is not None, "question": item.title})
    if motion is None:
        del form.fields["decides"]

    def act(**how: Any) -> Any:
        data = {name: value for name, value in form.cleaned_data.items() if name != "once"}
        return rooms.count_hands(item=item, **data, **how)

    there = queries.quorum(item.meeting)
    lede = ""
    if there is not None:
        lede = _("%(present)d votes are present; %(needed)d make a quorum.") % {
            "present": there.present,
            "needed": there.needed,
        }
    ask = _ask(item, _("Count the hands"), lede, _("Write it down"))
    return act_page(request, form, act, ask)


@public
def screen(request: HttpRequest, key: str) -> HttpResponse:
    """What everyone in the room sees: the point, who speaks, who is next, the quorum. Draws itself anew."""
    meeting = permits.shown(request.user, Meeting.objects.select_related("electorate"), key=key)
    item = queries.current_item(meeting)
    speaking = queries.speaking(item) if item else None
    votes = queries.hand_votes(meeting)
    name = permits.name_for
    context = {
        "meeting": meeting,
        "item": item,
        "agenda": list(queries.agenda(meeting)),
        "speaking": name(request.user, meeting.body, speaking.person) if speaking else "",
        "waiting": [
            name(request.user, meeting.body, turn.person)
            for turn in (queries.queue(item) if item else [])[:6]
        ],
        "vote": votes.filter(item=item).last() if item else None,
        "quorum": queries.quorum(meeting),
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "assembly/_screen.html" if part else "assembly/screen.html", context)


def _stands_on_the_roll(meeting: Meeting, person: Person) -> bool:
    return meeting.electorate is not None and elector_of(meeting.electorate, person) is not None


def _item(request: HttpRequest, key: str, number: int) -> AgendaItem:
    """A point of a meeting that may be seen."""
    meeting = permits.shown(request.user, Meeting.objects.select_related("electorate"), key=key)
    item = queries.agenda(meeting).filter(number=number).first()
    if item is None:
        raise Http404
    item.meeting = meeting
    return item


def _run(request: HttpRequest, key: str, number: int) -> AgendaItem:
    """A point of a meeting, for whoever runs the body."""
    item = _item(request, key, number)
    demand(person_of(request.user) is not None and permits.runs(request.user, item.meeting.body))
    return item


def _ask(item: AgendaItem, title: str, lede: str, submit: str) -> Ask:
    meeting = item.meeting
    here = meeting.get_absolute_url()
    return Ask(title, lede, submit, here, crumbs_of(meeting.body, (here, str(meeting))))
