"""Filling a vacancy from the ballots of the election, without a new vote."""

from collections.abc import Collection, Sequence

from commonwork.rules.counting import stv
from commonwork.rules.counting.ballots import Ballots
from commonwork.rules.counting.guards import Guard
from commonwork.rules.counting.result import Count
from commonwork.rules.refusal import Refusal, sentence


class NoVacancy(Refusal):
    sentence: str = sentence("All {seats} seats are taken: there is no vacancy to fill.")


class NobodyAvailable(Refusal):
    sentence: str = sentence("None of those who stood is available for the vacancy.")


class SittingMemberUnknown(Refusal):
    sentence: str = sentence("A sitting member is not on the ballot paper.")


def fill(
    ballots: Ballots,
    candidates: Sequence[str],
    seats: int,
    *,
    sitting: Collection[int],
    available: Collection[int],
    seed: str | None = None,
    guards: Sequence[Guard] = (),
) -> tuple[tuple[str, ...], Count]:
    """Return (names that fill the vacancies, the recount).

    The stored ballots are counted again by the Scottish rule for all seats. `sitting` (numbers from 1) keep
    their seats: they stand, and cannot be excluded. `available` are those of the others who would still
    serve; everyone else, the member who left included, is passed over as withdrawn. Seats kept for a class
    (`guards`) hold for the recount too. Raises NoVacancy, NobodyAvailable, SittingMemberUnknown, and what
    `stv.count` raises.

    Source: recount with sitting members protected, as the Hill and Wichmann proposals for casual vacancies;
    which countback applies is for the body's by-laws to say.

    >>> from commonwork.rules.counting.ballots import of
    >>> names = ["Ada", "Ben", "Cleo", "Dov"]
    >>> papers = of([[1, 3], [2], [3], [4]], papers=[5, 4, 1, 3])
    >>> stv.count(papers, names, 2).elected  # then Ada leaves
    ('Ada', 'Ben')
    >>> fill(papers, names, 2, sitting=[2], available=[3, 4])[0]
    ('Cleo',)
    """
    if len(sitting) >= seats:
        raise NoVacancy(seats=seats)
    if not all(1 <= number <= len(candidates) for number in [*sitting, *available]):
        raise SittingMemberUnknown()
    others = set(available) - set(sitting)
    if not others:
        raise NobodyAvailable()
    withdrawn = set(range(1, len(candidates) + 1)) - set(sitting) - others
    stay = Guard("sitting members", frozenset(number - 1 for number in sitting), len(sitting))
    recount = stv.count(
        ballots, candidates, seats, rule="scottish", seed=seed, withdrawn=withdrawn, guards=[stay, *guards]
    )
    kept = {recount.candidates[number - 1] for number in sitting}
    return tuple(name for name in recount.elected if name not in kept), recount
