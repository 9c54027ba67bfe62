"""The table "fact kind -> handlers", and how handlers run: after the commit, and again from the worker if they failed.

Each handler is idempotent by (fact, handler): the row that says it ran is written in the same transaction.
"""

from collections.abc import Callable, Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from commonwork.journeys import membership_to_role
from commonwork.record.models import Fact, Handled

Handler = Callable[[Fact], None]

WIRES: Mapping[str, tuple[Handler, ...]] = {
    "registry.membership.began": (membership_to_role.give_worker_owner,),
    "registry.membership.ended": (membership_to_role.end_worker_owner,),
}


def name_of(handler: Handler) -> str:
    """The name a handler is remembered by."""
    return f"{handler.__module__.rpartition('.')[2]}.{handler.__name__}"


def deliver(fact: Fact) -> None:
    """Run every handler of a fact that has not run yet."""
    for handler in WIRES.get(fact.kind, ()):
        if Handled.objects.filter(fact=fact, handler=name_of(handler)).exists():
            continue
        try:
            with transaction.atomic():
                Handled.objects.create(fact=fact, handler=name_of(handler), at=timezone.now())
                handler(fact)
        except IntegrityError:
            if not Handled.objects.filter(fact=fact, handler=name_of(handler)).exists():
                raise


def catch_up(*, most: int = 1000) -> int:
    """Deliver facts whose handlers failed or never ran; returns how many facts were looked at."""
    handled = Handled.objects.values("fact")
    waiting = Fact.objects.filter(kind__in=WIRES).exclude(pk__in=handled).order_by("pk")[:most]
    facts = list(waiting)
    for fact in facts:
        deliver(fact)
    return len(facts)
