"""A cohort follows a course: its sessions and the cohort's own gatherings stand in one calendar."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from commonwork.gatherings.actions import gatherings
from commonwork.gatherings.models import Gathering
from commonwork.incubator import asks
from commonwork.incubator.actions import cohorts
from commonwork.incubator.models import Cohort
from commonwork.record.models import Fact
from commonwork.record.refs import ref
from tests.rooms.incubator import make
from tests.rooms.incubator.test_pages import BACKEND

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": "system/test", "at": make.NOON}
COURSE = "school.course/basics_2017"


@pytest.fixture(autouse=True)
def one_course(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [asks.Curriculum(COURSE, "Co-op basics", "/school/courses/basics_2017/", 2)]
    monkeypatch.setattr(asks, "_courses", [lambda: found])


@pytest.fixture
def cohort() -> Cohort:
    make.incubator()
    return cohorts.open_cohort(
        name="Spring 2017",
        programme="First steps",
        starts_on=date(2017, 3, 1),
        ends_on=date(2017, 7, 1),
        **WHO,
    )


@pytest.fixture
def coordinator(client: Client, cohort: Cohort) -> Client:
    client.force_login(make.account("Rosa", "incubator-coordinator"), backend=BACKEND)
    return client


def session(part_of: Any, title: str, day: int, *, is_public: bool = True) -> Gathering:
    at = datetime(2017, 4, day, 18, tzinfo=ZoneInfo("America/Chicago"))
    return gatherings.announce(
        title=title, kind="class", starts_at=at, ends_at=at.replace(hour=20), part_of=part_of, is_public=is_public,
        **WHO,
    )  # fmt: skip


def test_the_form_sets_the_course_and_the_page_shows_it(coordinator: Client) -> None:
    said = {
        "name": "Fall 2017",
        "programme": "First steps",
        "starts_on": "2017-09-01",
        "ends_on": "2017-12-01",
    }
    coordinator.post(reverse("incubator_cohort_form"), said | {"course": COURSE})
    fall = Cohort.objects.get(name="Fall 2017")
    page = coordinator.get(fall.get_absolute_url()).content.decode()
    assert fall.course == COURSE and "Co-op basics" in page and "2 sessions" in page
    wrong = coordinator.post(reverse("incubator_cohort_form"), said | {"course": "school.course/none"})
    assert list(wrong.context["form"].errors) == ["course"]


def test_a_course_is_set_later_once_and_taken_off(coordinator: Client, cohort: Cohort) -> None:
    page = reverse("incubator_cohort_course", args=[cohort.key])
    assert coordinator.post(page, {"course": COURSE}).status_code == 302
    refused = coordinator.post(page, {"course": COURSE})
    assert refused.status_code == 422 and "follows this course already" in refused.content.decode()
    assert Fact.objects.filter(kind="incubator.cohort.course_set").count() == 1
    coordinator.post(page, {"course": ""})
    assert Cohort.objects.get().course == ""


def test_sessions_of_the_course_and_own_gatherings_stand_in_one_calendar(
    client: Client, cohort: Cohort
) -> None:
    cohorts.set_course(cohort=cohort, course=COURSE, on=date(2017, 3, 2), **WHO)
    session(COURSE, "How a co-op is owned", 4)
    session(ref(cohort), "Visit of the farm", 6)
    session("school.course/other", "Something else", 5)
    session(ref(cohort), "Among ourselves", 7, is_public=False)
    page = client.get(cohort.get_absolute_url()).content.decode()
    assert page.index("How a co-op is owned") < page.index("Visit of the farm")
    assert "Something else" not in page and "Among ourselves" not in page
    file = client.get(reverse("incubator_cohort_calendar", args=[cohort.key])).content.decode()
    assert file.count("BEGIN:VEVENT") == 2 and "Visit of the farm" in file


def test_a_coordinator_announces_a_gathering_of_the_cohort(coordinator: Client, cohort: Cohort) -> None:
    page = reverse("incubator_cohort_announce", args=[cohort.key])
    said = {"title": "Evening with mentors", "on": "2017-04-20", "starts": "18:00", "ends": "17:00"}
    wrong = coordinator.post(page, said)
    assert list(wrong.context["form"].errors) == ["ends"]
    assert coordinator.post(page, said | {"ends": "20:00"}).status_code == 302
    row = Gathering.objects.get()
    assert (row.part_of, row.host, row.takes_registrations) == (ref(cohort), make.incubator(), False)
    assert "Evening with mentors" in coordinator.get(cohort.get_absolute_url()).content.decode()


def test_a_visitor_sets_and_announces_nothing(client: Client, cohort: Cohort) -> None:
    client.force_login(make.account("Stranger"), backend=BACKEND)
    for name in ("incubator_cohort_course", "incubator_cohort_announce"):
        assert client.post(reverse(name, args=[cohort.key]), {"course": COURSE}).status_code == 403
