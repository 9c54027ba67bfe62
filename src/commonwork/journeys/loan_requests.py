"""Join: a team in the incubator asks the bank for its first loan, with what the incubator knows filled in."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from commonwork.bank.actions import applications, loans
from commonwork.journeys import loan_prefill
from commonwork.record.acts import Who, act, state
from commonwork.record.models import Fact
from commonwork.record.refs import ref, resolve
from commonwork.registry.actions import organisations
from commonwork.registry.models import Organisation

LENDER = "bank"
ASKED = "journeys.loan.requested"


def borrower_of(team: Any) -> Organisation | None:
    """The organisation a team is or will be: the one linked to it, else the co-op of the same key."""
    if team.organisation_id:
        return Organisation.objects.get(pk=team.organisation_id)
    return Organisation.objects.filter(key=team.key, kind=Organisation.Kind.COOP).first()


@dataclass(frozen=True)
class Sent:
    """What a loan was asked for with: the team, and the version of its plan if one was kept."""

    team: Any
    plan: Any


def sent_with(loan: Any) -> Sent | None:
    """What came with a loan from the incubator; None when it did not come from there. loan: the bank's Loan."""
    fact = Fact.objects.filter(kind=ASKED, subject=ref(loan)).order_by("pk").last()
    team = resolve(str(fact.data.get("team", ""))) if fact else None
    if fact is None or team is None:
        return None
    return Sent(team, resolve(str(fact.data["plan"])) if "plan" in fact.data else None)


def _entered(team: Any, *, by: Who, at: datetime) -> Organisation:
    return borrower_of(team) or organisations.record(
        name=team.name,
        kind=Organisation.Kind.COOP,
        key=team.key,
        stage=Organisation.Stage.IDEA,
        by=by,
        at=at,
    )


@act
def begin(*, team: Any, on: date, by: Who, at: datetime) -> Any:
    """Begin an application in the name of a team, with its plan filled in. Returns the bank's Application. Raises what
    `bank.applications.start` raises."""
    return applications.start(
        borrower=_entered(team, by=by, at=at),
        lender=Organisation.objects.get(key=LENDER),
        known=loan_prefill.of_team(team, on=on),
        on=on,
        by=by,
        at=at,
    )


@act
def ask(
    *,
    team: Any,
    principal_minor: int,
    name: str,
    purpose: str,
    is_public: bool,
    on: date,
    by: Who,
    at: datetime,
    plan: Any = None,
) -> Any:
    """Hand a team's request to the bank. Returns the bank's Loan. A team that is not in the register of co-ops yet is
    entered as an idea. `plan`: the version that goes with it. Raises what `bank.loans.apply` raises."""
    borrower = _entered(team, by=by, at=at)
    loan = loans.apply(
        borrower=borrower,
        lender=Organisation.objects.get(key=LENDER),
        principal_minor=principal_minor,
        name=name,
        purpose=purpose,
        is_public=is_public,
        on=on,
        by=by,
        at=at,
    )
    state(
        ASKED,
        subject=loan,
        by=by,
        at=at,
        organisation=borrower,
        about=[team, borrower, *([plan] if plan else [])],
        data={"amount_minor": principal_minor, "unit": "USD", "on": on.isoformat(), "team": ref(team)}
        | ({"plan": ref(plan)} if plan else {}),
    )
    return loan
