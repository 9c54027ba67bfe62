"""The Scottish single transferable vote: weighted inclusive Gregory, five decimals, truncated.

Source: Scottish Local Government Elections Order 2007 (SSI 2007 No. 42), rules 45 to 52.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from commonwork.rules.counting.ballots import Ballots
from commonwork.rules.counting.guards import Guards
from commonwork.rules.counting.lots import Urn
from commonwork.rules.counting.papers import Piles
from commonwork.rules.counting.result import Count, Kind, Stage

DECIMALS = 5
UNIT = 10**DECIMALS


def quota_of(valid_papers: int, seats: int) -> int:
    """Return the votes that secure a seat: floor(papers / (seats + 1)) + 1.

    >>> quota_of(6608, 4)
    1322
    """
    return valid_papers // (seats + 1) + 1


@dataclass
class _Table:
    """The counting table: piles, votes by index (in units), and who is still in the race."""

    piles: Piles
    names: Sequence[str]
    seats: int
    guards: Guards
    urn: Urn
    quota: int = 0
    votes: list[int] = field(default_factory=list)
    past: list[list[int]] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    elected: list[int] = field(default_factory=list)
    continuing: set[int] = field(default_factory=set)
    pending: list[int] = field(default_factory=list)  # elected, surplus still on the table
    nontransferable: int = 0

    @property
    def vacancies(self) -> int:
        return self.seats - len(self.elected)

    @property
    def is_complete(self) -> bool:
        return self.vacancies <= 0 or len(self.continuing) <= self.vacancies

    def start(self) -> None:
        """Rule 45, 46: first preferences and the quota."""
        self.votes = self.piles.totals().tolist()[1:]
        self.quota = quota_of(self.piles.valid_papers, self.seats) * UNIT
        self._close_stage("first preferences", (), ())

    def surplus_of(self, index: int) -> None:
        """Rule 48: pass on the surplus of an elected candidate."""
        self.pending.remove(index)
        surplus = self.votes[index] - self.quota
        received = self.piles.pass_on_surplus(index + 1, surplus, self.votes[index])
        self.votes[index] = self.quota
        self._credit(received.tolist())
        self._close_stage("surplus", (index,), ())

    def exclude(self, index: int) -> None:
        """Rule 50: pass on all papers of an excluded candidate."""
        self._leave(index)
        received = self.piles.pass_on(index + 1)
        self.votes[index] = 0
        self._credit(received.tolist())
        self._close_stage("exclusion", (index,), (index,))

    def fill_last(self) -> None:
        """Rule 52: those left are elected when there are no more of them than seats."""
        if self.vacancies and self.continuing:
            last = self.stages[-1]
            together = [index for index in self.elected if self.names[index] in last.elected]
            together = sorted([*together, *self.continuing])
            self.continuing.clear()
            self.elected[len(self.elected) - len(last.elected) :] = together
            self.stages[-1] = replace(last, elected=self._names(together))

    def _credit(self, received: list[int]) -> None:
        self.nontransferable += received[0]
        for index, votes in enumerate(received[1:]):
            self.votes[index] += votes

    def _names(self, indices: Sequence[int]) -> tuple[str, ...]:
        return tuple(self.names[index] for index in indices)

    def _leave(self, index: int) -> None:
        self.continuing.discard(index)
        self.piles.continuing[index + 1] = False

    def _elect(self, index: int) -> None:
        self._leave(index)
        self.elected.append(index)

    def _close_stage(self, kind: Kind, subjects: tuple[int, ...], excluded: tuple[int, ...]) -> None:
        """Rule 47: whoever has the quota at the end of a stage is elected."""
        winners: list[int] = []
        for index in sorted(self.continuing, key=lambda index: (-self.votes[index], index)):
            if self.votes[index] >= self.quota and self.vacancies and not self._is_doomed(index):
                self._elect(index)
                winners.append(index)
        self.elected[len(self.elected) - len(winners) :] = sorted(winners)
        self.pending += [index for index in winners if self.votes[index] > self.quota]
        self._record(kind, subjects, sorted(winners), excluded)

    def _is_doomed(self, index: int) -> bool:
        return self.guards.is_doomed(index, self.continuing, self.elected)

    def _record(
        self, kind: Kind, subjects: Sequence[int], elected: Sequence[int], excluded: Sequence[int]
    ) -> None:
        self.past.append(list(self.votes))
        valid = self.piles.valid_papers * UNIT
        self.stages.append(
            Stage(
                number=len(self.stages) + 1,
                kind=kind,
                subjects=self._names(subjects),
                totals=dict(zip(self.names, self.votes, strict=True)),
                nontransferable=self.nontransferable,
                residual=valid - sum(self.votes) - self.nontransferable,
                elected=self._names(elected),
                excluded=self._names(excluded),
            )
        )

    def largest_surplus(self) -> int:
        """Rule 49."""
        most = max(self.votes[index] for index in self.pending)
        tied = [index for index in self.pending if self.votes[index] == most]
        return self._settle(tied, "largest surplus", highest=True)

    def lowest(self) -> int:
        """Rules 50, 51; those who can no longer be elected go first, those a guard protects stay."""
        doomed = [index for index in self.continuing if self._is_doomed(index)]
        free = doomed or [
            index
            for index in self.continuing
            if not self.guards.is_guarded(index, self.continuing, self.elected)
        ]
        fewest = min(self.votes[index] for index in free)
        tied = sorted(index for index in free if self.votes[index] == fewest)
        return self._settle(tied, "exclusion", highest=False)

    def _settle(self, tied: list[int], purpose: str, *, highest: bool) -> int:
        stage = len(self.stages) + 1
        return self.urn.settle(
            sorted(tied), stage=stage, purpose=purpose, past=self.past[:-1], highest=highest
        )


def count(
    ballots: Ballots, names: Sequence[str], seats: int, *, standing: Sequence[bool], guards: Guards, urn: Urn
) -> Count:
    """Return the count of an election; see `stv.count`, which checks its arguments first."""
    table = _Table(Piles(ballots, standing, UNIT), names, seats, guards, urn)
    table.continuing = {index for index, stands in enumerate(standing) if stands}
    guards.check(table.continuing)
    table.start()
    while not table.is_complete:
        if table.pending:
            table.surplus_of(table.largest_surplus())
        else:
            table.exclude(table.lowest())
    table.fill_last()
    return Count(
        rule="scottish",
        seats=seats,
        quota=table.quota,
        decimals=DECIMALS,
        candidates=tuple(names),
        valid_papers=table.piles.valid_papers,
        elected=tuple(names[index] for index in table.elected),
        stages=tuple(table.stages),
        ties=tuple(urn.ties),
        seed=urn.seed,
    )
