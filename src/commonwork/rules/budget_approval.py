"""A small budget decided by approval ballots: most approved first, while it fits.

Other budget rules (Equal Shares, thresholds) stand in `rules.counting`; who may vote is left to the assembly.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from commonwork.rules.refusal import Refusal, sentence


class BudgetNegative(Refusal):
    sentence: str = sentence("A budget below zero cannot be decided on.")
    field: str | None = "budget"


class UnknownProposal(Refusal):
    sentence: str = sentence('A ballot approves "{key}", which is not on the list.')


class ProposalWithoutCost(Refusal):
    sentence: str = sentence('The proposal "{key}" needs a cost above zero.')


@dataclass(frozen=True)
class Step:
    """One proposal as the rule came to it: its cost, what was left before it, whether it is funded."""

    key: str
    approvals: int
    cost_minor: int
    left_before_minor: int
    is_funded: bool


def whole_units_down(fund_minor: int, minor_per_major: int = 100) -> int:
    """Return the fund rounded down to whole dollars, in minor units; an overdrawn fund gives 0.

    >>> whole_units_down(113983)
    113900
    """
    return max(0, fund_minor // minor_per_major * minor_per_major)


def tally(*, ballots: Iterable[Collection[str]], proposals: Iterable[str]) -> dict[str, int]:
    """Return how many ballots approve each proposal; a blank ballot approves none.

    A proposal named twice on a ballot counts once. Raises UnknownProposal.

    >>> tally(ballots=[{"childcare", "van"}, set(), {"van"}], proposals=["childcare", "van", "book"])
    {'childcare': 1, 'van': 2, 'book': 0}
    """
    approvals = dict.fromkeys(proposals, 0)
    for ballot in ballots:
        for key in set(ballot):
            if key not in approvals:
                raise UnknownProposal(key=key)
            approvals[key] += 1
    return approvals


def decide(
    *,
    budget_minor: int,
    approvals: Mapping[str, int],
    costs_minor: Mapping[str, int],
    minimum_approvals: int = 1,
) -> list[Step]:
    """Return every proposal in order of approvals, funded while it fits, skipping what does not.

    Ties go to the lower cost, then to the lower key. A proposal with fewer than `minimum_approvals` is not
    funded. Costs and budget in minor units, costs > 0. Raises BudgetNegative, ProposalWithoutCost.
    Source: greedy approval, as used by most municipal participatory budgets.

    >>> [(step.key, step.left_before_minor, step.is_funded) for step in decide(
    ...     budget_minor=50000, approvals={"van": 9, "book": 5, "chest": 5},
    ...     costs_minor={"van": 42000, "book": 9000, "chest": 8000})]
    [('van', 50000, True), ('chest', 8000, True), ('book', 0, False)]
    """
    if budget_minor < 0:
        raise BudgetNegative()
    for key in approvals:
        if costs_minor.get(key, 0) <= 0:
            raise ProposalWithoutCost(key=key)
    left_minor = budget_minor
    steps: list[Step] = []
    for key in sorted(approvals, key=lambda key: (-approvals[key], costs_minor[key], key)):
        fits = costs_minor[key] <= left_minor and approvals[key] >= minimum_approvals
        steps.append(Step(key, approvals[key], costs_minor[key], left_minor, fits))
        left_minor -= costs_minor[key] if fits else 0
    return steps
