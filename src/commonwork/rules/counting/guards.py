"""Seats kept for a class: who may not be excluded, and who can no longer be elected.

A guard says that at least so many seats go to members of a class. A candidate is *guarded* when excluding
them would make a guard impossible to meet, and *doomed* when electing them would. Classes may overlap.
Source: I. D. Hill, STV with constraints, Voting matters 9 (1998).
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from commonwork.rules.refusal import Refusal, sentence


class MinimumCannotBeMet(Refusal):
    sentence: str = sentence("The seats kept for {names} cannot all be filled: too few of them stand.")


@dataclass(frozen=True)
class Guard:
    """At least `minimum` seats for the candidates in `members` (indices, counted from 0)."""

    name: str
    members: frozenset[int]
    minimum: int


@dataclass(frozen=True)
class Guards:
    """All guards of an election of so many seats."""

    guards: Sequence[Guard]
    seats: int

    def check(self, standing: Collection[int]) -> None:
        """Raises MinimumCannotBeMet when the guards cannot be met at all."""
        if not self._can_be_met(standing, ()):
            raise MinimumCannotBeMet(names=", ".join(guard.name for guard in self.guards))

    def is_guarded(self, candidate: int, continuing: Collection[int], elected: Collection[int]) -> bool:
        """Whether excluding this continuing candidate would break a guard."""
        return bool(self.guards) and not self._can_be_met(set(continuing) - {candidate}, elected)

    def is_doomed(self, candidate: int, continuing: Collection[int], elected: Collection[int]) -> bool:
        """Whether electing this continuing candidate would break a guard."""
        rest = set(continuing) - {candidate}
        return bool(self.guards) and not self._can_be_met(rest, [*elected, candidate])

    def _can_be_met(self, continuing: Collection[int], elected: Collection[int]) -> bool:
        needed = [guard.minimum - len(guard.members & set(elected)) for guard in self.guards]
        if all(seats <= 0 for seats in needed):
            return True
        vacancies = self.seats - len(elected)
        kinds = Counter(tuple(index in guard.members for guard in self.guards) for index in continuing)
        kinds.pop((False,) * len(self.guards), None)
        return any(
            sum(chosen) <= vacancies
            and all(
                sum(many for many, kind in zip(chosen, kinds, strict=True) if kind[at]) >= seats
                for at, seats in enumerate(needed)
            )
            for chosen in _choices(list(kinds.values()), vacancies)
        )


def _choices(available: Sequence[int], vacancies: int) -> Iterator[tuple[int, ...]]:
    return product(*(range(min(many, vacancies) + 1) for many in available))
