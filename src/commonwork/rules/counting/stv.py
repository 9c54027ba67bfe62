"""The door to every rule that elects people from ranked or approval ballots."""

from collections.abc import Collection, Sequence
from typing import Literal, get_args

from commonwork.rules.counting import approval, irv, meek, pairwise, scottish
from commonwork.rules.counting import ballots as packing
from commonwork.rules.counting.ballots import MOST_CANDIDATES, Ballots
from commonwork.rules.counting.guards import Guard, Guards
from commonwork.rules.counting.lots import Urn
from commonwork.rules.counting.result import Count, distinct
from commonwork.rules.refusal import Refusal, sentence

Rule = Literal["scottish", "meek", "irv", "schulze", "approval"]
RULES: tuple[str, ...] = get_args(Rule)
ONE_SEAT = ("irv", "schulze")
TAKES_EQUAL = ("schulze", "approval")


class NobodyStands(Refusal):
    sentence: str = sentence("Nobody stands for election.")


class NoSeats(Refusal):
    sentence: str = sentence("At least one seat must be filled, not {seats}.")


class OneSeatOnly(Refusal):
    sentence: str = sentence("The rule {rule} elects one person, not {seats}.")


class TooManyCandidates(Refusal):
    sentence: str = sentence("More than {most} candidates cannot be counted.")


class GuardsNeedScottish(Refusal):
    sentence: str = sentence("Seats kept for a class are counted by the Scottish rule only.")


class UnknownRule(Refusal):
    sentence: str = sentence('There is no counting rule called "{rule}".')


def count(
    ballots: Ballots,
    candidates: Sequence[str],
    seats: int,
    *,
    rule: Rule = "scottish",
    seed: str | None = None,
    withdrawn: Collection[int] = (),
    order: Sequence[int] | None = None,
    guards: Sequence[Guard] = (),
) -> Count:
    """Return the whole count: quota, stages, ties and who is elected.

    candidates: names in the order of the ballot paper (number 1 is the first). withdrawn: numbers of those
    passed over as if never ranked; papers that rank nobody else are not valid papers. seed: public text for
    lots; without it ties that no earlier stage settles go by `order` (numbers, first to be drawn first; the
    ballot paper's order by default). guards: seats kept for a class, members by index from 0. When no more
    stand than there are seats, all are elected. Raises NobodyStands, NoSeats, OneSeatOnly, UnknownRule,
    TooManyCandidates, UnknownCandidate, RankedTwice, EqualRankings, GuardsNeedScottish, MinimumCannotBeMet.

    >>> from commonwork.rules.counting.ballots import of
    >>> found = count(of([[1, 2], [3]], papers=[4, 2]), ["Castor", "Pollux", "Helen"], 2)
    >>> found.elected, found.quota_json(found.quota)
    (('Castor', 'Helen'), 3)
    >>> [(stage.action, dict(stage.totals)["Pollux"]) for stage in found.stages]
    [('first preferences', 0), ('surplus of Castor', 100000), ('exclusion of Pollux', 0)]
    """
    names = distinct(candidates)
    standing = [number not in withdrawn for number in range(1, len(names) + 1)]
    _check(ballots, names, standing, seats, rule, guards)
    urn = Urn(names, seed, None if order is None else [number - 1 for number in order])
    if rule not in TAKES_EQUAL:
        packing.strict(ballots, rule)
    if rule == "meek":
        return meek.count(ballots, names, seats, standing=standing, urn=urn)
    if rule == "scottish":
        kept = Guards(guards, min(seats, sum(standing)))
        return scottish.count(ballots, names, seats, standing=standing, guards=kept, urn=urn)
    beats = pairwise.preferences(ballots, len(names))
    if rule == "schulze":
        found = pairwise.schulze(ballots, beats, names, standing=standing, urn=urn)
    elif rule == "irv":
        found = irv.count(ballots, names, standing=standing, urn=urn)
    else:
        found = approval.count(ballots, names, seats, standing=standing, urn=urn)
    return pairwise.with_pairwise(found, beats, standing)


def _check(
    ballots: Ballots,
    names: Sequence[str],
    standing: Sequence[bool],
    seats: int,
    rule: str,
    guards: Sequence[Guard],
) -> None:
    if rule not in RULES:
        raise UnknownRule(rule=rule)
    if not any(standing):
        raise NobodyStands()
    if len(names) > MOST_CANDIDATES:
        raise TooManyCandidates(most=MOST_CANDIDATES)
    if seats < 1:
        raise NoSeats(seats=seats)
    if rule in ONE_SEAT and seats != 1:
        raise OneSeatOnly(rule=rule, seats=seats)
    if guards and rule != "scottish":
        raise GuardsNeedScottish()
    packing.checked(ballots, len(names))
