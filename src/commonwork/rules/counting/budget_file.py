"""A budget election as a file holds it, and the rules by the names the files use."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from commonwork.rules.counting import budget as rules
from commonwork.rules.counting.budget import Completion, GreedyKind, Outcome, Step
from commonwork.rules.counting.result import fixed
from commonwork.rules.counting.votes import Project, Votes
from commonwork.rules.refusal import Complaint, Refusal, sentence

RULES: tuple[str, ...] = ("equal-shares", *rules.GREEDY_RULES.values())
RULES_OF_FILES: Mapping[str, str] = {
    "greedy": "greedy",
    "greedy-no-skip": "greedy-no-skip",
    "greedy-threshold": "greedy-threshold",
    "equalshares": "equal-shares",
    "equalshares/add1": "equal-shares",
}


class RuleNotGiven(Refusal):
    sentence: str = sentence(
        'The file gives "{rule}" as its rule, which cannot be counted; choose one of {known}.'
    )


class NotABudgetRule(Refusal):
    sentence: str = sentence('The rule "{rule}" does not decide budgets; choose one of {known}.')


@dataclass(frozen=True, eq=False)
class BudgetElection:
    """Everything a count needs; `decimals` of the currency, amounts in units of 10^-decimals.

    `selected` holds the projects the file says were chosen, or None; `notes` what does not add up in it
    without making it unfit to be counted.
    """

    meta: Mapping[str, str]
    projects: tuple[Project, ...]
    votes: Votes
    budget: int
    decimals: int
    vote_type: str
    threshold: int = 0
    selected: frozenset[str] | None = None
    notes: tuple[Complaint, ...] = ()

    @property
    def rule(self) -> str:
        return self.meta.get("rule", "").strip()

    def count(
        self, rule: str | None = None, *, completion: Completion = "none", seed: str | None = None
    ) -> Outcome:
        """Return the outcome by `rule`, or by the file's own. Raises RuleNotGiven, NotABudgetRule."""
        wanted = rule or RULES_OF_FILES.get(self.rule.lower())
        if wanted is None:
            raise RuleNotGiven(rule=self.rule, known=", ".join(RULES))
        if wanted == "equal-shares":
            add_one = rule is not None or self.rule.lower() != "equalshares"
            return rules.equal_shares(
                self.projects,
                self.votes,
                self.budget,
                step=10**self.decimals,
                completion=completion,
                add_one=add_one,
                seed=seed,
            )
        kinds: dict[str, GreedyKind] = {name: kind for kind, name in rules.GREEDY_RULES.items()}
        if wanted not in kinds:
            raise NotABudgetRule(rule=wanted, known=", ".join(RULES))
        return rules.greedy(
            self.projects,
            self.votes,
            self.budget,
            kind=kinds[wanted],
            threshold=self.threshold,
            seed=seed,
        )

    def amount(self, units: int) -> str:
        return fixed(units, self.decimals)

    def as_json(self, outcome: Outcome) -> dict[str, object]:
        """Return the shape fixed in the interfaces: rule, budget, selected, cost, voters_with_a_project, steps."""
        shown: dict[str, object] = {
            "rule": outcome.rule,
            "budget": self.amount(outcome.budget),
            "selected": list(outcome.selected),
            "cost": self.amount(outcome.cost),
            "voters_with_a_project": outcome.voters_with_a_project,
            "steps": [self._step_json(number, step) for number, step in enumerate(outcome.steps, 1)],
            "voters": outcome.voters,
            "lots": [tie.as_json() for tie in outcome.lots],
            "seed": outcome.seed,
            "notes": [note.sentence for note in self.notes],
        }
        if outcome.endowment is not None:
            shown["endowment"] = self._rounded(outcome.endowment)
            shown["raised_by"] = self.amount(outcome.raised_by)
        return shown

    def _rounded(self, units: Fraction) -> str:
        """Return an amount that need not be whole, to four decimals more than the currency has."""
        return fixed(round(units * 10**4), self.decimals + 4)

    def _step_json(self, number: int, step: Step) -> dict[str, object]:
        scale = self.votes.points_per_one
        shown: dict[str, object] = {
            "step": number,
            "project": step.project,
            "cost": self.amount(step.cost),
            "votes": step.votes,
            "score": step.score if step.score % scale else step.score // scale,
            "selected": step.is_selected,
            "reason": step.reason,
            "left": self.amount(step.left),
        }
        if step.score % scale:
            shown["score"] = str(Fraction(step.score, scale))
        if step.price is not None:
            shown["price"] = self._rounded(step.price * scale)
            shown["effective_votes"] = fixed(round(Fraction(step.cost) / step.price / scale * 10**4), 4)
            shown["paid_in_full"] = step.in_full
            shown["paid_the_rest"] = step.rest
        return shown
