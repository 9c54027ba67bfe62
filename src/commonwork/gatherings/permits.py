"""Who may see and keep which gatherings."""

from datetime import date
from hashlib import sha256

from django.db.models import Q, QuerySet
from django.http import Http404

from commonwork.access.guard import demand
from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, may, where
from commonwork.gatherings.models import CalendarToken, Gathering, Payment, Registration
from commonwork.registry.models import Person
from commonwork.registry.queries import organisations_of


def person_of(account: Asker) -> Person | None:
    """The person an account belongs to; None for visitors and accounts without one."""
    person: Person | None = getattr(account, "person", None)
    return person


def may_keep(account: Asker, gathering: Gathering) -> bool:
    """Announce, change and call off: whoever keeps gatherings of the host (network-wide where there is
    none)."""
    return may(account, Permission.GATHERING_KEEP, _host_key(gathering))


def may_take_roll(account: Asker, gathering: Gathering) -> bool:
    """See who is registered and mark who came."""
    return may_keep(account, gathering) or may(account, Permission.ROLL_TAKE, _host_key(gathering))


def visible(account: Asker, *, on: date) -> QuerySet[Gathering]:
    """Public gatherings; one's own organisations'; those one keeps, takes the roll of, or is registered
    for."""
    seen = Q(is_public=True)
    person = person_of(account)
    if person is not None:
        seen |= Q(host__in=organisations_of(person, on=on))
        seen |= Q(pk__in=Registration.objects.filter(person=person, cancelled_at=None).values("gathering"))
        seen |= Q(pk__in=person.roll_entries.values("gathering"))
        for permission in (Permission.GATHERING_KEEP, Permission.ROLL_TAKE):
            seen |= Q(host__in=where(account, permission))
            if may(account, permission, ""):
                seen |= Q(host=None)
    return Gathering.objects.filter(seen)


def gathering_to_see(account: Asker, key: str, *, on: date) -> Gathering:
    """The gathering for its page; 404 when it is not there or not for this account."""
    row = visible(account, on=on).select_related("place", "host").filter(key=key).first()
    if row is None:
        raise Http404
    return row


def gathering_to_keep(account: Asker, key: str) -> Gathering:
    """The gathering to change; 404 when not there, 403 for others."""
    gathering = _there(key)
    demand(may_keep(account, gathering))
    return gathering


def gathering_to_mark(account: Asker, key: str) -> Gathering:
    """The gathering whose roll is to be read or taken; 404 when not there, 403 for others."""
    gathering = _there(key)
    demand(may_take_roll(account, gathering))
    return gathering


def registration_by_code(code: str) -> Registration:
    """The registration its secret code opens, for anyone who holds the code; 404 for a wrong one."""
    rows = Registration.objects.select_related("gathering__place", "person", "guest")
    registration = rows.filter(code=code.upper()).first()
    if registration is None:
        raise Http404
    return registration


def may_take_payment(account: Asker, gathering: Gathering) -> bool:
    """Take money for places, and see what was paid: at the door, or by whoever keeps the book of the host."""
    return may_take_roll(account, gathering) or may(account, Permission.BOOKS_KEEP, _host_key(gathering))


def may_pay_back(account: Asker, gathering: Gathering) -> bool:
    """Pay money back: whoever keeps the gathering, or the book of the host."""
    return may_keep(account, gathering) or may(account, Permission.BOOKS_KEEP, _host_key(gathering))


def gathering_to_reckon(account: Asker, key: str) -> Gathering:
    """The gathering whose money may be seen; 404 when not there, 403 for others."""
    gathering = _there(key)
    demand(may_take_payment(account, gathering))
    return gathering


def registration_to_pay(account: Asker, key: str) -> Registration:
    """A registration money may be taken for; 404 when not there, 403 for others."""
    rows = Registration.objects.select_related("gathering__host", "person", "guest")
    registration = rows.filter(key=key).first()
    if registration is None:
        raise Http404
    demand(may_take_payment(account, registration.gathering))
    return registration


def payment_to_return(account: Asker, key: str) -> Payment:
    """A payment that may be paid back; 404 when not there, 403 for others."""
    rows = Payment.objects.select_related("registration__gathering__host", "registration__guest")
    payment = rows.filter(key=key).first()
    if payment is None:
        raise Http404
    demand(may_pay_back(account, payment.registration.gathering))
    return payment


def person_by_calendar(token: str) -> Person:
    """The person whose calendar this token opens; 404 for a wrong one."""
    digest = sha256(token.encode()).hexdigest()
    row = CalendarToken.objects.filter(token_hash=digest).select_related("person").first()
    if row is None or row.person.is_forgotten:
        raise Http404
    return row.person


def _host_key(gathering: Gathering) -> str:
    return gathering.host.key if gathering.host else ""


def _there(key: str) -> Gathering:
    gathering = Gathering.objects.select_related("place", "host").filter(key=key).first()
    if gathering is None:
        raise Http404
    return gathering
