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
from commonwork.federation.queries.hours import Labour, Worked, labour, paid_minutes, paid_people, wage
from commonwork.federation.queries.needs import Need, needs
from commonwork.federation.queries.owning import CoopWealth, Wealth, owned_in, wealth
from commonwork.federation.queries.sharing import (
    Plan,
    SharedYear,
    Terms,
    latest_shared,
    plan,
    shared,
    shared_year,
    surplus_shared,
    terms,
    year_ends,
)
from commonwork.federation.queries.solidarity import (
    movements,
    outstanding,
    pledges,
    solidarity_fund_minor,
    solidarity_paid,
    solidarity_pledged,
)
from commonwork.federation.queries.stakes import Stake, contests_of, of_person, register, statement
from commonwork.federation.queries.told_lines import Statement, ToldLine
from commonwork.federation.queries.trade import sister_trade, sister_trade_total, trade_year

__all__ = [
    "Belonging",
    "CoopJobs",
    "CoopWealth",
    "Jobs",
    "Labour",
    "Need",
    "Plan",
    "SharedYear",
    "Stake",
    "Statement",
    "Terms",
    "ToldLine",
    "Wealth",
    "Worked",
    "admitted",
    "belonging",
    "charged",
    "class_of",
    "contests_of",
    "house",
    "jobs",
    "jobs_by_coop",
    "labour",
    "latest_shared",
    "movements",
    "needs",
    "of_person",
    "outstanding",
    "owed",
    "owned_in",
    "paid_minutes",
    "paid_people",
    "plan",
    "pledges",
    "register",
    "shared",
    "shared_year",
    "sister_trade",
    "sister_trade_total",
    "solidarity_fund_minor",
    "solidarity_paid",
    "solidarity_pledged",
    "statement",
    "surplus_shared",
    "terms",
    "trade_year",
    "wage",
    "wealth",
    "year_ends",
]
