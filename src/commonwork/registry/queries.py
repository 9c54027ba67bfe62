"""Reading the registry. Rolls and counts are as of a day; periods are half-open."""

from datetime import date

from django.db.models import Q, QuerySet

from commonwork.registry.clock import network as network
from commonwork.registry.models import (
    Body,
    CompetenceHeld,
    Figure,
    Membership,
    Organisation,
    Person,
)


def running(on: date) -> Q:
    """The filter for rows whose period [starts_on, ends_on) holds a day."""
    return Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gt=on))


def memberships(*, on: date, organisation: Organisation | None = None) -> QuerySet[Membership]:
    """Memberships that run on a day, with person and organisation."""
    rows = Membership.objects.filter(running(on)).select_related("person", "organisation")
    return rows.filter(organisation=organisation) if organisation else rows


def organisations_of(person: Person, *, on: date) -> QuerySet[Organisation]:
    """The organisations a person belongs to on a day."""
    return Organisation.objects.filter(
        pk__in=Membership.objects.filter(running(on), person=person).values("organisation")
    ).order_by("name")


def organisation_of_body(body_id: int) -> str:
    """The key of the organisation a body belongs to; "" when it is nobody's."""
    return Body.objects.filter(pk=body_id).values_list("organisation__key", flat=True).get() or ""


def coops(*, stages: tuple[str, ...] = ("member", "start-up")) -> QuerySet[Organisation]:
    """Co-ops in the given stages, by name."""
    return Organisation.objects.filter(kind=Organisation.Kind.COOP, stage__in=stages).order_by("name")


def holds(person: Person, competence_key: str, *, on: date) -> bool:
    """Does this person hold a competence, not expired and not revoked, on a day?"""
    return (
        CompetenceHeld.objects.filter(person=person, competence__key=competence_key, granted_on__lte=on)
        .filter(Q(expires_on=None) | Q(expires_on__gt=on))
        .filter(Q(revoked_on=None) | Q(revoked_on__gt=on))
        .exists()
    )


def figure(key: str) -> Figure | None:
    """The latest figure of that name about the area."""
    return Figure.objects.filter(key=key).order_by("-year", "-pk").first()
