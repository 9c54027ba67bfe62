"""What in the bank needs somebody today: payments due, votes open, quarters to close, treasurers to remind."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.models import Account
from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, may, where
from commonwork.bank import HOUSE_KEY
from commonwork.bank.models import CommitteeVote, Loan, calendar_quarter, quarter_name
from commonwork.bank.queries.position import Position, positions
from commonwork.ui.money import money

SOON_DAYS = 30  # how far ahead the list looks; a matter of display, not of policy


@dataclass(frozen=True)
class Need:
    """A verb and a thing, why, by when (None: whenever), where to do it, and what the button says."""

    title: str
    reason: str
    due_on: date | None
    href: str
    button: str


def needs(account: Asker, on: date) -> list[Need]:
    """What the bank asks of this account on a day, earliest first, undated last."""
    found = [*_of_officer(account, on), *_of_committee(account), *_of_treasurer(account, on)]
    return sorted(found, key=lambda need: (need.due_on is None, need.due_on or on, need.title))


def _with_positions(loans: list[Loan]) -> Iterator[tuple[Loan, Position]]:
    standing = positions(loans)
    for loan in loans:
        yield loan, standing[loan.pk]


def _of_officer(account: Asker, on: date) -> Iterator[Need]:
    if may(account, Permission.LOAN_DISBURSE, HOUSE_KEY):
        for loan in Loan.objects.filter(stage=Loan.Stage.APPROVED, lender__key=HOUSE_KEY):
            yield Need(
                _("Agree on the terms: %(loan)s") % {"loan": loan.full_name},
                _("The committee said yes; the terms wait to be set down."),
                None,
                reverse("bank_loan_agree", args=[loan.key]),
                _("Agree"),
            )
    if not may(account, Permission.LOAN_RECEIVE, HOUSE_KEY):
        return
    loans = list(Loan.objects.filter(stage__in=Loan.RUNNING, lender__key=HOUSE_KEY))
    for loan, standing in _with_positions(loans):
        if standing.due_minor and standing.due_on and standing.due_on <= on + timedelta(days=SOON_DAYS):
            yield Need(
                _("Record the payment: %(loan)s") % {"loan": loan.full_name},
                _("%(amount)s is due from the last surplus.") % {"amount": money(standing.due_minor)},
                standing.due_on,
                reverse("bank_loan_pay", args=[loan.key]),
                _("Record"),
            )
        quarter = next_quarter(loan, standing)
        if quarter and quarter[1] <= on + timedelta(days=1):
            yield Need(
                _("Close the quarter: %(loan)s") % {"loan": loan.full_name},
                _("%(quarter)s is over; its surplus statement is not made yet.")
                % {"quarter": quarter_name(quarter[0])},
                quarter[1],
                reverse("bank_loan_close_quarter", args=[loan.key]),
                _("Close"),
            )


def next_quarter(loan: Loan, standing: Position) -> tuple[date, date] | None:
    """The quarter [starts_on, ends_on) that is closed next; None before the first draw, once repaid, on a schedule."""
    if loan.stage not in Loan.RUNNING or loan.kind != Loan.Kind.SURPLUS_SHARE:
        return None
    if standing.reckoned_until:
        return calendar_quarter(standing.reckoned_until)
    return calendar_quarter(standing.first_drawn_on) if standing.first_drawn_on else None


def _of_committee(account: Asker) -> Iterator[Need]:
    if not may(account, Permission.LOAN_DECIDE, HOUSE_KEY):
        return
    assert isinstance(account, Account)
    voted = CommitteeVote.objects.filter(person=account.person).values("loan")
    for loan in Loan.objects.filter(stage=Loan.Stage.APPLIED, lender__key=HOUSE_KEY).exclude(pk__in=voted):
        yield Need(
            _("Vote: %(loan)s") % {"loan": loan.full_name},
            _("%(coop)s asks for %(amount)s.")
            % {"coop": loan.borrower.name, "amount": money(loan.principal_minor)},
            None,
            reverse("bank_loan_vote", args=[loan.key]),
            _("Vote"),
        )


def _of_treasurer(account: Asker, on: date) -> Iterator[Need]:
    if may(account, Permission.LOAN_RECEIVE, HOUSE_KEY):
        return
    kept: Any = where(account, Permission.LOAN_APPLY).exclude(kind="institution")
    loans = list(Loan.objects.filter(stage__in=Loan.RUNNING, borrower__in=kept))
    for loan, standing in _with_positions(loans):
        if standing.due_minor and standing.due_on and standing.due_on <= on + timedelta(days=SOON_DAYS):
            yield Need(
                _("Send the payment: %(loan)s") % {"loan": loan.full_name},
                _("%(amount)s is due from the last surplus.") % {"amount": money(standing.due_minor)},
                standing.due_on,
                loan.get_absolute_url(),
                _("Open"),
            )
