"""Which assumption matters most: each is moved alone, down and up, and the change of one outcome is measured."""

from dataclasses import dataclass, replace

from commonwork.rules.feasibility.assumptions import MONTHS, Case, Plan
from commonwork.rules.feasibility.projection import Projection, projected

LEVERS = ("price_bp", "volume_bp", "unit_cost_bp", "wage_bp", "fixed_bp", "start_bp", "more_days")
STEP_BP = 1_000
STEP_DAYS = 15


@dataclass(frozen=True)
class Swing:
    """What cash after 36 months becomes when one assumption is a step lower, and a step higher."""

    lever: str
    lower_minor: int
    higher_minor: int

    @property
    def width_minor(self) -> int:
        return abs(self.higher_minor - self.lower_minor)


def tornado(plan: Plan, step_bp: int = STEP_BP, step_days: int = STEP_DAYS) -> tuple[Swing, ...]:
    """Return the change of cash after 36 months for each lever of the base case, the widest swing first.

    Prices, volumes and costs move by `step_bp` of themselves; customers pay `step_days` earlier (never before the sale)
    and later. Ties by the order of LEVERS.
    """
    base = Case()
    before = _outcome(projected(plan, base))
    days = (-min(step_days, plan.receivable_days), step_days)
    found = []
    for lever in LEVERS:
        moves = days if lever == "more_days" else (-step_bp, step_bp)
        ends = [
            _outcome(projected(plan, replace(base, **{lever: getattr(base, lever) + move}))) - before
            for move in moves
        ]
        found.append(Swing(lever, *ends))
    return tuple(sorted(found, key=lambda swing: -swing.width_minor))


def _outcome(of: Projection) -> int:
    return of.cash["closing"][MONTHS - 1]
