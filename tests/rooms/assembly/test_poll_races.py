"""Promise 10: one voter by account, by code and on paper, many at once: one ballot counts."""

import pytest

from commonwork.assembly import poll_queries, poll_refusals
from commonwork.assembly.actions import casting, paper_piles
from commonwork.assembly.actions.paper_piles import Line
from commonwork.assembly.models import Poll, PollBallot
from tests.rooms.assembly import make_polls as make
from tests.rooms.assembly.make_polls import NOON
from tests.rooms.books.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("times", [12, pytest.param(200, marks=pytest.mark.soak)])
@pytest.mark.parametrize("rule", ["paper", "last", "first"])
def test_one_voter_on_three_ways_at_once_is_counted_once(times: int, rule: str) -> None:
    poll = make.opened(channel_rule=rule)

    def vote(number: int) -> None:
        fresh = Poll.objects.get(pk=poll.pk)
        if number % 3 == 2:
            lines = [Line("R-1", "3")]
            batch = paper_piles.type_first(
                poll=fresh, name=f"Pile {number}", paper_count=1, lines=lines, by="system/ada", at=NOON
            )
            paper_piles.type_second(batch=batch, lines=lines, by="system/ben", at=NOON)
            return
        try:
            channel = ("account", "code")[number % 3]
            casting.cast(poll=fresh, voter="R-1", content=str(number % 2 + 1), channel=channel, at=NOON)
        except poll_refusals.AlreadyVoted:
            assert rule != "last"

    at_once(vote, times)
    counting = poll_queries.standing_ballots(poll)
    assert counting.count() == 1 and poll_queries.voted_count(poll) == 1
    if rule == "paper":
        assert counting.get().channel == "paper"
    assert PollBallot.objects.filter(poll=poll, stands=False).count() + 1 <= times
