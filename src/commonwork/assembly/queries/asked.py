"""What bodies ask of a person: to answer a consent round, an amendment, an offer to join."""

from datetime import date

from django.utils.translation import gettext as _

from commonwork.assembly.models import Amendment, ConsentRound, Elector, MergeOffer
from commonwork.gatherings.queries import Need
from commonwork.registry.models import Person

MOST = 7  # a home shows no more


def asked(person: Person, *, on: date) -> list[Need]:
    """What waits for this person, the nearest day first."""
    return sorted(
        [*_rounds(person, on), *_amendments(person, on), *_offers(person, on)], key=lambda need: need.due_on
    )


def _rounds(person: Person, on: date) -> list[Need]:
    """Consent rounds the person has not answered."""
    lines = Elector.objects.filter(person=person, delegated_to=None)
    rows = ConsentRound.objects.filter(outcome="", closes_on__gte=on, electorate__electors__in=lines)
    rows = rows.exclude(answers__elector__in=lines).select_related("motion__body").order_by("closes_on", "pk")
    return [
        Need(
            _("Answer the consent round on “%(title)s”") % {"title": row.motion.title},
            row.motion.body.name,
            row.closes_on,
            row.get_absolute_url(),
            _("Answer"),
        )
        for row in rows[:MOST]
    ]


def _amendments(person: Person, on: date) -> list[Need]:
    """Amendments to the person's own motions."""
    rows = Amendment.objects.filter(state=Amendment.State.OPEN, motion__author=person)
    rows = rows.filter(motion__state__in=("seeking", "open")).select_related("motion__body")
    return [
        Need(
            _("Answer an amendment to “%(title)s”") % {"title": row.motion.title},
            row.why,
            on,
            row.get_absolute_url(),
            _("Read it"),
        )
        for row in rows.order_by("made_at", "pk")[:MOST]
    ]


def _offers(person: Person, on: date) -> list[Need]:
    """Offers to join another motion to the person's own."""
    rows = MergeOffer.objects.filter(into__author=person, state=MergeOffer.State.OFFERED)
    return [
        Need(
            _("Somebody offers to join a motion to “%(title)s”") % {"title": row.into.title},
            row.motion.title,
            on,
            row.into.get_absolute_url(),
            _("Read it"),
        )
        for row in rows.select_related("motion", "into").order_by("offered_at", "pk")[:MOST]
    ]
