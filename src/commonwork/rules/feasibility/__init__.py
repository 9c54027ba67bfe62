"""The sums of a business plan: what a team assumes, and what follows from it in 36 months, in whole cents.

`assumptions` what a team says; `projection` the three statements of a case, month by month; `figures` what is read
from them; `sensitivity` which assumption matters most; `simulation` what chance does (an estimate, the only floats);
`gauges` two figures that stand alone. Whether a plan is good is left to the people who read it.
"""

from commonwork.rules.feasibility.gauges import (
    AmountsNegative,
    BreakEven,
    NoDebtToServe,
    PriceBelowCost,
    break_even,
    debt_service_cover,
)

__all__ = [
    "AmountsNegative",
    "BreakEven",
    "NoDebtToServe",
    "PriceBelowCost",
    "break_even",
    "debt_service_cover",
]
