"""Roles: give, end."""

from datetime import date, datetime

from commonwork.access.models import RoleHolding
from commonwork.access.roles import ROLES
from commonwork.record.acts import Who, act, state
from commonwork.registry.models import Organisation, Person
from commonwork.rules.refusal import Refusal, sentence


class NoSuchRole(Refusal):
    sentence = sentence("There is no role called {role}.")


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
    """Give a person a role in an organisation (or network-wide) from a day on. Raises NoSuchRole."""
    if role not in ROLES:
        raise NoSuchRole(role=role)
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
    """A role ends on a day."""
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
