"""Reading the bank: loans and where they stand, the fund, the committee, and what needs whom."""

from commonwork.bank.queries.committee import Tally, tally
from commonwork.bank.queries.lending import (
    FundPosition,
    Lent,
    at_work,
    coops_financed,
    draws,
    fund_position,
    lending_year,
    lent,
    loans_count,
    public_name,
)
from commonwork.bank.queries.needs import Need
from commonwork.bank.queries.needs_requests import needs
from commonwork.bank.queries.people import around
from commonwork.bank.queries.position import (
    Part,
    Position,
    Row,
    movements,
    paid_back,
    position,
    positions,
    proof,
    rows,
    rows_of,
    shared_out,
)
from commonwork.bank.queries.waiting import Waited, next_quarter, waited_for

__all__ = [
    "FundPosition",
    "Lent",
    "Need",
    "Part",
    "Position",
    "Row",
    "Tally",
    "Waited",
    "around",
    "at_work",
    "coops_financed",
    "draws",
    "fund_position",
    "lending_year",
    "lent",
    "loans_count",
    "movements",
    "needs",
    "next_quarter",
    "paid_back",
    "position",
    "positions",
    "proof",
    "public_name",
    "rows",
    "rows_of",
    "shared_out",
    "tally",
    "waited_for",
]
