"""Wages: what an hour earns, from a day on."""

from collections.abc import Sequence
from datetime import date, datetime

from commonwork.federation.models import Wage
from commonwork.record.acts import Who, act, state
from commonwork.registry.models import Membership, Organisation, Person
from commonwork.rules.refusal import Refusal, sentence


class NoWage(Refusal):
    sentence = sentence("An hourly wage must be more than zero.")
    field = "hourly_wage"


class NotAWorker(Refusal):
    sentence = sentence("{person} does not work in {coop}.")
    field = "person"


@act
def set_many(
    *,
    organisation: Organisation,
    wages: Sequence[tuple[Person, int]],
    on: date,
    by: Who,
    at: datetime,
) -> Organisation:
    """Set hourly wages (minor units) of people of a co-op from a day on, all or none; the same day again replaces.
    Raises NoWage, NotAWorker."""
    known = set(Membership.objects.filter(organisation=organisation).values_list("person_id", flat=True))
    for person, wage_minor in wages:
        if wage_minor <= 0:
            raise NoWage()
        if person.pk not in known:
            raise NotAWorker(person=person.name, coop=organisation.name)
    Wage.objects.bulk_create(
        [
            Wage(organisation=organisation, person=person, hourly_wage_minor=wage_minor, starts_on=on)
            for person, wage_minor in wages
        ],
        update_conflicts=True,
        unique_fields=["organisation", "person", "starts_on"],
        update_fields=["hourly_wage_minor"],
    )
    state(
        "federation.wages.set",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        about=[person for person, _ in wages],
        data={"people": len(wages), "on": on.isoformat()},
    )
    return organisation


@act
def set_one(
    *,
    organisation: Organisation,
    person: Person,
    hourly_wage_minor: int,
    on: date,
    by: Who,
    at: datetime,
) -> Organisation:
    """Set one person's hourly wage from a day on. Raises NoWage, NotAWorker."""
    return set_many(organisation=organisation, wages=[(person, hourly_wage_minor)], on=on, by=by, at=at)
