"""Persons, organisations, memberships, seats and competences: what their acts change, state and refuse."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from commonwork.record.models import Fact
from commonwork.record.queries import tell, trail
from commonwork.registry import queries
from commonwork.registry.actions import competences, memberships, organisations, people
from commonwork.registry.models import (
    Body,
    BodySeat,
    Competence,
    CompetenceHeld,
    Contact,
    Membership,
    Organisation,
    Person,
)
from tests.registry.make import DAY_ONE, MOMENT, ada, cafe, farm

pytestmark = pytest.mark.django_db
MARCH, JUNE = date(2016, 3, 1), date(2016, 6, 1)


def join(person: Person, organisation: Organisation, on: date = DAY_ONE, class_code: str = "member") -> None:
    memberships.begin(person=person, organisation=organisation, class_code=class_code, on=on, **MOMENT)


def test_a_person_is_recorded_with_contacts_and_the_fact_holds_none_of_it() -> None:
    person = ada(email="ada@example.org", phone="601 555 0100")
    assert set(person.contacts.values_list("kind", "value")) == {
        ("email", "ada@example.org"),
        ("phone", "601 555 0100"),
    }
    fact = Fact.objects.get()
    assert (fact.kind, fact.subject, fact.data) == (
        "registry.person.recorded",
        "registry.person/invented_ada",
        {},
    )


def test_a_key_another_person_has_is_refused() -> None:
    ada()
    with pytest.raises(people.KeyTaken, match="invented_ada"):
        ada()
    assert Person.objects.count() == 1


def test_a_person_without_a_key_gets_one_that_says_nothing_about_them() -> None:
    person = ada(key="")
    assert person.key.startswith("person_") and "ada" not in person.key.removeprefix("person_")


def test_correcting_writes_what_is_given_and_leaves_the_rest() -> None:
    person = ada(email="ada@example.org", phone="601 555 0100")
    people.correct(person=person, email="bell@example.org", language="es", **MOMENT)
    person.refresh_from_db()
    assert (person.name, person.language) == ("Ada Bell (invented)", "es")
    assert person.contacts.get(kind=Contact.Kind.EMAIL).value == "bell@example.org"
    assert person.contacts.get(kind=Contact.Kind.PHONE).value == "601 555 0100"
    assert Fact.objects.get(kind="registry.person.corrected").data == {"fields": ["email", "language"]}


def test_a_forgotten_person_has_no_name_and_no_contacts_and_the_trail_still_stands() -> None:
    person = ada(email="ada@example.org", shows_name=True)
    people.forget(person=person, **MOMENT)
    person.refresh_from_db()
    assert (person.name, person.is_forgotten, person.shows_name) == ("—", True, False)
    assert not person.contacts.exists()
    assert trail(person).count() == 2
    with pytest.raises(people.IsForgotten):
        people.correct(person=person, name="Ada Bell", **MOMENT)


def test_an_organisation_gets_a_key_of_its_name_and_its_first_stage() -> None:
    organisation = organisations.record(name="Nubia’s Place", kind="co-op", stage="idea", **MOMENT)
    assert organisation.key == "nubias_place"
    assert organisation.stages.get().stage == "idea"
    with pytest.raises(organisations.AlreadyInTheRegister):
        organisations.record(name="Nubias Place", kind="co-op", **MOMENT)


def test_an_organisation_whose_name_has_no_latin_letter_gets_a_random_key() -> None:
    assert organisations.record(name="協同組合", kind="ally", **MOMENT).key.startswith("organisation_")


def test_the_latest_stage_is_the_stage_also_when_an_earlier_one_is_filled_in_later() -> None:
    organisation = cafe()
    organisations.set_stage(organisation=organisation, stage="member", on=JUNE, **MOMENT)
    organisations.set_stage(organisation=organisation, stage="incubating", on=MARCH, **MOMENT)
    organisation.refresh_from_db()
    assert organisation.stage == "member"
    told = tell(trail(organisation))
    assert [one.sentence for one in told][:2] == [
        "Nubia's Place is now in the stage “incubating”.",
        "Nubia's Place is now in the stage “member”.",
    ]


@pytest.mark.parametrize("on", [date(2015, 6, 1), DAY_ONE, MARCH])
def test_nobody_belongs_to_an_organisation_twice_at_a_time(on: date) -> None:
    person, organisation = ada(), farm()
    join(person, organisation)
    with pytest.raises(memberships.AlreadyMember):
        join(person, organisation, on)
    assert Membership.objects.count() == 1


def test_a_membership_that_ends_later_is_still_in_the_way() -> None:
    person, organisation = ada(), farm()
    join(person, organisation)
    memberships.end(membership=Membership.objects.get(), on=JUNE, **MOMENT)
    with pytest.raises(memberships.AlreadyMember):
        join(person, organisation, MARCH)


def test_a_candidate_becomes_a_member_on_the_day_candidacy_ends() -> None:
    person, organisation = ada(), farm()
    join(person, organisation, class_code="candidate")
    memberships.end(membership=Membership.objects.get(), on=MARCH, **MOMENT)
    join(person, organisation, MARCH)
    classes = {
        day: [row.class_code for row in queries.memberships(on=day, organisation=organisation)]
        for day in (date(2016, 2, 29), MARCH)
    }
    assert classes == {date(2016, 2, 29): ["candidate"], MARCH: ["member"]}
    assert list(queries.organisations_of(person, on=MARCH)) == [organisation]
    assert list(queries.organisations_of(person, on=date(2015, 12, 31))) == []


def test_a_membership_ends_once_and_after_it_began() -> None:
    join(ada(), farm(), MARCH)
    membership = Membership.objects.get()
    with pytest.raises(memberships.EndsBeforeItBegan, match="2016-03-01"):
        memberships.end(membership=membership, on=MARCH, **MOMENT)
    memberships.end(membership=membership, on=JUNE, **MOMENT)
    with pytest.raises(memberships.AlreadyEnded, match="2016-06-01"):
        memberships.end(membership=membership, on=date(2016, 7, 1), **MOMENT)
    assert Fact.objects.filter(kind="registry.membership.ended").count() == 1


def test_the_database_refuses_a_membership_that_ends_before_it_begins() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            person=ada(), organisation=farm(), class_code="member", starts_on=JUNE, ends_on=MARCH
        )


def test_a_seat_is_taken_once_and_left_once() -> None:
    person = ada()
    council = Body.objects.create(key="council", name="Council", kind="council")
    memberships.take_seat(body=council, person=person, on=DAY_ONE, **MOMENT)
    with pytest.raises(memberships.AlreadySeated, match="Council"):
        memberships.take_seat(body=council, person=person, on=MARCH, **MOMENT)
    seat = BodySeat.objects.get()
    with pytest.raises(memberships.EndsBeforeItBegan):
        memberships.leave_seat(seat=seat, on=DAY_ONE, **MOMENT)
    memberships.leave_seat(seat=seat, on=MARCH, **MOMENT)
    with pytest.raises(memberships.AlreadyEnded):
        memberships.leave_seat(seat=seat, on=JUNE, **MOMENT)
    memberships.take_seat(body=council, person=person, on=MARCH, **MOMENT)
    assert [told.sentence for told in tell(trail(council))][
        1
    ] == "Ada Bell (invented) left a seat in Council."


def test_a_competence_holds_from_the_day_it_was_granted_until_it_expires_or_is_withdrawn() -> None:
    person = ada()
    basics = Competence.objects.create(key="basics", name="cooperative basics")
    grant = {"person": person, "competence": basics, "granted_by": "system/test", **MOMENT}
    competences.grant(on=MARCH, expires_on=date(2017, 3, 1), **grant)
    assert not queries.holds(person, "basics", on=date(2016, 2, 29))
    assert queries.holds(person, "basics", on=MARCH)
    assert queries.holds(person, "basics", on=date(2017, 2, 28))
    assert not queries.holds(person, "basics", on=date(2017, 3, 1))
    held = CompetenceHeld.objects.get()
    competences.revoke(held=held, on=JUNE, **MOMENT)
    assert queries.holds(person, "basics", on=date(2016, 5, 31))
    assert not queries.holds(person, "basics", on=JUNE)
    with pytest.raises(competences.AlreadyRevoked):
        competences.revoke(held=held, on=JUNE, **MOMENT)


def test_granting_a_competence_again_on_the_same_day_is_one() -> None:
    grant = {
        "person": ada(),
        "competence": Competence.objects.create(key="basics", name="cooperative basics"),
        "granted_by": "system/test",
        **MOMENT,
    }
    competences.grant(on=MARCH, **grant)
    competences.grant(on=MARCH, **grant)
    assert CompetenceHeld.objects.count() == 1
