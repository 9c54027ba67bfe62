"""Builders of the incubator's tests."""

from datetime import date

from commonwork.access.models import Account, RoleHolding
from commonwork.charter.actions import policies
from commonwork.incubator.actions import teams
from commonwork.incubator.models import Team
from commonwork.incubator.stages import stage
from commonwork.registry.clock import at_time
from commonwork.registry.models import Competence, CompetenceHeld, Network, Organisation, Person

FORMED = date(2016, 3, 10)
NOON = at_time(date(2017, 3, 31))  # all days of the season have come
BASICS = "cooperative_basics"


def network() -> Network:
    return Network.objects.get_or_create(
        key="network", defaults={"name": "Invented network", "is_demo": True, "demo_on": date(2017, 3, 31)}
    )[0]


def incubator() -> Organisation:
    network()
    return Organisation.objects.get_or_create(
        key="incubator", defaults={"name": "Cooperative incubator", "kind": "institution"}
    )[0]


def person(name: str) -> Person:
    return Person.objects.get_or_create(
        key=f"invented_{name.lower()}", defaults={"name": f"{name} (invented)", "is_invented": True}
    )[0]


def account(name: str, role: str = "") -> Account:
    """An account of a person, with a role in the incubator if one is named."""
    who = person(name)
    if role:
        RoleHolding.objects.create(
            person=who, role=role, organisation=incubator(), starts_on=date(2016, 1, 1)
        )
    return Account.objects.create_user(email=f"{name.lower()}@example.org", person=who)


def knows_the_basics(*people: Person, on: date = date(2016, 3, 5)) -> None:
    competence = Competence.objects.get_or_create(key=BASICS, defaults={"name": "Cooperative basics"})[0]
    for who in people:
        CompetenceHeld.objects.create(
            competence=competence, person=who, granted_on=on, granted_by="system/test"
        )


def gate_policies(minimum: int = 0) -> None:
    network()
    for code, value in (("gate_competence", BASICS), ("gate_minimum_holders", minimum)):
        policies.adopt(
            code=f"incubator.{code}",
            value=value,
            starts_on=date(2016, 1, 1),
            adopted_by="system/test",
            source="test",
            by="system/test",
            at=NOON,
        )


def green_team(*names: str) -> Team:
    people = [person(name) for name in names or ("Iris", "Jonah", "Kemi")]
    incubator()
    return teams.form(
        name="The Green Team", key="green_team", members=people, on=FORMED, by="system/test", at=NOON
    )


def documents(key: str) -> list[str]:
    return list(stage(key).documents)
