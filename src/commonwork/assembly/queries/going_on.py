"""What goes on now: votes that are open, elections that take nominations, budgets in a phase, meetings to come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from commonwork.assembly import election_reads
from commonwork.assembly.models import BudgetRound, Election, Meeting, Office, Poll
from commonwork.registry.models import Body, Organisation
from commonwork.ui.dates import day

MOST = 5
OPEN_BODIES = Q(body__organisation=None) | Q(body__organisation__kind=Organisation.Kind.INSTITUTION)


@dataclass(frozen=True)
class Going:
    """One thing that goes on: its page, its name, and where it stands in words."""

    title: str
    href: str
    words: str


def going_on(*, on: date) -> list[Going]:
    """What anyone may know of: votes, nominations, budgets, and the meetings of bodies that are open to anyone."""
    polls = _running(Poll.objects.filter(opened_at__isnull=False).exclude(key__in=_polls_of_others()))
    rounds = BudgetRound.objects.exclude(state=BudgetRound.State.DECIDED)
    return [
        *(_vote(row) for row in polls[:MOST]),
        *(_election(row) for row in election_reads.running_elections()[:MOST]),
        *(_round(row) for row in rounds.select_related("body").order_by("votes_until", "pk")[:MOST]),
        *(_meeting(row) for row in _coming(Meeting.objects.filter(OPEN_BODIES), on)[:MOST]),
    ]


def votes_of(body: Body) -> list[Going]:
    """The elections, budgets and votes of a body, the latest of each first."""
    offices = Office.objects.filter(body=body).order_by("name")
    rounds = BudgetRound.objects.filter(body=body).order_by("-votes_until", "-pk")
    polls = Poll.objects.filter(body=body, opened_at__isnull=False).exclude(key__in=_polls_of_others())
    return [
        *(Going(row.name, row.get_absolute_url(), _("An office that is filled by election.")) for row in offices[:MOST]),
        *(_round(row) for row in rounds[:MOST]),
        *(_vote(row) for row in polls.order_by("-opened_at", "-pk")[:MOST]),
    ]  # fmt: skip


def _running(rows: QuerySet[Poll]) -> QuerySet[Poll]:
    return rows.filter(state=Poll.State.OPEN).select_related("body").order_by("closes_at", "pk")


def _polls_of_others() -> Iterable[str]:
    """The votes of elections and budgets: they are told of on the pages of those."""
    elections = Election.objects.exclude(poll="").values_list("poll", flat=True)
    return {*elections, *BudgetRound.objects.exclude(poll="").values_list("poll", flat=True)}


def _vote(row: Poll) -> Going:
    if row.state == Poll.State.OPEN and row.closes_at:
        words = _("Voting is open until %(day)s.") % {"day": day(timezone.localdate(row.closes_at))}
    elif row.state == Poll.State.OPEN:
        words = _("Voting is open.")
    else:
        words = str(row.get_state_display()).capitalize() + "."
    return Going(row.title, row.get_absolute_url(), words)


def _election(row: Election) -> Going:
    if row.state == Election.State.NOMINATING:
        words = _("Nominations are open until %(day)s.") % {"day": day(row.nominations_until)}
    else:
        words = _("The vote is on.")
    return Going(str(row), row.get_absolute_url(), words)


def _round(row: BudgetRound) -> Going:
    phase = BudgetRound.State
    words = {
        phase.IDEAS: _("Ideas are collected until %(day)s.") % {"day": day(row.ideas_until)},
        phase.COSTING: _("Ideas are looked at and costed until %(day)s.") % {"day": day(row.costed_until)},
        phase.VOTING: _("Voting until %(day)s.") % {"day": day(row.votes_until)},
        phase.COUNTED: _("Counted; the result is to be adopted."),
        phase.DECIDED: _("Decided."),
    }
    return Going(row.title, row.get_absolute_url(), words[phase(row.state)])


def _coming(rows: QuerySet[Meeting], on: date) -> QuerySet[Meeting]:
    return rows.filter(held_on__gte=on).select_related("body").order_by("held_on", "pk")


def _meeting(row: Meeting) -> Going:
    return Going(str(row), row.get_absolute_url(), _("Meets on %(day)s.") % {"day": day(row.held_on)})
