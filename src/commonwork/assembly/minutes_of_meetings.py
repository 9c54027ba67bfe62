"""The minutes of a meeting put together from the record: presence, points, votes and decisions."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.assembly.models import AgendaItem, Decision, HandVote, Meeting
from commonwork.assembly.queries import decisions
from commonwork.assembly.queries import meetings as queries
from commonwork.assembly.queries.meetings import Quorum


@dataclass(frozen=True)
class Point:
    """One point of the agenda with its votes in words."""

    item: AgendaItem
    votes: Sequence[tuple[HandVote, str]]


@dataclass(frozen=True)
class Minutes:
    """What the minutes say besides the words somebody wrote."""

    quorum: Quorum | None
    came: int
    points: Sequence[Point]
    decisions: Sequence[Decision]


def minutes_of(meeting: Meeting) -> Minutes:
    """The minutes of a meeting."""
    votes: dict[int, list[tuple[HandVote, str]]] = {}
    for vote in queries.hand_votes(meeting):
        votes.setdefault(vote.item_id, []).append((vote, in_words(vote)))
    points = [Point(item, votes.get(item.pk, ())) for item in queries.agenda(meeting)]
    came = queries.came(meeting)
    roll = meeting.electorate
    quorum = queries.quorum_on(roll, came, quorum_bp=meeting.quorum_bp) if roll else None
    return Minutes(quorum, len(came), points, list(decisions.of_meeting(meeting)))


def in_words(vote: HandVote) -> str:
    """A show of hands as a sentence."""
    counted = _(
        "%(yes)d for it, %(no)d against it, %(abstain)d abstained; %(present)d of %(all)d present."
    ) % {
        "yes": vote.yes_count,
        "no": vote.no_count,
        "abstain": vote.abstain_count,
        "present": vote.present_count,
        "all": vote.eligible_count,
    }
    if not vote.has_quorum:
        return counted + " " + _("No quorum: nothing was decided.")
    return counted + " " + (_("Carried.") if vote.is_carried else _("Not carried."))


def people_in_words(count: int) -> str:
    """A number of people in words."""
    return ngettext("%(count)d person came", "%(count)d people came", count) % {"count": count}
