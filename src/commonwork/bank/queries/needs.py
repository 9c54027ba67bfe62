"""What in the bank needs somebody today: payments due, votes open, quarters to close, treasurers to remind."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.models import Account
from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, may, where
from commonwork.bank import HOUSE_KEY
from commonwork.bank.models import CommitteeVote, Loan
from commonwork.bank.queries.position import Position, positions
from commonwork.bank.queries.waiting import Waited, waited_for
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
    found = positions(loans)
    for loan in loans:
        standing = found[loan.pk]
        if standing.due_minor and standing.due_on and standing.due_on <= on + timedelta(days=SOON_DAYS):
            yield Need(
                _("Record the payment: %(loan)s") % {"loan": loan.full_name},
                _due_words(loan, standing),
                standing.due_on,
                reverse("bank_loan_pay", args=[loan.key]),
                _("Record"),
            )
    yield from statements_of_officer(waited_for(loans, found, on=on))


def _due_words(loan: Loan, standing: Position) -> str:
    """What is due, and where that comes from."""
    amount = {"amount": money(standing.due_minor)}
    if loan.kind != Loan.Kind.SURPLUS_SHARE:
        return _("%(amount)s is due, as the schedule says.") % amount
    return _("%(amount)s is due from the last surplus.") % amount


def statements_of_officer(waited: Iterable[Waited]) -> Iterator[Need]:
    """Periods to close; where the co-op keeps its books elsewhere and has not filed, somebody to call."""
    for one in waited:
        said = {"loan": one.loan.full_name, "period": one.loan.period_word}
        if one.is_known:
            yield Need(
                _("Close the %(period)s: %(loan)s") % said,
                _("%(quarter)s is over; its surplus statement is not made yet.") % {"quarter": one.name},
                one.ends_on,
                reverse("bank_loan_close_quarter", args=[one.loan.key]),
                _("Close"),
            )
            continue
        yield Need(
            _("Ask for the surplus statement: %(loan)s") % said,
            _("%(quarter)s is over; %(coop)s keeps its books elsewhere and has not filed it yet.")
            % {"quarter": one.name, "coop": one.loan.borrower.name},
            one.wanted_by,
            reverse("bank_loan_log_write", args=[one.loan.key]),
            _("Log a call"),
        )


def statements_of_coop(waited: Iterable[Waited]) -> Iterator[Need]:
    """Statements the treasurer has still to file, where the books are kept elsewhere."""
    for one in waited:
        if not one.is_known:
            yield Need(
                _("File the surplus statement: %(loan)s") % {"loan": one.loan},
                _("%(quarter)s is over. What is due follows from it; a late statement is no late payment.")
                % {"quarter": one.name},
                one.wanted_by,
                reverse("bank_loan_statement", args=[one.loan.key]),
                _("File"),
            )


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
    found = positions(loans)
    for loan in loans:
        standing = found[loan.pk]
        if standing.due_minor and standing.due_on and standing.due_on <= on + timedelta(days=SOON_DAYS):
            yield Need(
                _("Send the payment: %(loan)s") % {"loan": loan.full_name},
                _due_words(loan, standing),
                standing.due_on,
                loan.get_absolute_url(),
                _("Open"),
            )
    yield from statements_of_coop(waited_for(loans, found, on=on))
