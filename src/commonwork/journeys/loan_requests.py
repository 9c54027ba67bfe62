"""Join: a team in the incubator asks the bank for its first loan, with what the incubator knows filled in."""

from datetime import date, datetime
from typing import Any

from commonwork.bank.actions import loans
from commonwork.record.acts import Who, act, state
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence

LENDER = "bank"
FINANCING = "financing"


class NoEntryInTheRegister(Refusal):
    sentence = sentence("{team} is not entered in the register of co-ops yet; a steward can do that.")
    status = 409


def borrower_of(team: Any) -> Organisation | None:
    """The organisation a team is or will be: the one linked to it, else the co-op of the same key."""
    if team.organisation_id:
        return Organisation.objects.get(pk=team.organisation_id)
    return Organisation.objects.filter(key=team.key, kind=Organisation.Kind.COOP).first()


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
) -> Any:
    """Hand a team's request to the bank. Returns the bank's Loan. Raises NoEntryInTheRegister and what
    `bank.loans.apply` raises."""
    borrower = borrower_of(team)
    if borrower is None:
        raise NoEntryInTheRegister(team=team.name)
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
        "journeys.loan.requested",
        subject=loan,
        by=by,
        at=at,
        organisation=borrower,
        about=[team, borrower],
        data={"amount_minor": principal_minor, "unit": "USD", "on": on.isoformat()},
    )
    return loan
