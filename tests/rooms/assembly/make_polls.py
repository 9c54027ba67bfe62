"""Builders of polls for tests: a body, a roll of residents, options, and a vote that is open."""

from datetime import timedelta
from typing import Any

from commonwork.assembly.actions import casting, keepers, paper_piles, polls
from commonwork.assembly.actions.paper_piles import Line
from commonwork.assembly.actions.polls import Option, Voter
from commonwork.assembly.models import PaperBatch, Poll, PollKeeper
from commonwork.assembly.sealing import new_code
from commonwork.registry.clock import at_time
from commonwork.registry.models import Person
from tests.rooms.assembly import make
from tests.rooms.assembly.make import HELD

NOON = at_time(HELD)
CLOSE = NOON + timedelta(hours=8)
WHO: dict[str, Any] = {"by": "system/test", "at": NOON}
AFTER: dict[str, Any] = {"by": "system/test", "at": CLOSE}
PARKS = (Option("Park"), Option("Pool"), Option("Path"))


def roll(count: int = 12, **more: Any) -> list[Voter]:
    """R-1, R-2 ...: residents without accounts."""
    return [Voter(f"R-{number}", **more) for number in range(1, count + 1)]


def draft(method: str = "approval", **more: Any) -> Poll:
    given = {"title": "What comes first?", "options": PARKS, "voters": roll(), "closes_at": CLOSE} | more
    if method == "majority":
        given["options"] = ()
    return polls.draft(body=make.body(), method=method, **given, **WHO)


def opened(method: str = "approval", **more: Any) -> Poll:
    return polls.open(poll=draft(method, **more), **WHO)


def cast(poll: Poll, *ballots: str, channel: str = "code") -> Poll:
    """Ballots of R-1, R-2 ... in their order."""
    for number, content in enumerate(ballots, start=1):
        casting.cast(poll=poll, voter=f"R-{number}", content=content, channel=channel, at=NOON)
    return poll


def pile(poll: Poll, *papers: tuple[str, str], name: str = "Pile 1") -> PaperBatch:
    """A pile typed by two people who read the same."""
    lines = [Line(voter, content, at) for at, (voter, content) in enumerate(papers, start=1)]
    typed = {"name": name, "paper_count": len(lines), "lines": lines}
    batch = paper_piles.type_first(poll=poll, **typed, by="system/ada", at=NOON)
    return paper_piles.type_second(batch=batch, lines=lines, by="system/ben", at=NOON)


def closed(poll: Poll) -> Poll:
    return polls.close(poll=poll, **AFTER)


def counted(poll: Poll, **more: Any) -> Poll:
    return polls.count(poll=closed(poll), **AFTER, **more)


def sealed(needed: int = 2, **more: Any) -> tuple[Poll, dict[int, str]]:
    """An open sealed vote, and the keepers' codes by number."""
    poll = draft(secrecy="sealed", **more)
    people = [make.person(name) for name in ("Kim", "Lou", "Max")]
    keepers.name(poll=poll, people=people, needed=needed, **WHO)
    codes = {keeper.number: new_code(24) for keeper in PollKeeper.objects.filter(poll=poll)}
    for keeper in PollKeeper.objects.filter(poll=poll):
        keepers.make_ready(keeper=keeper, code=codes[keeper.number], **WHO)
    return polls.open(poll=poll, **WHO), codes


def unsealed(poll: Poll, codes: dict[int, str], *numbers: int) -> None:
    """The keepers with these numbers hand in their parts."""
    for keeper in PollKeeper.objects.filter(poll=poll, number__in=numbers).order_by("number"):
        keepers.hand_in(keeper=keeper, code=codes[keeper.number], **AFTER)


def resident(name: str) -> Person:
    return make.person(name)
