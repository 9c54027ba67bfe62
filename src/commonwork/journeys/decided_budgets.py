"""Join: what an assembly decided becomes a budget of the federation, one line for each resolution it funded.

So anyone can follow a decision to its line, to the payment and to the receipt.
"""

from datetime import date

from commonwork.assembly import queries as assembly
from commonwork.books import queries as book_queries
from commonwork.books.actions import budgets
from commonwork.journeys.grants import FUND, FUND_KEEPER
from commonwork.record.models import Fact
from commonwork.record.refs import resolve
from commonwork.registry.models import Organisation

BY = "system/journeys"


def adopt_decided(fact: Fact) -> None:
    """An assembly decided: plan its funded resolutions for the twelve months that follow."""
    decided, on = resolve(fact.subject), date.fromisoformat(fact.data["on"])
    keeper = Organisation.objects.filter(key=FUND_KEEPER).first()
    if decided is None or keeper is None or book_queries.book_of(keeper) is None:
        return
    funded = assembly.resolutions_of(decided).filter(is_funded=True)  # type: ignore[arg-type]
    lines = [budgets.Planned(FUND, row.cost_minor, party=row.key) for row in funded]
    if lines:
        budgets.adopt(
            organisation=keeper,
            starts_on=on,
            ends_on=on.replace(year=on.year + 1, day=28 if (on.month, on.day) == (2, 29) else on.day),
            lines=lines,
            adopted_on=on,
            adopted_by=decided.body,  # type: ignore[attr-defined]
            decision=decided,
            is_firm=True,
            by=BY,
            at=fact.at,
        )
