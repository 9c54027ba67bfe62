"""Counting a poll for a page or for seats: rankings with seats kept for a class, names put back in place of keys.

The polls count people by the keys of their options, so that a lot can be drawn again after a name is gone. Elections
put their guarded count in the place of the plain one (`tallies.TALLIES`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from commonwork.assembly import board, poll_queries, tallies
from commonwork.assembly.models import Election, Nomination, Poll
from commonwork.rules.counting import ballots as packing
from commonwork.rules.counting import countback, stv
from commonwork.rules.counting import election as files
from commonwork.rules.counting.guards import Guard
from commonwork.rules.counting.result import Count, Stage, Tie, distinct

GUARDED = "scottish"


def election_of(poll: Poll) -> Election | None:
    """The election a poll belongs to, or None."""
    return Election.objects.filter(poll=poll.key).first() if poll.method in ("scottish", "meek") else None


def guards_of(poll: Poll, kept: Mapping[str, int]) -> list[Guard]:
    """The seats kept for each class; members by index in the order of the paper."""
    options = list(poll_queries.all_options(poll))
    return [
        Guard(
            code,
            frozenset(
                at for at, row in enumerate(options) if row.class_key == code and row.withdrawn_on is None
            ),
            least,
        )
        for code, least in sorted(kept.items())
        if least
    ]


def count_of(poll: Poll) -> Count:
    """The count of a poll of rankings or ticks, people by their keys."""
    names, withdrawn = tallies.names_of(poll)
    election = election_of(poll)
    return stv.count(
        poll_queries.ballots_of(poll),
        names,
        poll.seats,
        rule=cast(stv.Rule, str(poll.method)),
        seed=poll.seed or None,
        withdrawn=withdrawn,
        guards=guards_of(poll, election.kept) if election is not None else (),
    )


def as_file(poll: Poll, *, has_ballots: bool = True) -> files.Election:
    """The poll as a ballot file holds it, with the names of its options; without ballots where they are points."""
    options = list(poll_queries.all_options(poll))
    withdrawn = frozenset(number for number, row in enumerate(options, 1) if row.withdrawn_on is not None)
    names = distinct([row.title for row in options])
    ballots = poll_queries.ballots_of(poll) if has_ballots else packing.of([])
    return files.Election(poll.title, names, poll.seats, ballots, withdrawn)


def vacancy_count(
    poll: Poll, kept: Mapping[str, int], *, sitting: Sequence[str], available: Sequence[str], seed: str
) -> tuple[tuple[str, ...], Count]:
    """(keys that fill the vacancies, the recount). sitting, available: keys of options. Raises what `countback` raises."""
    names, _withdrawn = tallies.names_of(poll)
    number = {key: at for at, key in enumerate(names, 1)}
    return countback.fill(
        poll_queries.ballots_of(poll),
        names,
        poll.seats,
        sitting=[number[key] for key in sitting],
        available=[number[key] for key in available],
        seed=seed or poll.seed or None,
        guards=guards_of(poll, kept),
    )


def names_by_key(poll: Poll) -> dict[str, str]:
    """{key of the option: what people read}."""
    options = list(poll_queries.all_options(poll))
    shown = distinct([row.title for row in options])
    return {row.key: name for row, name in zip(options, shown, strict=True)}


def named(count: Count, names: Mapping[str, str]) -> Count:
    """The same count with names in place of keys."""

    def several(keys: Sequence[str]) -> tuple[str, ...]:
        return tuple(names.get(key, key) for key in keys)

    def of_stage(stage: Stage) -> Stage:
        return replace(
            stage,
            subjects=several(stage.subjects),
            totals={names.get(key, key): units for key, units in stage.totals.items()},
            elected=several(stage.elected),
            excluded=several(stage.excluded),
        )

    def of_tie(tie: Tie) -> Tie:
        return replace(tie, among=several(tie.among), chosen=names.get(tie.chosen, tie.chosen))

    return replace(
        count,
        candidates=several(count.candidates),
        elected=several(count.elected),
        stages=tuple(of_stage(stage) for stage in count.stages),
        ties=tuple(of_tie(tie) for tie in count.ties),
        condorcet=None if count.condorcet is None else names.get(count.condorcet, count.condorcet),
        pairwise={
            names.get(one, one): {names.get(key, key): papers for key, papers in row.items()}
            for one, row in count.pairwise.items()
        },
    )


def _guarded(poll: Poll) -> tuple[list[str], dict[str, Any]]:
    """The tally of a poll by the Scottish rules, with the seats its election keeps for a class."""
    found = count_of(poll)
    return list(found.elected), found.as_json()


def nominations_by_key(election: Election) -> dict[str, Nomination]:
    """{key of the option: the nomination}: they share their keys."""
    rows = election.nominations.select_related("person")
    return {row.key: row for row in rows}


def _definition(poll: Poll) -> dict[str, Any]:
    """What a recount needs beside the rules of the poll: the seats kept for each class, members by their numbers."""
    election = election_of(poll)
    if election is None or not election.kept:
        return {}
    numbers = [row.number for row in poll_queries.all_options(poll)]
    guards = guards_of(poll, election.kept)
    return {"guards": [[one.name, sorted(numbers[at] for at in one.members), one.minimum] for one in guards]}


tallies.TALLIES[GUARDED] = _guarded
board.DEFINERS.append(_definition)
