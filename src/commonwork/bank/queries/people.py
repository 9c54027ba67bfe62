"""The people around a loan: who keeps the borrower's books, who walks with it at the bank."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonwork.access.models import RoleHolding
from commonwork.bank.models import Loan
from commonwork.registry.models import Person
from commonwork.registry.queries import running

MOST_SHOWN = 6


def around(loan: Loan, *, on: date) -> list[tuple[Person, Any]]:
    """(person, what they do here) for treasurers of the borrower and officers of the lender, on a day."""
    holdings = (
        RoleHolding.objects.filter(running(on))
        .filter(
            organisation__in=[loan.borrower, loan.lender],
            role__in=["treasurer", "loan-officer"],
            person__is_forgotten=False,
        )
        .select_related("person")
        .order_by("-role", "person__name")
    )
    found: list[tuple[Person, Any]] = []
    for holding in holdings:
        if holding.role == "treasurer" and holding.organisation_id == loan.borrower_id:
            found.append((holding.person, _("treasurer, %(coop)s") % {"coop": loan.borrower.name}))
        elif holding.role == "loan-officer" and holding.organisation_id == loan.lender_id:
            found.append((holding.person, _("loan officer")))
    return found[:MOST_SHOWN]
