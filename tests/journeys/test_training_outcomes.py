"""What became of those who were trained: followed by person, shown only for groups large enough."""

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from commonwork.charter.actions import policies
from commonwork.incubator.actions import teams
from commonwork.journeys.training_outcomes import Group, groups, withheld
from commonwork.registry.actions import memberships
from commonwork.registry.models import Membership, Organisation, Person
from commonwork.school.actions import badges, courses, programmes
from commonwork.school.models import Badge, Course
from tests.rooms.incubator.make import NOON, incubator
from tests.rooms.school import make

MOMENT: dict[str, Any] = {"by": make.SEASON, "at": make.noon(make.OPENED)}
AWARDED, TODAY = date(2016, 2, 5), date(2017, 3, 31)


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


def group(kind: str, *people: int) -> Group:
    return Group(kind, kind, kind, None, frozenset(people), 1, 1, 1)


def test_a_group_of_ten_is_shown_and_one_of_nine_is_not() -> None:
    assert withheld([group("all", *range(10))], least=10)[0].teams == 1
    assert withheld([group("all", *range(9))], least=10)[0].teams is None
    assert withheld([group("all", *range(50))], least=None)[0].owners is None


def test_a_small_rest_beside_a_shown_group_is_not_given_away() -> None:
    """Ten in spring, three more in fall: with everybody shown, 13 - 10 would tell of three."""
    lines = withheld(
        [group("spring", *range(10)), group("fall", 10, 11, 12), group("all", *range(13))], least=10
    )
    assert [line.owners for line in lines] == [1, None, None]
    twice = withheld(
        [group("spring", *range(10)), group("fall", *range(3)), group("all", *range(10))], least=10
    )
    assert [line.owners for line in twice] == [1, None, 1], "whoever came twice is one person"


def trained(course: Course, people: list[Person], on: date = AWARDED) -> None:
    make.enrol(course, *people)
    for number in (1, 2, 3):
        make.hold(course, number, *people)
    make.hold(course, 4, *people)
    badges.award_all(course=course, on=on, by=make.SEASON, at=make.noon(on))


def adopt(least: int) -> None:
    policies.adopt(
        code="journeys.outcome_least_people",
        value=least,
        starts_on=date(2016, 1, 1),
        adopted_by="system/assembly",
        source="test",
        **MOMENT,
    )


@pytest.fixture
def ten(db: None) -> list[Person]:
    """Ten trained in one course of a programme. Three formed a team afterwards; two of these became worker-owners, and one
    left again; one more was a worker-owner before the course."""
    people = [make.person(f"Learner {letter}") for letter in "ABCDEFGHIJ"]
    farm = Organisation.objects.create(key="farm", name="Farm", kind="co-op", stage="member")
    course, programme = make.course(), programmes.begin(title="Start-ups", **MOMENT)
    courses.change(course=course, changes={"programme": programme}, on=make.OPENED, **MOMENT)
    member: dict[str, Any] = {"organisation": farm, "class_code": "member", "by": make.SEASON, "at": NOON}
    memberships.begin(person=people[9], on=date(2015, 1, 1), **member)
    trained(course, people)
    incubator()
    teams.form(name="Bread", members=people[:3], on=date(2016, 6, 1), by=make.SEASON, at=NOON)
    for person in people[:2]:
        memberships.begin(person=person, on=date(2016, 9, 1), **member)
    left = Membership.objects.get(person=people[1])
    memberships.end(membership=left, on=date(2017, 1, 1), by=make.SEASON, at=NOON)
    return people


def test_people_are_followed_from_a_badge_to_a_team_and_a_co_op(ten: list[Person]) -> None:
    programme, cohort, everyone = groups(on=TODAY, least=10)
    for line in (programme, cohort, everyone):
        assert (line.trained, line.teams, line.owners, line.owners_today) == (10, 3, 2, 1), line.kind
    assert (programme.name, cohort.name) == ("Start-ups", "Reading the books")
    early = groups(on=date(2016, 5, 31), least=10)[-1]
    assert (early.trained, early.teams, early.owners) == (10, 0, 0), "the team formed a day later"


def test_with_a_badge_revoked_nine_are_left_and_nothing_is_shown(ten: list[Person]) -> None:
    badge = Badge.objects.get(person=ten[4])
    badges.revoke(badge=badge, reason=Badge.Reason.values[0], on=date(2016, 3, 1), **MOMENT)
    assert [(line.trained, line.teams) for line in groups(on=TODAY, least=10)] == [(9, None)] * 3


def test_page_and_file_withhold_until_the_network_decides_and_name_nobody(
    ten: list[Person], client: Client
) -> None:
    url = reverse("journeys_trained")
    assert "withheld" in client.get(url).content.decode()
    adopt(10)
    page = client.get(url).content.decode()
    assert "withheld</td>" not in page and "10 different people" in page and "Start-ups" in page
    file = b"".join(client.get(url, {"format": "csv"}).streaming_content)  # type: ignore[attr-defined]
    assert b"all,,,10,3,2,1" in file
    assert "Learner" not in page and b"Learner" not in file
    assert url in client.get(reverse("school_counts")).content.decode()


@pytest.mark.django_db
def test_before_anybody_is_trained_the_page_says_so(client: Client) -> None:
    make.school()
    assert "Nobody has a badge yet." in client.get(reverse("journeys_trained")).content.decode()
