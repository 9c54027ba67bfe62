"""Reads of the federation. Other storeys import from here."""

from commonwork.federation.queries.coops import (
    Belonging,
    CoopJobs,
    Jobs,
    admitted,
    belonging,
    class_of,
    house,
    jobs,
    jobs_by_coop,
)
from commonwork.federation.queries.dues import charged, owed
from commonwork.federation.queries.hours import Labour, Worked, labour, wage
from commonwork.federation.queries.owning import CoopWealth, Wealth, owned_in, wealth
from commonwork.federation.queries.solidarity import (
    fund,
    movements,
    outstanding,
    pledges,
    solidarity_paid,
    solidarity_pledged,
)
from commonwork.federation.queries.stakes import Stake, Statement, of_person, register, statement
from commonwork.federation.queries.trade import sister_trade, sister_trade_total
from commonwork.federation.queries.year_ends import (
    Plan,
    Terms,
    all_year_ends,
    plan,
    shared,
    surplus_shared,
    terms,
)

__all__ = [
    "Belonging",
    "CoopJobs",
    "CoopWealth",
    "Jobs",
    "Labour",
    "Plan",
    "Stake",
    "Statement",
    "Terms",
    "Wealth",
    "Worked",
    "admitted",
    "all_year_ends",
    "belonging",
    "charged",
    "class_of",
    "fund",
    "house",
    "jobs",
    "jobs_by_coop",
    "labour",
    "movements",
    "of_person",
    "outstanding",
    "owed",
    "owned_in",
    "plan",
    "pledges",
    "register",
    "shared",
    "sister_trade",
    "sister_trade_total",
    "solidarity_paid",
    "solidarity_pledged",
    "statement",
    "surplus_shared",
    "terms",
    "wage",
    "wealth",
]
