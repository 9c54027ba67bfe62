"""What casting one ballot reads: plain queries, written out, because in a vote's last hour everybody asks the same few.

The framework takes longer to word such a query than the database takes to answer it.
"""

from django.db import connection

from commonwork.assembly.models import Poll, PollBallot, PollOption, PollVoter
from commonwork.rules.counting.marks import Paper


def poll_named(key: str) -> Poll | None:
    """The poll of that key, its own row alone."""
    return next(iter(Poll.objects.raw("SELECT * FROM assembly_poll WHERE key = %s", [key])), None)


def locked(poll: Poll) -> Poll:
    """The poll as it is now, its row held until the transaction ends."""
    hold = "FOR UPDATE" if connection.features.has_select_for_update else ""
    return next(iter(Poll.objects.raw(f"SELECT * FROM assembly_poll WHERE id = %s {hold}", [poll.pk])))  # noqa: S608


def options(poll: Poll) -> list[PollOption]:
    """The options on the ballot, by number; withdrawn ones are left out."""
    asked = "SELECT * FROM assembly_polloption WHERE poll_id = %s AND withdrawn_on IS NULL ORDER BY number"
    return list(PollOption.objects.raw(asked, [poll.pk]))


def paper(poll: Poll, rows: list[PollOption]) -> Paper:
    """What one ballot of this poll may say. rows: its `options`."""
    return Paper(
        method=poll.method,
        numbers=[row.number for row in rows],
        points=poll.points,
        most_choices=poll.most_choices,
        most_each=poll.most_each,
        costs={row.number: row.cost_minor or 0 for row in rows},
        budget=poll.budget_minor,
    )


def line(poll: Poll, number: str) -> PollVoter | None:
    """The line of the roll with this number."""
    asked = "SELECT * FROM assembly_pollvoter WHERE poll_id = %s AND number = %s"
    return next(iter(PollVoter.objects.raw(asked, [poll.pk, number])), None)


def line_at(poll: Poll, place: int) -> PollVoter | None:
    """The line of the roll with this id."""
    asked = "SELECT * FROM assembly_pollvoter WHERE id = %s AND poll_id = %s"
    return next(iter(PollVoter.objects.raw(asked, [place, poll.pk])), None)


def line_of_code(poll: Poll, code_hash: str) -> PollVoter | None:
    """The line of the roll that a code belongs to."""
    asked = "SELECT * FROM assembly_pollvoter WHERE poll_id = %s AND code_hash = %s AND code_hash <> ''"
    return next(iter(PollVoter.objects.raw(asked, [poll.pk, code_hash])), None)


def standing(poll: Poll, number: str) -> PollBallot | None:
    """The ballot of this roll number that counts."""
    asked = "SELECT * FROM assembly_pollballot WHERE poll_id = %s AND voter = %s AND stands"
    return next(iter(PollBallot.objects.raw(asked, [poll.pk, number])), None)
