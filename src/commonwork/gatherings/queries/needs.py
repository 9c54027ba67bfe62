"""What gatherings ask of an account."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, where
from commonwork.gatherings.models import Gathering
from commonwork.gatherings.permits import person_of
from commonwork.gatherings.queries.lists import coming, past
from commonwork.registry.clock import at_time


@dataclass(frozen=True)
class Need:
    """One thing that needs somebody: what to do, why, until when, where, and the words on the button."""

    title: str
    reason: str
    due_on: date
    href: str
    button: str


def needs(account: Asker, on: date) -> list[Need]:
    """What gatherings ask of an account: come where you registered; take the roll of what was held."""
    person = person_of(account)
    if person is None:
        return []
    mine = coming(on, among=Gathering.objects.all()).filter(
        registrations__person=person,
        registrations__cancelled_at=None,
        registrations__waiting_since=None,
        called_off_at=None,
    )
    found = [
        Need(
            title=_("Come to %(title)s") % {"title": row.title},
            reason=_("You registered: %(hours)s.") % {"hours": row.hours_text},
            due_on=row.starts_on,
            href=row.get_absolute_url(),
            button=_("See the details"),
        )
        for row in mine[:7]
    ]
    return sorted(
        [*found, *_rolls_to_take(account, on), *_guests_to_forget(account, on)], key=lambda need: need.due_on
    )


def _rolls_to_take(account: Asker, on: date) -> list[Need]:
    held = Gathering.objects.filter(
        Q(registrations__cancelled_at=None, registrations__isnull=False),
        host__in=where(account, Permission.ROLL_TAKE),
        starts_at__lt=at_time(on + timedelta(days=1), time(0)),
        roll_taken_at=None,
        called_off_at=None,
        part_of="",
    ).distinct()
    return [
        Need(
            title=_("Take the roll of %(title)s") % {"title": row.title},
            reason=_("It was held and nobody has said who came."),
            due_on=row.last_on,
            href=reverse("gatherings_roll", args=[row.key]),
            button=_("Take the roll"),
        )
        for row in held.order_by("-starts_at")[:7]
    ]


def _guests_to_forget(account: Asker, on: date) -> list[Need]:
    """Gatherings that are over and have their roll, and still keep names of guests."""
    kept = past(on, among=Gathering.objects.all()).filter(
        registrations__guest__isnull=False,
        host__in=where(account, Permission.GATHERING_KEEP),
        roll_taken_at__isnull=False,
    )
    return [
        Need(
            title=_("Erase the names of guests of %(title)s") % {"title": row.title},
            reason=_("It is over, and guests were told that their names would be erased."),
            due_on=row.last_on,
            href=reverse("gatherings_forget_guests", args=[row.key]),
            button=_("Erase names"),
        )
        for row in kept.distinct()[:7]
    ]
