"""Who may do what in the bank: loads a row the account may see, or says no (404 where it must not even know)."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from commonwork.access.guard import demand
from commonwork.access.models import Account
from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, as_of, may, where
from commonwork.bank import HOUSE_KEY
from commonwork.bank.models import Loan
from commonwork.registry import clock
from commonwork.registry.models import Organisation, Person
from commonwork.registry.queries import organisations_of

INCUBATOR_KEY = "incubator"  # its coordinators walk with borrowers before and after the loan


def house() -> Organisation:
    """The bank as an organisation. 404 in a network without one."""
    found = Organisation.objects.filter(key=HOUSE_KEY).first()
    if found is None:
        raise Http404
    return found


def person_of(account: Asker) -> Person:
    """The person who acts. 403 for an account that belongs to nobody."""
    person = account.person if isinstance(account, Account) else None
    if person is None:
        raise PermissionDenied
    return person


def is_in_circle(account: Asker) -> bool:
    """Bank's circle: officers, committee, auditors, stewards, and the incubator's coordinators."""
    return may(account, Permission.LOAN_SEE, HOUSE_KEY) or may(account, Permission.LOAN_SEE, INCUBATOR_KEY)


def may_see_whole(account: Asker, loan: Loan) -> bool:
    """May this account see the loan with people's names? The bank's circle and the borrower's own people may."""
    if is_in_circle(account) or may(account, Permission.LOAN_SEE, loan.borrower):
        return True
    if not isinstance(account, Account) or account.person is None:
        return False
    return organisations_of(account.person, on=clock.today()).filter(pk=loan.borrower_id).exists()


def visible_loans(account: Asker) -> QuerySet[Loan]:
    """The loans an account sees whole."""
    day = as_of(account)
    known = Loan.objects.filter(applied_on__lte=day) if day else Loan.objects.all()
    if is_in_circle(account):
        return known
    mine = Q(borrower__in=where(account, Permission.LOAN_SEE))
    if isinstance(account, Account) and account.person is not None:
        mine |= Q(borrower__in=organisations_of(account.person, on=clock.today()))
    return known.filter(mine)


def visible_loan(account: Asker, key: str) -> Loan:
    """One loan: whole, or what its borrower shows to anyone. 404 for all others."""
    loan = Loan.objects.filter(key=key).first()
    day = as_of(account)
    if loan is not None and day and loan.applied_on > day:
        raise Http404
    if loan is None or not (loan.is_public or may_see_whole(account, loan)):
        raise Http404
    return loan


def loan_for(account: Asker, key: str, permission: Permission) -> Loan:
    """A loan on which an account of the bank acts. 404 when it may not even see it, 403 when it may not act."""
    loan = visible_loan(account, key)
    demand(may(account, permission, loan.lender))
    return loan


def loan_for_borrower(account: Asker, key: str) -> Loan:
    """A loan on which the borrower's treasurer acts."""
    loan = visible_loan(account, key)
    demand(may(account, Permission.LOAN_APPLY, loan.borrower))
    return loan


def may_apply(account: Asker, borrower: Organisation) -> bool:
    """The treasurer asks for the own co-op, the incubator's coordinator for any."""
    return may(account, Permission.LOAN_APPLY, borrower) or may(account, Permission.LOAN_APPLY, INCUBATOR_KEY)


def borrowers(account: Asker) -> QuerySet[Organisation]:
    """The co-ops in whose name an account may ask for a loan, by name."""
    coops = Organisation.objects.filter(kind=Organisation.Kind.COOP).exclude(stage=Organisation.Stage.CLOSED)
    if not may(account, Permission.LOAN_APPLY, INCUBATOR_KEY):
        coops = coops.filter(pk__in=where(account, Permission.LOAN_APPLY).values("pk"))
    return coops.order_by("name")
