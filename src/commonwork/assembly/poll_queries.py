"""Reading polls: what is on the ballot, who may vote, what was cast, what came out."""

from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Count, QuerySet, Sum

from commonwork.assembly import ballot_reads
from commonwork.assembly.models import Poll, PollBallot, PollOption, PollVoter
from commonwork.registry.models import Person
from commonwork.rules.counting import ballots as packing
from commonwork.rules.counting.ballots import Ballots
from commonwork.rules.counting.marks import Paper


def polls() -> QuerySet[Poll]:
    """All polls with their bodies, the latest first; drafts before them."""
    return Poll.objects.select_related("body__organisation").order_by("-opened_at", "-pk")


def standing_options(poll: Poll) -> QuerySet[PollOption]:
    """The options on the ballot, by number; withdrawn ones are left out."""
    return poll.options.filter(withdrawn_on=None).select_related("person").order_by("number")


def all_options(poll: Poll) -> QuerySet[PollOption]:
    """The options by number, withdrawn ones too."""
    return poll.options.select_related("person").order_by("number")


def paper_of(poll: Poll) -> Paper:
    """What one ballot of this poll may say."""
    return ballot_reads.paper(poll, ballot_reads.options(poll))


def roll_of(poll: Poll) -> QuerySet[PollVoter]:
    """The poll's roll, by number."""
    return PollVoter.objects.filter(poll=poll).order_by("number")


def voter_of(poll: Poll, person: Person | None) -> PollVoter | None:
    """The line of a person on the poll's roll, or None."""
    return roll_of(poll).filter(person=person).first() if person is not None else None


def roll_votes(poll: Poll) -> int:
    """All votes on the roll, weights added."""
    return roll_of(poll).aggregate(sum=Sum("weight"))["sum"] or 0


def voted_count(poll: Poll) -> int:
    """How many on the roll have voted, on whatever way."""
    return roll_of(poll).exclude(voted_by="").count()


def by_channel(poll: Poll) -> dict[str, int]:
    """{channel: voters whose ballot came that way}."""
    rows = roll_of(poll).exclude(voted_by="").order_by("voted_by").values_list("voted_by")
    return dict(rows.annotate(count=Count("pk")))


def standing_ballots(poll: Poll) -> QuerySet[PollBallot]:
    """The ballots that count."""
    return PollBallot.objects.filter(poll=poll, stands=True)


def ballot_count(poll: Poll) -> int:
    """How many ballots are in, blank ones included."""
    return standing_ballots(poll).count() + (poll.sealed_ballots.count() if poll.is_sealed else 0)


def blank_count(poll: Poll) -> int:
    """How many of the ballots that count are blank."""
    return standing_ballots(poll).filter(content="").count()


def set_aside(poll: Poll) -> QuerySet[PollBallot]:
    """Ballots that do not count because their voter cast another."""
    return PollBallot.objects.filter(poll=poll, stands=False).order_by("pk")


def texts_of(poll: Poll) -> tuple[list[str], list[int]]:
    """(stored texts, votes) of the ballots that count. One plain query: a hundred thousand rows are read at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT content, weight FROM assembly_pollballot WHERE poll_id = %s AND stands", [poll.pk]
        )
        rows = cursor.fetchall()
    return [row[0] for row in rows], [row[1] for row in rows]


def ballots_of(poll: Poll) -> Ballots:
    """The ballots that count, packed for `rules.counting`: rankings, or ticks in the order of the paper."""
    texts, weights = texts_of(poll)
    packed = packing.from_texts(texts)
    if all(weight == 1 for weight in weights):
        return packed
    return Ballots(packed.choices, np.array(weights, np.int64), packed.levels)


def published_ballots(poll: Poll) -> list[list[Any]]:
    """[receipt code, content, votes] of the ballots that count, in an order that tells nothing.

    In an open poll there is no code: roll numbers are left out, and ballots sorted by what they say.
    """
    rows = standing_ballots(poll).values_list("voter", "content", "weight")
    return sorted([voter if poll.is_sealed else "", content, weight] for voter, content, weight in rows)


def result_of(poll: Poll) -> dict[str, Any] | None:
    """The kept result of a counted poll, with its steps; None before the count."""
    result = getattr(poll, "result", None)
    return result.content if result is not None else None


def voters_for_codes(poll: Poll, *, whom: str, number: str = "") -> QuerySet[PollVoter]:
    """Who gets a code: "without" an account and a code, "all" who have not voted, or "one"."""
    rows = roll_of(poll).select_related("person__account")
    if whom == "one":
        return rows.filter(number=number.strip())
    if whom == "all":
        return rows.filter(voted_by="")
    return rows.filter(code_hash="", voted_by="", person__account=None)
