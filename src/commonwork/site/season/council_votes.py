"""What the demo adds to a season: an election with a countback and a vacancy, two participatory budgets, an open vote."""

from collections.abc import Iterator
from typing import Any

from commonwork.assembly.actions import (
    budget_rounds,
    budget_votes,
    casting,
    effects,
    elections,
    offices,
    paper_piles,
    polls,
)
from commonwork.assembly.effects.reads import all_effects
from commonwork.assembly.election_reads import not_elected
from commonwork.assembly.models import Poll
from commonwork.assembly.rolls import of as voters_of
from commonwork.registry.actions import bodies
from commonwork.site.season.cast import Cast, Event, moment

PAYER, ACCOUNT = "federation", "5200"
ON_PAPER = ("hope", "jonah", "kemi")  # and Ada, who has voted by account already: her paper is set aside
HELPED, BY_CODE = ("gus",), ("emil", "fay")


def events(cast: Cast, said: dict[str, Any]) -> Iterator[Event]:
    """All votes, each after what else happens on its day."""
    election, street, summer, vote = said["election"], said["street"], said["summer"], said["vote"]
    yield Event(election["called_on"], 47, lambda: called(cast, election))
    yield Event(election["voted_on"], 47, lambda: voted(cast, election))
    yield Event(election["term_from"], 47, lambda: seated(cast, election))
    yield Event(election["left_on"], 47, lambda: left(cast, election))
    yield Event(election["then_left_on"], 47, lambda: left_again(cast, election))
    yield Event(street["opened_on"], 47, lambda: collected(cast, "street", street))
    yield Event(street["costed_until"], 47, lambda: costed(cast, "street", street))
    yield Event(street["votes_until"], 47, lambda: budget_voted(cast, street))
    yield Event(street["decided_on"], 47, lambda: decided(cast, street))
    yield Event(summer["opened_on"], 47, lambda: collected(cast, "summer", summer))
    yield Event(summer["ideas_until"], 47, lambda: costed(cast, "summer", summer))
    yield Event(vote["opened_on"], 47, lambda: opened(cast, vote))


def called(cast: Cast, said: dict[str, Any]) -> None:
    """An office, an election to it, and those who stand."""
    on = said["called_on"]
    speakers = bodies.found(name=said["body"], kind="board", **cast.when(on, 9))
    office = offices.create(
        body=speakers,
        name=said["office"],
        seats=said["seats"],
        term_months=said["months"],
        **cast.when(on, 9),
    )
    election = offices.call(
        office=office,
        nominations_until=said["nominations_until"],
        term_starts_on=said["term_from"],
        key=said["key"],
        **cast.when(on, 10),
    )
    for name, statement in said["statements"].items():
        person = cast.person(f"invented_{name}")
        row = offices.nominate(election=election, person=person, on=on, **cast.when(on, 11))
        offices.accept(nomination=row, statement=statement, **cast.when(on, 12))
    cast.kept["election"] = election


def voted(cast: Cast, said: dict[str, Any]) -> None:
    """Twelve ballots; the figures are worked by hand in the tests of elections."""
    on = said["voted_on"]
    election = elections.prepare_vote(
        election=cast.kept["election"], electorate=cast.kept["council_roll"], **cast.when(on, 8)
    )
    poll = polls.open(poll=Poll.objects.get(key=election.poll), **cast.when(on, 9))
    numbers = {row.person.key: row.number for row in poll.options.select_related("person") if row.person}
    contents = [
        " ".join(str(numbers[f"invented_{name}"]) for name in wish.split())
        for many, wish in said["ballots"]
        for _ in range(many)
    ]
    at = moment(on, 12)
    for voter, content in zip(poll.voters.order_by("number"), contents, strict=True):
        casting.cast(poll=poll, voter=voter.number, content=content, channel="account", at=at)
    polls.close(poll=poll, **cast.when(on, 18))
    polls.count(poll=poll, seed=said["seed"], **cast.when(on, 19))
    cast.kept["election"] = election


def seated(cast: Cast, said: dict[str, Any]) -> None:
    """Those elected take their seats."""
    on = said["term_from"]
    cast.kept["election"] = elections.seat(election=cast.kept["election"], on=on, **cast.when(on, 9))


def left(cast: Cast, said: dict[str, Any]) -> None:
    """One steps down; the ballots are counted again for the seat."""
    election, on = cast.kept["election"], said["left_on"]
    term = election.terms.get(person__key=f"invented_{said['left']}")
    elections.leave(term=term, on=on, because="resigned", **cast.when(on, 9))
    filled_on = said["filled_on"]
    available = list(not_elected(election))
    elections.fill_vacancy(election=election, available=available, on=filled_on, **cast.when(filled_on, 9))


