"""What votes ask of an account: to vote, to keep a part of the key, to close and to count."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commonwork.access.queries import Asker
from commonwork.assembly.models import Poll, PollKeeper
from commonwork.assembly.permits import may_run, person_of
from commonwork.gatherings.queries import Need

MOST = 50


def needs(account: Asker, on: date) -> list[Need]:
    """Open votes of the person's rolls, parts of keys to hand in, and the next step of votes the account runs."""
    person = person_of(account)
    found: list[Need] = []
    if person is not None:
        rows = Poll.objects.filter(state=Poll.State.OPEN, voters__person=person, voters__voted_by="")
        found += [_need(_("Vote"), poll, on, "assembly_vote", _("Vote")) for poll in rows[:MOST]]
        kept = PollKeeper.objects.filter(person=person, has_opened=False).select_related("poll")
        found += [
            need
            for keeper in kept.exclude(poll__state=Poll.State.COUNTED)[:MOST]
            if (need := _keeps(keeper, on))
        ]
    waiting = Poll.objects.filter(state__in=[Poll.State.OPEN, Poll.State.CLOSED])
    for poll in waiting.select_related("body__organisation")[:MOST]:
        if may_run(account, poll.body) and (next_step := _next_step(poll, on)):
            found.append(next_step)
    return found


def _keeps(keeper: PollKeeper, on: date) -> Need | None:
    """A keeper makes a code before the opening and hands a part in after the close."""
    poll = keeper.poll
    if poll.state == Poll.State.DRAFT and keeper.public_bytes is None:
        return _need(_("Make your keeper's code"), poll, on, "assembly_vote_keep", _("Make it"))
    if poll.state == Poll.State.CLOSED and poll.sealed_ballots.exists():
        return _need(_("Hand in your part of the key"), poll, on, "assembly_vote_keep", _("Hand in"))
    return None


def _next_step(poll: Poll, on: date) -> Need | None:
    """Closing once its time has come, counting once it is closed and its ballots are open."""
    if poll.state == Poll.State.OPEN:
        is_due = poll.closes_at is not None and timezone.localdate(poll.closes_at) < on
        return _need(_("Close the voting"), poll, on, "assembly_vote_close", _("Close")) if is_due else None
    if poll.is_sealed and poll.sealed_ballots.exists():
        return None
    return _need(_("Count"), poll, on, "assembly_vote_count", _("Count"))


def _need(title: str, poll: Poll, on: date, name: str, button: str) -> Need:
    due_on = timezone.localdate(poll.closes_at) if poll.closes_at else on
    return Need(title, poll.title, due_on, reverse(name, args=[poll.key]), button)
