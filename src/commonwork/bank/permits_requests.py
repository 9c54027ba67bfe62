"""Who may write, read and act on a loan's way: applications, reviews, draws against receipts, the log, the story."""

from django.db.models import Q, QuerySet
from django.http import Http404

from commonwork.access.guard import demand
from commonwork.access.models import Account, RoleHolding
from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, may
from commonwork.bank import asks, permits
from commonwork.bank.models import Application, DrawRequest, Loan
from commonwork.registry import clock
from commonwork.registry.models import Body, BodySeat, Organisation, Person
from commonwork.registry.queries import memberships, organisations_of, running

OF_BANK = (Permission.LOAN_DECIDE, Permission.LOAN_DISBURSE, Permission.LOAN_RECEIVE)


def person(account: Asker) -> Person | None:
    """The person behind an account, or None."""
    return account.person if isinstance(account, Account) else None


def is_of(account: Asker, organisation: Organisation) -> bool:
    """Does this account's person belong to a co-op, to the team it will be, or act in its name?"""
    who = person(account)
    if who is None:
        return False
    if may(account, Permission.LOAN_APPLY, organisation):
        return True
    here = clock.today()
    if memberships(on=here, organisation=organisation).filter(person=who).exists():
        return True
    return who in asks.people_of(organisation, here)


def is_of_bank(account: Asker, lender: Organisation) -> bool:
    """Does this account act for the bank: officer or committee?"""
    return any(may(account, permission, lender) for permission in OF_BANK)


def applications(account: Asker) -> QuerySet[Application]:
    """The applications an account may read: of its own co-ops; for the coordinator all; for the bank those sent."""
    found = Application.objects.exclude(state=Application.State.DROPPED)
    if may(account, Permission.LOAN_APPLY, permits.INCUBATOR_KEY):
        return found
    who = person(account)
    mine = Q(borrower__in=permits.borrowers(account))
    if who is not None:
        mine |= Q(borrower__in=organisations_of(who, on=clock.today()))
    if permits.is_in_circle(account):
        mine |= Q(state=Application.State.SENT)
    return found.filter(mine)


def application(account: Asker, key: str) -> Application:
    """One application. 404 for whoever may not read it."""
    found = Application.objects.filter(key=key).first()
    if found is None:
        raise Http404
    is_sent = found.state == Application.State.SENT
    if not (
        permits.may_apply(account, found.borrower)
        or is_of(account, found.borrower)
        or (is_sent and permits.is_in_circle(account))
    ):
        raise Http404
    return found


def may_write(account: Asker, found: Application) -> bool:
    """A draft is written by whoever may ask in the co-op's name."""
    return found.state == Application.State.DRAFT and permits.may_apply(account, found.borrower)


def draft(account: Asker, key: str) -> Application:
    """A draft that this account writes. 404 unseen, 403 where it only reads."""
    found = application(account, key)
    demand(permits.may_apply(account, found.borrower))
    return found


def whole_loan(account: Asker, key: str) -> Loan:
    """A loan for those who see it whole. 404 for all others."""
    loan = permits.visible_loan(account, key)
    if not permits.may_see_whole(account, loan):
        raise Http404
    return loan


def read_loan(account: Asker, key: str) -> Loan:
    """A loan whose reviews and memo this account reads: the bank's own people. 404 unseen, 403 for others."""
    loan = whole_loan(account, key)
    demand(is_of_bank(account, loan.lender))
    return loan


def walked_loan(account: Asker, key: str) -> Loan:
    """A loan whose log this account reads: the co-op's people and the bank's. 404 for all others."""
    loan = permits.visible_loan(account, key)
    if not may_read_log(account, loan):
        raise Http404
    return loan


def may_read_log(account: Asker, loan: Loan) -> bool:
    """The log is between the co-op and the bank."""
    return is_of_bank(account, loan.lender) or is_of(account, loan.borrower)


def own_loan(account: Asker, key: str) -> Loan:
    """A loan of a co-op this account's person belongs to. 404 for all others."""
    loan = permits.visible_loan(account, key)
    if not is_of(account, loan.borrower):
        raise Http404
    return loan


def request(account: Asker, key: str) -> DrawRequest:
    """A request for a draw, for those who see its loan whole. 404 for all others."""
    found = DrawRequest.objects.filter(key=key).first()
    if found is None or not permits.may_see_whole(account, found.loan):
        raise Http404
    return found


def may_ask_draw(account: Asker, loan: Loan) -> bool:
    """The treasurer asks for a part of the loan."""
    return may(account, Permission.LOAN_APPLY, loan.borrower)


def committee(lender: Organisation) -> QuerySet[Person]:
    """Who can chair or sit in the loan committee today: its members, by role or seat, and the officers; by name."""
    held = RoleHolding.objects.filter(
        running(clock.today()), organisation=lender, role__in=["committee-member", "loan-officer"]
    )
    seats = BodySeat.objects.filter(
        running(clock.today()), body__organisation=lender, body__kind=Body.Kind.COMMITTEE
    )
    found = Q(pk__in=held.values("person")) | Q(pk__in=seats.values("person"))
    return Person.objects.filter(found, is_forgotten=False).order_by("name")
