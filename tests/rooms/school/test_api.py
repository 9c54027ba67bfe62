"""The read API of the school and of gatherings: public figures, no names."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from commonwork.school.actions import badges, circles, courses, learning, programmes
from commonwork.school.models import Badge
from tests.rooms.gatherings.make import report_back
from tests.rooms.school import make

pytestmark = pytest.mark.django_db


def trained_course() -> Badge:
    course, ada = make.small_course(), make.person("Ada")
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


def test_sessions_pages_circles_programmes_and_counts_are_read_without_names(client: Client) -> None:
    badge = trained_course()
    said = {"by": make.SEASON, "at": make.noon(make.OPENED)}
    learning.add_material(course=badge.course, title="What is a co-op?", text="People who own it.", **said)
    programme = programmes.begin(title="Start-ups", **said)
    courses.change(course=badge.course, changes={"programme": programme}, on=make.OPENED, **said)
    circles.open(
        title="Maps",
        question="Who owns the land?",
        school=badge.course.school,
        readings=[],
        on=make.OPENED,
        **said,
    )

    one = client.get("/api/v1/school/courses/small_course").json()
    assert (one["programme"], one["repeats"], one["badge_months"]) == ("start_ups", "", None)
    sessions = client.get("/api/v1/school/courses/small_course/sessions").json()["items"]
    assert [row["number"] for row in sessions] == [1, 2, 3, 4]
    assert sessions[0]["is_roll_taken"] is True and sessions[0]["place"] == "Lumumba Center"
    pages = client.get("/api/v1/school/courses/small_course/materials")
    assert pages.json()["items"][0]["title"] == "What is a co-op?"
    assert pages.json()["items"][0]["has_text"] is True and pages.json()["items"][0]["has_picture"] is False
    assert b"own it" not in pages.content, "what stands on a page is for its learners"
    circle = client.get("/api/v1/school/circles").json()["items"][0]
    assert (circle["title"], circle["members_count"], circle["outcome"]) == ("Maps", 0, "")
    counted = client.get("/api/v1/school/programmes").json()["items"][0]
    assert (counted["courses_count"], counted["people_count"]) == (1, 1)
    counts = client.get("/api/v1/school/counts", {"year": 2016, "by": "programme"}).json()
    # four evenings of two hours
    assert [(row["name"], row["people"], row["hours"]) for row in counts] == [
        ("Start-ups", 1, "8.0"),
        ("", 1, "8.0"),
    ]
    assert client.get("/api/v1/school/counts", {"year": 2016, "by": "weather"}).status_code == 422
    assert client.get("/api/v1/school/courses/nowhere/sessions").status_code == 404
    assert client.get("/api/v1/school/courses/nowhere").status_code == 404
