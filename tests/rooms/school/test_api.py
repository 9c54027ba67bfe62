"""The read API of the school and of gatherings: public figures, no names."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from commonwork.school.actions import badges
from commonwork.school.models import Badge
from tests.rooms.gatherings.make import report_back
from tests.rooms.school import make

pytestmark = pytest.mark.django_db


def trained_course() -> Badge:
    course, ada = make.course(), make.person("Ada")
    make.enrol(course, ada)
    for number in range(1, 5):
        make.hold(course, number, ada)
    day = date(2016, 2, 6)
    badges.award_all(course=course, on=day, by=make.SEASON, at=make.noon(day))
    return Badge.objects.get()


@time_machine.travel(datetime(2016, 12, 31, 18, tzinfo=UTC), tick=False)
def test_the_figures_say_which_days_they_count(client: Client) -> None:
    trained_course()

    assert client.get("/api/v1/school/figures").json() == {
        "starts_on": "2016-01-01",
        "ends_on": "2017-01-01",
        "people_trained": 1,
        "badges_awarded": 1,
    }
    later = client.get("/api/v1/school/figures", {"starts_on": "2016-02-07", "ends_on": "2017-01-01"}).json()
    assert (later["people_trained"], later["starts_on"]) == (0, "2016-02-07")


def test_courses_and_badges_name_no_learner(client: Client) -> None:
    badge = trained_course()

    course = client.get("/api/v1/school/courses").json()["items"][0]
    assert (course["key"], course["sessions_needed"], course["school"]) == ("small_course", 3, "school")
    assert course["is_invented"] is True
    answer = client.get(f"/api/v1/school/badges/{badge.key}")
    assert answer.json()["is_valid"] is True
    assert answer.json()["hours"] == "8"
    assert b"ada" not in answer.content.lower()
    assert client.get("/api/v1/school/badges/badge_nowhere").status_code == 404


@time_machine.travel(datetime(2017, 1, 10, 18, tzinfo=UTC), tick=False)
def test_gatherings_to_come_and_past_are_public_ones_only(client: Client) -> None:
    shown = report_back()
    report_back(title="Members' meeting", is_public=False)

    coming = client.get("/api/v1/gatherings/coming").json()
    assert [row["key"] for row in coming["items"]] == [shown.key]
    row = coming["items"][0]
    assert datetime.fromisoformat(row["starts_at"]) == shown.starts_at
    assert (row["place"], row["host"]) == ("Lumumba Center", "school")
    assert client.get("/api/v1/gatherings/past").json()["count"] == 0
    assert client.get(f"/api/v1/gatherings/one/{shown.key}").json()["title"] == shown.title
    assert client.get("/api/v1/gatherings/one/nowhere").status_code == 404
    assert client.get("/api/v1/gatherings/coming", {"kind": "class"}).json()["count"] == 0
