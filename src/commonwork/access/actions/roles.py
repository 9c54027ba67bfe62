"""Roles: give, end."""

from datetime import date, datetime

from commonwork.access.models import RoleHolding
from commonwork.access.roles import ROLES
from commonwork.record.acts import Who, act, state
from commonwork.registry.models import Organisation, Person
from commonwork.rules.refusal import Refusal, sentence


class NoSuchRole(Refusal):
    sentence = sentence("There is no role called {role}.")


class AlreadyEnded(Refusal):
    sentence = sentence("This role has already ended, on {on}.")
    status = 409


class EndsBeforeItBegan(Refusal):
    sentence = sentence("The role began on {began}; it cannot end before that.")
    field = "on"


@act
def give(
    *,
    person: Person,
    role: str,
    on: date,
    by: Who,
    at: datetime,
    organisation: Organisation | None = None,
    ends_on: date | None = None,
    as_of_on: date | None = None,
) -> Person:
    """Give a person a role in an organisation (or network-wide) from a day on. Raises NoSuchRole,
    EndsBeforeItBegan. Giving the same role from the same day again is one role."""
    if role not in ROLES:
        raise NoSuchRole(role=role)
    if ends_on is not None and ends_on < on:
        raise EndsBeforeItBegan(began=on.isoformat(), field="ends_on")
    RoleHolding.objects.get_or_create(
        person=person,
        role=role,
        organisation=organisation,
        starts_on=on,
        defaults={"ends_on": ends_on, "as_of_on": as_of_on},
    )
    state(
        "access.role.given",
        subject=person,
        by=by,
        at=at,
        organisation=organisation or "",
        data={"role": role, "on": on.isoformat()},
    )
    return person


@act
def end(*, holding: RoleHolding, on: date, by: Who, at: datetime) -> Person:
    """A role ends on a day (that day is no longer part of it); one given by mistake ends on the day it began.

    Raises AlreadyEnded, EndsBeforeItBegan.
    """
    holding = (
        RoleHolding.objects.select_for_update(of=("self",))
        .select_related("person", "organisation")
        .get(pk=holding.pk)
    )
    if holding.ends_on is not None and holding.ends_on <= on:
        raise AlreadyEnded(on=holding.ends_on.isoformat())
    if on < holding.starts_on:
        raise EndsBeforeItBegan(began=holding.starts_on.isoformat())
    holding.ends_on = on
    holding.save(update_fields=["ends_on"])
    state(
        "access.role.ended",
        subject=holding.person,
        by=by,
        at=at,
        organisation=holding.organisation or "",
        data={"role": holding.role, "on": on.isoformat()},
    )
    return holding.person
