"""The table "fact kind -> handlers", and how handlers run: after the commit, and again from the worker if they failed.

Each handler is idempotent by (fact, handler): the row that says it ran is written in the same transaction.
"""

import logging
from collections.abc import Callable, Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from commonwork.journeys import (
    decided_budgets,
    forgotten_answers,
    forgotten_borrowers,
    forgotten_claims,
    forgotten_contests,
    forgotten_letters,
    forgotten_mentors,
    forgotten_supporters,
    forgotten_words,
    membership_to_role,
    sent_applications,
)
from commonwork.record.models import Fact, Handled

logger = logging.getLogger(__name__)
Handler = Callable[[Fact], None]

WIRES: Mapping[str, tuple[Handler, ...]] = {
    "assembly.assembly.resolved": (decided_budgets.adopt_decided,),
    "registry.person.forgotten": (
        forgotten_claims.erase_claims,
        forgotten_answers.erase_words,
        forgotten_contests.erase_contests,
        forgotten_mentors.erase_offer,
        forgotten_letters.erase_letters,
        forgotten_supporters.erase_supporter,
        forgotten_words.erase_comments,
        forgotten_words.stop_letters,
        forgotten_borrowers.erase_words,
    ),
    "bank.application.sent": (sent_applications.hand_over,),
    "registry.membership.began": (membership_to_role.give_worker_owner,),
    "registry.membership.ended": (membership_to_role.end_worker_owner,),
}


def name_of(handler: Handler) -> str:
    """The name a handler is remembered by."""
    return f"{handler.__module__.rpartition('.')[2]}.{handler.__name__}"


def deliver(fact: Fact) -> None:
    """Run every handler of a fact that has not run yet. All are tried; then the first fault is raised."""
    if fact.kind not in WIRES:
        return
    faults = []
    done = set(Handled.objects.filter(fact=fact).values_list("handler", flat=True))
    for handler in WIRES.get(fact.kind, ()):
        if name_of(handler) not in done:
            try:
                _run(handler, fact)
            except Exception as fault:  # one handler's fault is no other's
                faults.append(fault)
    if faults:
        raise faults[0]


def _run(handler: Handler, fact: Fact) -> None:
    try:
        with transaction.atomic():
            Handled.objects.create(fact=fact, handler=name_of(handler), at=timezone.now())
            handler(fact)
    except IntegrityError:
        if not Handled.objects.filter(fact=fact, handler=name_of(handler)).exists():
            raise


def catch_up(*, most: int = 1000) -> int:
    """Deliver facts with a handler that failed or never ran; returns how many facts were looked at."""
    waiting: dict[int, Fact] = {}
    for handler in {handler for handlers in WIRES.values() for handler in handlers}:
        kinds = [kind for kind, handlers in WIRES.items() if handler in handlers]
        done = Handled.objects.filter(handler=name_of(handler)).values("fact")
        for fact in Fact.objects.filter(kind__in=kinds).exclude(pk__in=done).order_by("pk")[:most]:
            waiting[fact.pk] = fact
    for _number, fact in sorted(waiting.items())[:most]:
        try:
            deliver(fact)
        except Exception:  # the next round tries again; the others go on
            logger.exception("a handler of %s failed; the next round tries again", fact.kind)
    return len(waiting)