def left_again(cast: Cast, said: dict[str, Any]) -> None:
    """Another steps down; this seat is vacant still."""
    on = said["then_left_on"]
    term = cast.kept["election"].terms.get(person__key=f"invented_{said['then_left']}")
    elections.leave(term=term, on=on, because="resigned", **cast.when(on, 9))


def collected(cast: Cast, name: str, said: dict[str, Any]) -> None:
    """A participatory budget is opened and ideas come in."""
    on = said["opened_on"]
    days = {key: said[key] for key in ("ideas_until", "costed_until", "votes_until")}
    round = budget_rounds.open_round(
        body=cast.kept["council"],
        title=said["title"],
        budget_minor=said["budget"],
        key=said.get("key", ""),
        **days,
        **cast.when(on, 9),
    )
    rows = []
    for row in said["idea"]:
        person = cast.person(f"invented_{row['by']}")
        idea = budget_rounds.propose(round=round, title=row["title"], proposer=person, **cast.when(on, 10))
        rows.append((idea, row))
    cast.kept[name], cast.kept[f"{name}_ideas"] = round, rows


def costed(cast: Cast, name: str, said: dict[str, Any]) -> None:
    """The ideas are closed and looked at; what has no finding in the file waits."""
    on = said["costed_until"] if name == "street" else said["ideas_until"]
    budget_rounds.close_ideas(round=cast.kept[name], **cast.when(on, 8))
    for idea, row in cast.kept[f"{name}_ideas"]:
        if "found" in row:
            budget_rounds.review(
                project=idea,
                reviewer=cast.person("invented_uma"),
                is_feasible="cost" in row,
                text=row["found"],
                cost_minor=row.get("cost"),
                on=on,
                **cast.when(on, 9),
            )


def budget_voted(cast: Cast, said: dict[str, Any]) -> None:
    """The ballots of a budget: by account, by code, with help at a table, and on paper typed twice."""
    on = said["votes_until"]
    round = budget_votes.prepare_vote(
        round=cast.kept["street"], electorate=cast.kept["council_roll"], **cast.when(on, 8)
    )
    poll = polls.open(poll=Poll.objects.get(key=round.poll), **cast.when(on, 9))
    numbers = {row.key: row.number for row in poll.options.all()}
    ticked = {idea.key: row.get("ticks", "").split() for idea, row in cast.kept["street_ideas"]}
    lines: list[paper_piles.Line] = []
    for voter in poll.voters.select_related("person").order_by("number"):
        name = voter.person.key.removeprefix("invented_") if voter.person else ""
        content = " ".join(
            str(numbers[key]) for key in sorted(numbers, key=lambda key: numbers[key]) if name in ticked[key]
        )
        if name in ON_PAPER or name == "ada":
            lines.append(paper_piles.Line(voter.number, content, len(lines) + 1))
        if name not in ON_PAPER:
            channel = "table" if name in HELPED else "code" if name in BY_CODE else "account"
            casting.cast(poll=poll, voter=voter.number, content=content, channel=channel, at=moment(on, 12))
    pile = paper_piles.type_first(
        poll=poll, name="Library box", paper_count=len(lines), lines=lines, **cast.when(on, 14)
    )
    typist = cast.person("invented_uma")
    paper_piles.type_second(batch=pile, lines=lines, by=typist, at=moment(on, 15))
    polls.close(poll=poll, **cast.when(on, 18))
    polls.count(poll=poll, **cast.when(on, 19))
    cast.kept["street"] = budget_votes.take_count(round=round, on=on, **cast.when(on, 20))


def decided(cast: Cast, said: dict[str, Any]) -> None:
    """The result is adopted; the first budget line is begun, the others wait for the treasurer."""
    on = said["decided_on"]
    budget_votes.decide(
        round=cast.kept["street"],
        text=said["text"],
        payer=cast.org(PAYER),
        account=ACCOUNT,
        ends_on=on.replace(year=on.year + 1),
        review_on=said["review_on"],
        on=on,
        **cast.when(on, 9),
    )
    line = all_effects().filter(body=cast.kept["council"], kind="budget-line").order_by("pk").first()
    if line is not None:
        effects.begin(effect=line, on=on, **cast.when(on, 10))


def opened(cast: Cast, said: dict[str, Any]) -> None:
    """A plain yes or no, open on the demo's day."""
    on, body = said["opened_on"], cast.kept["council"]
    poll = polls.draft(
        body=body,
        title=said["title"],
        text=said["text"],
        method="majority",
        key=said["key"],
        voters=voters_of(body, cast.kept["council_roll"], on=on),
        closes_at=moment(said["closes_on"], 20),
        **cast.when(on, 9),
    )
    polls.open(poll=poll, **cast.when(on, 10))
