"""One door to every rule: JSON in, JSON out, so that anyone can recompute a figure the system shows.

`RULES` names them all; `rule_named(name).reckon(data)` answers. Reading files and printing are left to the
command line and the API; the arithmetic stands in the modules beside this package.
"""

from collections.abc import Mapping
from types import MappingProxyType

from commonwork.rules.reckon import (
    belonging,
    deciding,
    feasibility,
    lending,
    loan_lives,
    notices,
    planning,
    prudential,
    sharing,
)
from commonwork.rules.reckon.rule import Rule
from commonwork.rules.reckon.shapes import shown
from commonwork.rules.refusal import Refusal, sentence

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.name: rule
        for rule in (
            sharing.SURPLUS_SPLIT,
            sharing.PATRONAGE,
            sharing.PATRONAGE_DEADLINES,
            notices.NOTICE_1099_PATR,
            deciding.APPORTION,
            lending.SURPLUS_SHARE_LOAN,
            lending.LOAN_INTEREST,
            lending.LOAN_SCHEDULE,
            loan_lives.SCHEDULED_LOAN,
            loan_lives.LOAN_FROM_SURPLUS,
            lending.APR,
            lending.LOSS_RESERVE,
            prudential.PRUDENTIAL,
            planning.BREAK_EVEN,
            planning.DSCR,
            planning.READINESS,
            feasibility.FEASIBILITY,
            sharing.EXIT_NOTE,
            sharing.CAPITAL_ACCOUNT,
            sharing.DUES,
            sharing.DEPRECIATION,
            deciding.BUDGET_APPROVAL,
            belonging.DELEGATES,
            belonging.PAY_RATIO,
            belonging.BUY_IN,
        )
    }
)


class NoSuchRule(Refusal):
    sentence: str = sentence('There is no rule called {name}; "commonwork reckon --list" names them all.')


def rule_named(name: str) -> Rule:
    """Return the rule of this name. Raises NoSuchRule.

    >>> rule_named("exit-note").reckon({"balance": "100.00", "instalments": 3})
    {'rows': ['33.34', '33.33', '33.33']}
    """
    rule = RULES.get(name)
    if rule is None:
        raise NoSuchRule(name=shown(name))
    return rule
