"""Money of a gathering: what is asked of each registration, what was paid, what is to be paid back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from commonwork.gatherings.models import Gathering, Payment, Registration
from commonwork.gatherings.queries.rosters import registered

FEW = 50  # up to so many registrations are asked for by their numbers


@dataclass(frozen=True)
class Due:
    """Of one registration: what it means to give (on a sliding scale without a choice the least), the most it may give,
    and what it gave."""

    asked_minor: int
    most_minor: int
    paid_minor: int

    @property
    def left_minor(self) -> int:
        """What may still be paid."""
        return max(0, self.most_minor - self.paid_minor)

    @property
    def open_minor(self) -> int:
        """What is still expected."""
        return max(0, self.asked_minor - self.paid_minor)

    @property
    def next_minor(self) -> int:
        """What to ask for at the door: what is expected, or where nothing is, the whole price."""
        return self.open_minor or (0 if self.paid_minor else self.left_minor)


@dataclass(frozen=True)
class Money:
    """Of a whole gathering. asked, still_open: of those with a place. received: all that came in; returned: what of it was
    paid back; to_return: what is still to be, because somebody cancelled or it was called off."""

    asked_minor: int
    received_minor: int
    returned_minor: int
    open_minor: int
    to_return_minor: int

    @property
    def kept_minor(self) -> int:
        """What came in less what was paid back."""
        return self.received_minor - self.returned_minor


def due(registration: Registration) -> Due:
    """What one registration is asked for, and what it paid. A price is for each place."""
    standing = registration.payments.filter(returned_on=None)
    return _due(registration, registration.gathering, standing.aggregate(all=Sum("amount_minor"))["all"] or 0)


def dues(gathering: Gathering, registrations: Iterable[Registration | None]) -> dict[int, Due]:
    """The same for many at once, by their numbers; nothing where the gathering is free."""
    lead = gathering.lead
    if not lead.price_minor:
        return {}
    rows = [row for row in registrations if row is not None]
    there = paid(lead, among=rows if len(rows) <= FEW else None)
    return {row.pk: _due(row, lead, there.get(row.pk, 0)) for row in rows}


def payments(gathering: Gathering) -> QuerySet[Payment]:
    """All payments for places at a gathering, by day."""
    rows = Payment.objects.filter(registration__gathering=gathering.lead)
    return rows.select_related("registration__guest", "registration__person").order_by("paid_on", "pk")


def to_return(gathering: Gathering) -> QuerySet[Payment]:
    """What is to be paid back: paid by somebody who cancelled, or for a gathering that was called off."""
    rows = payments(gathering).filter(returned_on=None)
    return rows if gathering.lead.called_off_at else rows.filter(registration__cancelled_at__isnull=False)


def money_of(gathering: Gathering) -> Money:
    """The sums of a gathering's money."""
    lead = gathering.lead
    sums = payments(gathering).aggregate(
        all=Sum("amount_minor"), back=Sum("amount_minor", filter=Q(returned_on__isnull=False))
    )
    standing = [] if lead.called_off_at else list(dues(lead, registered(lead)).values())
    return Money(
        asked_minor=sum(row.asked_minor for row in standing),
        received_minor=sums["all"] or 0,
        returned_minor=sums["back"] or 0,
        open_minor=sum(row.open_minor for row in standing),
        to_return_minor=to_return(gathering).aggregate(all=Sum("amount_minor"))["all"] or 0,
    )


def paid(lead: Gathering, *, among: Sequence[Registration] | None = None) -> dict[int, int]:
    """{number of a registration: what it paid}, what was paid back left out; those who paid nothing are missing."""
    rows = Payment.objects.filter(registration__gathering=lead, returned_on=None).order_by()
    if among is not None:
        rows = rows.filter(registration__in=[row.pk for row in among])
    return dict(rows.values_list("registration").annotate(all=Sum("amount_minor")))


def _due(registration: Registration, lead: Gathering, paid_minor: int) -> Due:
    least = lead.price_minor if lead.price_least_minor is None else lead.price_least_minor
    each = least if registration.pledged_minor is None else registration.pledged_minor
    places = registration.party_count
    return Due(each * places, lead.price_minor * places, paid_minor)
