"""What a count leaves behind: its stages, its ties and who is elected; nothing here decides anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["first preferences", "surplus", "exclusion", "approvals", "points", "strongest paths"]


def fixed(units: int, decimals: int) -> str:
    """Return whole units of 10^-decimals as text.

    >>> fixed(153300000, 5), fixed(-2, 5), fixed(7, 0)
    ('1533.00000', '-0.00002', '7')
    """
    if not decimals:
        return str(units)
    whole, rest = divmod(abs(units), 10**decimals)
    return f"{'-' if units < 0 else ''}{whole}.{rest:0{decimals}d}"


@dataclass(frozen=True)
class Tie:
    """A tie and how it was settled: by an earlier stage, by a lot from the seed, or by the paper's order."""

    stage: int
    purpose: str
    among: tuple[str, ...]
    chosen: str
    settled_by: str

    @property
    def is_lot(self) -> bool:
        return not self.settled_by.startswith("stage ")

    def as_json(self) -> dict[str, object]:
        return {
            "stage": self.stage,
            "purpose": self.purpose,
            "among": list(self.among),
            "chosen": self.chosen,
            "settled_by": self.settled_by,
        }


@dataclass(frozen=True)
class Stage:
    """One step of a count: what was done (`kind`, to whom) and the votes of everyone afterwards.

    `totals`, `nontransferable`, `residual` (lost in rounding) and `quota` are whole units of 10^-decimals of
    the count they belong to.
    """

    number: int
    kind: Kind
    subjects: tuple[str, ...]
    totals: Mapping[str, int]
    nontransferable: int
    residual: int
    quota: int | None = None
    elected: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    @property
    def action(self) -> str:
        return f"{self.kind} of {', '.join(self.subjects)}" if self.subjects else self.kind


@dataclass(frozen=True)
class Count:
    """The outcome of an election; `elected` stage by stage, within a stage in the order of the paper."""

    rule: str
    seats: int
    quota: int | None
    decimals: int
    candidates: tuple[str, ...]
    valid_papers: int
    elected: tuple[str, ...]
    stages: tuple[Stage, ...]
    ties: tuple[Tie, ...]
    seed: str | None = None
    condorcet: str | None = None
    has_rankings: bool = False
    pairwise: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def lots(self) -> tuple[Tie, ...]:
        return tuple(tie for tie in self.ties if tie.is_lot)

    def quota_json(self, quota: int | None) -> int | str | None:
        """Return a whole quota as a number, a finer one as decimal text."""
        scale = 10**self.decimals
        return quota // scale if quota is not None and quota % scale == 0 else self._text(quota)

    def _text(self, units: int | None) -> str | None:
        return None if units is None else fixed(units, self.decimals)

    def as_json(self) -> dict[str, object]:
        """Return the shape fixed in the interfaces: rule, seats, quota, elected, stages, lots."""
        found: dict[str, object] = {
            "rule": self.rule,
            "seats": self.seats,
            "quota": self.quota_json(self.quota),
            "elected": list(self.elected),
            "stages": [self._stage_json(stage) for stage in self.stages],
            "lots": [tie.as_json() for tie in self.lots],
            "ties": [tie.as_json() for tie in self.ties if not tie.is_lot],
            "seed": self.seed,
            "valid_papers": self.valid_papers,
        }
        if self.has_rankings:
            found["condorcet_winner"] = self.condorcet
        if self.pairwise:
            found["pairwise"] = {name: dict(row) for name, row in self.pairwise.items()}
        return found

    def _stage_json(self, stage: Stage) -> dict[str, object]:
        shown: dict[str, object] = {
            "stage": stage.number,
            "action": stage.action,
            "totals": {name: fixed(units, self.decimals) for name, units in stage.totals.items()},
            "elected": list(stage.elected),
            "excluded": list(stage.excluded),
            "nontransferable": fixed(stage.nontransferable, self.decimals),
            "residual": fixed(stage.residual, self.decimals),
        }
        if stage.quota is not None:
            shown["quota"] = fixed(stage.quota, self.decimals)
        return shown


def distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names, namesakes told apart by their number on the ballot paper.

    >>> distinct(["Donald MacLeod", "Ann Ross", "Donald MacLeod"])
    ('Donald MacLeod', 'Ann Ross', 'Donald MacLeod (3)')
    """
    seen: set[str] = set()
    told: list[str] = []
    for number, name in enumerate(names, 1):
        shown = name if name not in seen else f"{name} ({number})"
        while shown in seen:
            shown += "'"
        seen.add(shown)
        told.append(shown)
    return tuple(told)
