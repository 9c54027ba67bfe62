"""Who may do what in the federation: loads a row the account may see, or says no (404 where there is none)."""

from django.db.models import Q, QuerySet
from django.http import Http404

from commonwork.access.guard import demand
from commonwork.access.models import Account
from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, may, where
from commonwork.federation import HOUSE_KEY
from commonwork.federation.models import Affiliation, Hours, SisterInvoice, YearEnd
from commonwork.registry.clock import today
from commonwork.registry.models import Membership, Organisation, Person
from commonwork.registry.queries import memberships


def person_of(account: Asker) -> Person | None:
    """The person behind an account, if there is one."""
    return account.person if isinstance(account, Account) else None


def coop(key: str) -> Organisation:
    """A co-op of the network; 404 when there is none."""
    row = Organisation.objects.filter(key=key, kind=Organisation.Kind.COOP).first()
    if row is None:
        raise Http404
    return row


def works_in(account: Asker, organisation: Organisation) -> bool:
    """Does the account's person belong to the co-op today, in any class?"""
    person = person_of(account)
    return person is not None and _today(organisation).filter(person=person).exists()


def sees_inside(account: Asker, organisation: Organisation) -> bool:
    """Worker-owners, and roles that may see the organisation, see names, hours, shares and accounts."""
    if may(account, Permission.ORGANISATION_SEE, organisation):
        return True
    person = person_of(account)
    owners = _today(organisation).filter(class_code=Membership.Class.MEMBER)
    return person is not None and owners.filter(person=person).exists()


def coop_inside(account: Asker, key: str) -> Organisation:
    """A co-op the account sees from inside; 403 for others."""
    row = coop(key)
    demand(sees_inside(account, row))
    return row


def coop_for(account: Asker, key: str, permission: Permission) -> Organisation:
    """A co-op in which the account may do something; 403 otherwise."""
    row = coop(key)
    demand(may(account, permission, row))
    return row


def coop_of_hours(account: Asker, key: str) -> Organisation:
    """A co-op whose hours the account may see or enter: everybody who works there, and who sees inside."""
    row = coop(key)
    demand(works_in(account, row) or sees_inside(account, row))
    return row


def keeps_hours(account: Asker, organisation: Organisation) -> bool:
    """May the account see and enter everybody's hours?"""
    return may(account, Permission.HOURS_APPROVE, organisation)


def may_enter_hours(account: Asker, organisation: Organisation) -> bool:
    """May the account enter hours at all: its own, or everybody's?"""
    return works_in(account, organisation) or keeps_hours(account, organisation)


def visible_hours(account: Asker, organisation: Organisation) -> QuerySet[Hours]:
    """Everybody's hours for those who see inside, one's own for other workers."""
    rows = Hours.objects.filter(organisation=organisation)
    if sees_inside(account, organisation):
        return rows
    return rows.filter(person=person_of(account))


def hours_to_take_back(account: Asker, organisation: Organisation, pk: int) -> Hours:
    """A row the account may take back: the own one, or any for who keeps the hours."""
    rows = Hours.objects.filter(organisation=organisation, pk=pk)
    if not keeps_hours(account, organisation):
        rows = rows.filter(person=person_of(account))
    row = rows.select_related("person", "organisation").first()
    if row is None:
        raise Http404
    return row


def year_end(key: str, year: int) -> YearEnd | None:
    """The year-end of a co-op, or None while the year is not closed."""
    rows = YearEnd.objects.filter(organisation__key=key, year=year)
    return rows.select_related("organisation").first()


def invoice(account: Asker, key: str) -> SisterInvoice:
    """An invoice between sisters; anyone may see it."""
    row = SisterInvoice.objects.filter(key=key).select_related("seller", "buyer").first()
    if row is None:
        raise Http404
    return row


def may_take_back(account: Asker, row: SisterInvoice) -> bool:
    """The buyer's treasurer takes a payment back, the seller's an invoice that is not paid."""
    if row.taken_back_on:
        return False
    return may(account, Permission.BOOKS_KEEP, row.buyer if row.paid_on else row.seller)


def sellers(account: Asker) -> QuerySet[Organisation]:
    """The co-ops in whose name an account may write invoices."""
    return where(account, Permission.BOOKS_KEEP).filter(kind=Organisation.Kind.COOP).order_by("name")


def applicants(account: Asker) -> QuerySet[Organisation]:
    """The co-ops for which an account may apply."""
    return where(account, Permission.AFFILIATION_APPLY).filter(kind=Organisation.Kind.COOP).order_by("name")


def may_decide(account: Asker, affiliation: Affiliation) -> bool:
    """Stewards and delegates of the federation decide, and delegates of other co-ops; nobody for the own co-op."""
    if works_in(account, affiliation.organisation):
        return False
    if may(account, Permission.AFFILIATION_DECIDE, HOUSE_KEY):
        return True
    others = where(account, Permission.AFFILIATION_DECIDE).exclude(pk=affiliation.organisation_id)
    return others.filter(kind=Organisation.Kind.COOP, stage__in=Affiliation.Class.values).exists()


def visible_affiliations(account: Asker) -> QuerySet[Affiliation]:
    """Those who decide see all applications; others those of their co-ops."""
    rows = Affiliation.objects.select_related("organisation").order_by("-applied_on", "key")
    if may(account, Permission.AFFILIATION_DECIDE):
        return rows
    mine = Q(organisation__in=where(account, Permission.ORGANISATION_SEE))
    if (person := person_of(account)) is not None:
        mine |= Q(organisation__in=memberships(on=today()).filter(person=person).values("organisation"))
    return rows.filter(mine)


def affiliation(account: Asker, key: str) -> Affiliation:
    """An application the account may see; 404 otherwise."""
    row = visible_affiliations(account).filter(key=key).first()
    if row is None:
        raise Http404
    return row


def _today(organisation: Organisation) -> QuerySet[Membership]:
    return memberships(on=today(), organisation=organisation)
