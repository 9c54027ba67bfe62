"""What happens at the bank between a gift and a year later: a second loan, paid out, and paid back from surplus."""

from datetime import date

from commonwork.access.actions import roles
from commonwork.bank.actions import draws, loans, payments, quarters, votes
from commonwork.bank.models import Loan
from commonwork.bank.queries import position
from commonwork.registry.clock import at_time
from commonwork.registry.models import Network, Organisation, Person
from tests.rooms.bank.make import DEFINITION, move

DAY = date(2017, 4, 1)
QUARTER_ENDS = date(2017, 7, 1)
NAME = "A second crew"


def a_year() -> None:
    """The Green Team borrows 1,200.00 on the day of the gift, makes 5,000.00 in the quarter, and pays it back."""
    lotte = Person.objects.get(key="invented_lotte")
    coop = Organisation.objects.get(key="green_team")
    by = {"by": lotte, "at": at_time(DAY)}
    loan = loans.apply(
        borrower=coop, lender=Organisation.objects.get(key="bank"), principal_minor=120_000, name=NAME,
        purpose="Tools for a second crew.", is_public=True, on=DAY, **by,
    )  # fmt: skip
    for key in ("xena", "yuri", "zora"):
        person = Person.objects.get(key=f"invented_{key}")
        votes.cast(loan=loan, person=person, vote="yes", on=DAY, by=person, at=at_time(DAY))
    loans.decide(loan=loan, is_approved=True, reason="plan_holds", on=DAY, **by)
    loans.agree(loan=loan, ends_on=date(2020, 6, 30), surplus_definition=DEFINITION, on=DAY, **by)
    loan = draws.pay_out(loan=Loan.objects.get(pk=loan.pk), amount_minor=120_000, on=DAY, **by)
    move(coop, date(2017, 5, 20), ("1000", 500_000), ("4000", -500_000))
    later = {"by": lotte, "at": at_time(QUARTER_ENDS)}
    loan = quarters.close(loan=loan, ends_on=QUARTER_ENDS, **later)
    payments.record(loan=loan, on=QUARTER_ENDS, amount_minor=position(loan).due_minor, **later)
    Network.objects.update(demo_on=date(2018, 4, 1))


def second_releaser() -> None:
    """The delegate Dina sits in the loan committee too: the practice people know but one of each."""
    dina, bank = Person.objects.get(key="invented_dina"), Organisation.objects.get(key="bank")
    at = at_time(DAY)
    roles.give(person=dina, role="committee-member", organisation=bank, on=DAY, by="system/test", at=at)
