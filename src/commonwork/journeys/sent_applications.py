"""Join: an application that began in the incubator was sent; the plan and the papers of the team go with the loan."""

from commonwork.journeys.loan_requests import ASKED
from commonwork.record.acts import state
from commonwork.record.models import Fact
from commonwork.record.refs import resolve

BY = "system/journeys"


def hand_over(fact: Fact) -> None:
    """State that the team's request is with the bank, so that its papers are found from the loan."""
    team = resolve(str(fact.data.get("team", "")))
    if team is None:
        return
    carried = {
        name: fact.data[name] for name in ("amount_minor", "unit", "on", "team", "plan") if name in fact.data
    }
    about = [str(fact.data[name]) for name in ("team", "plan", "borrower") if name in fact.data]
    borrower = str(fact.data["borrower"]).rpartition("/")[2]
    state(
        ASKED,
        subject=str(fact.data["loan"]),
        by=BY,
        at=fact.at,
        organisation=borrower,
        about=about,
        data=carried,
    )
