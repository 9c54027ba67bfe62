"""What a course is kept by: terms, programmes, who leads which session, and a new cohort of the same course."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from commonwork.gatherings.actions import reports
from commonwork.record.models import Fact
from commonwork.registry.clock import at_time
from commonwork.registry.models import Competence
from commonwork.school import queries
from commonwork.school.actions import badges, cohorts, courses, enrolments, learning, programmes, sessions
from commonwork.school.models import Course, Programme
from tests.rooms.gatherings.make import report_back
from tests.rooms.school import make
from tests.rooms.school.test_learning import enrol, reachable, trainer
from tests.rooms.school.test_pages import signed_in
from tests.worlds import begins_in

pytestmark = pytest.mark.django_db
MOMENT: dict[str, Any] = {"by": make.SEASON, "at": make.noon(make.OPENED)}
ON: dict[str, Any] = {"on": make.OPENED, **MOMENT}
MORNING = datetime(2016, 2, 4, 15, tzinfo=UTC)


def facts(kind: str) -> list[Fact]:
    return list(Fact.objects.filter(kind=kind))


def test_more_places_go_to_those_who_wait_in_their_turn(django_capture_on_commit_callbacks: Any) -> None:
    course, people = (
        make.course(capacity=1, has_waiting_list=True),
        [reachable(name) for name in ("Ada", "Ben", "Cleo")],
    )
    assert [enrol(course, person).state for person in people] == ["enrolled", "waiting", "waiting"]
    with django_capture_on_commit_callbacks(execute=True):
        courses.change(course=course, changes={"capacity": 2}, **ON)
    states = dict(course.enrolments.values_list("person__name", "state"))
    assert [states[person.name] for person in people] == ["enrolled", "enrolled", "waiting"]
    assert [letter.to for letter in mail.outbox] == [["ben@example.org"]]
    assert facts("school.course.changed")[0].data["fields"] == ["capacity"]
    with pytest.raises(courses.MoreAreLearning, match="2"):
        courses.change(course=course, changes={"capacity": 1}, **ON)
    course.refresh_from_db()
    assert course.capacity == 2, "what is refused changes nothing"
    with pytest.raises(courses.SameCourse):
        courses.change(course=course, changes={"capacity": 2}, **ON)
    courses.change(course=course, changes={"capacity": None}, **ON)
    assert set(course.enrolments.values_list("state", flat=True)) == {"enrolled"}


@begins_in(make.small_course)
def test_how_long_a_badge_holds_is_said_on_the_form_and_stands_on_the_badge() -> None:
    course, ada = make.small_course(), make.person("Ada")
    url = reverse("school_course_change", args=[course.key])
    with time_machine.travel(MORNING, tick=False):
        client = trainer()
        page = client.get(url).content.decode()
        assert "How many months does the badge hold?" in page and "waiting list" in page
        sent = {"title": course.title, "language": "en", "badge_months": 24, "is_selected": "on", "once": "c"}
        assert client.post(url, sent).status_code == 302
        shown = client.get(course.get_absolute_url()).content.decode()
        assert "24 months" in shown and "the trainer chooses" in shown and "January 2016" in shown
    make.enrol(course, ada)
    for number in (1, 2, 3):
        make.hold(course, number, ada)
    course.refresh_from_db()
    badge = badges.award(course=course, person=ada, **{**ON, "on": date(2016, 2, 5)})
    assert badge.expires_on == date(2018, 2, 5)


@begins_in(make.small_course)
def test_a_completed_course_keeps_its_terms_but_can_join_a_programme() -> None:
    course, programme = make.small_course(), programmes.begin(title="Start-ups", **MOMENT)
    Course.objects.update(completed_on=date(2016, 2, 6))
    with pytest.raises(courses.CourseIsCompleted):
        courses.change(course=course, changes={"badge_months": 12}, **ON)
    courses.change(course=course, changes={"programme": programme}, **ON)
    assert queries.programmes().get().courses_count == 1


def test_a_programme_is_begun_changed_and_counted_without_names(client: Client) -> None:
    funder = make.organisation("solidarity", "Solidarity fund", "supporter")
    course, ada = make.small_course(), make.person("Ada")
    with time_machine.travel(MORNING, tick=False):
        keeper = trainer()
        begin = reverse("school_programme_begin")
        assert keeper.post(begin, {"title": "Start-ups", "funder": funder.pk, "once": "b"}).status_code == 302
        assert keeper.post(begin, {"title": "start-ups", "once": "b2"}).status_code == 422
        programme = Programme.objects.get()
        change = reverse("school_programme_change", args=[programme.key])
        assert (
            keeper.post(change, {"title": "New co-ops", "funder": funder.pk, "once": "n"}).status_code == 302
        )
        assert client.get(change).status_code == 302, "asks for an account"
        assert signed_in(make.account(ada)).get(change).status_code == 403
    courses.change(course=course, changes={"programme": programme}, **ON)
    make.enrol(course, ada)
    for number in (1, 2, 3):
        make.hold(course, number, ada)
    badges.award(course=course, person=ada, **{**ON, "on": date(2016, 2, 5)})
    page = client.get(programme.get_absolute_url()).content.decode()
    assert (
        "New co-ops" in page
        and "Solidarity fund" in page
        and "1 person</strong>" in page
        and "Ada" not in page
    )
    assert "New co-ops" in client.get(reverse("school_programmes")).content.decode()
    programme.refresh_from_db()
    with pytest.raises(programmes.SameProgramme):
        programmes.change(programme=programme, title="New co-ops", summary="", funder=funder, **MOMENT)
    assert [fact.kind for fact in Fact.objects.filter(kind__startswith="school.programme")] == [
        "school.programme.begun",
        "school.programme.changed",
    ]


@begins_in(make.small_course)
def test_each_session_may_be_led_by_somebody_else_who_is_named_where_they_agreed(client: Client) -> None:
    course, ada, zoe = make.small_course(), make.person("Ada"), make.person("Zoe", shows_name=True)
    url = reverse("school_lead", args=[course.key])
    with time_machine.travel(MORNING, tick=False):
        keeper = trainer()
        assert keeper.post(url, {"session_1": "Nobody Known", "once": "l"}).status_code == 422
        sent = {"session_1": ada.name, "session_2": zoe.name.upper(), "once": "l2"}
        assert keeper.post(url, sent).status_code == 302
        assert f"led by {ada.name}" in keeper.get(course.get_absolute_url()).content.decode()
        shown = client.get(course.get_absolute_url()).content.decode()
        assert f"led by {zoe.name}" in shown and ada.name not in shown
        assert signed_in(make.account(make.person("Ben"))).get(url).status_code == 403
    assert [row.facilitator for row in course.sessions.order_by("number")] == [ada, zoe, None, None]
    assert facts("school.sessions.led")[0].data["count"] == 2
    with pytest.raises(sessions.SameFacilitators):
        sessions.lead(course=course, facilitators={1: ada, 4: None}, **MOMENT)
    with pytest.raises(sessions.NotASessionHere, match="9"):
        sessions.lead(course=course, facilitators={1: zoe, 9: ada}, **MOMENT)
    assert course.sessions.get(number=1).facilitator == ada, "all of it or nothing"


def rich_course() -> Course:
    """Four Thursdays with a task, a page, a prerequisite, a facilitator; Ada learns in it."""
    course, ada = make.course(has_waiting_list=True, badge_months=12, capacity=9), make.person("Ada")
    learning.set_task(course=course, title="A budget", words="For one month.", **MOMENT)
    learning.add_material(course=course, title="What is a co-op?", text="People who own it.", **MOMENT)
    basics = Competence.objects.create(key="basics", name="Basics")
    learning.build_on(course=course, competences=[basics], **MOMENT)
    sessions.lead(course=course, facilitators={2: ada}, **MOMENT)
    make.enrol(course, ada)
    return course


def test_a_new_cohort_keeps_hours_lessons_and_terms_and_starts_without_learners() -> None:
    course = rich_course()
    # Thursdays 3, 10, 17 and 24 March 2016; summer time begins on 13 March.
    cohort = cohorts.repeat(course=course, first_on=date(2016, 3, 3), **ON)
    days = [row.gathering.starts_local for row in queries.sessions(cohort)]
    assert [(at.date(), at.time()) for at in days] == [
        (date(2016, 3, day), time(18)) for day in (3, 10, 17, 24)
    ]
    assert {row.gathering.duration_minutes for row in queries.sessions(cohort)} == {120}
    assert days[2].utcoffset() != days[1].utcoffset(), "summer time lies between"
    assert (cohort.repeats, cohort.key, cohort.has_waiting_list, cohort.badge_months, cohort.capacity) == (
        course,
        "reading_the_books_2016_03",
        True,
        12,
        9,
    )
    assert [task.title for task in cohort.tasks.all()] == ["A budget"]
    assert [page.text for page in cohort.materials.all()] == ["People who own it."]
    assert [row.competence.key for row in cohort.prerequisites.all()] == ["basics"]
    assert cohort.sessions.get(number=2).facilitator is not None
    assert queries.learners_count(cohort) == 0 and course.tasks.count() == 1, "the first cohort keeps its own"
    again = cohorts.repeat(course=course, first_on=date(2016, 3, 31), **ON)
    assert again.key == "reading_the_books_2016_03_2"
    assert [fact.data["count"] for fact in facts("school.cohort.repeated")] == [4, 4]


def test_a_cohort_is_opened_again_with_one_press_and_both_pages_say_so() -> None:
    course = rich_course()
    url = reverse("school_repeat", args=[course.key])
    with time_machine.travel(MORNING, tick=False):
        client = trainer()
        page = client.get(url).content.decode()
        assert "2016-02-18" in page, "the next Thursday two weeks away"
        early = {"first_on": "2016-01-01", "trainer": course.trainer.pk, "once": "e"}
        assert client.post(url, early).status_code == 422 and Course.objects.count() == 1
        assert client.post(url, {**early, "first_on": "2016-02-18", "once": "o"}).status_code == 302
        assert client.post(url, {**early, "first_on": "2016-02-18", "once": "o"}).status_code == 302
        cohort = Course.objects.get(repeats=course)
        assert "February 2016" in client.get(cohort.get_absolute_url()).content.decode()
        assert cohort.get_absolute_url() in client.get(course.get_absolute_url()).content.decode()
        assert signed_in(make.account(make.person("Ben"))).get(url).status_code == 403


def test_a_cohort_that_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    course, before = rich_course(), Fact.objects.count()

    def broken(*_: Any) -> None:
        raise RuntimeError("the power went out")

    monkeypatch.setattr(cohorts, "_copy_lessons", broken)
    with pytest.raises(RuntimeError):
        cohorts.repeat(course=course, first_on=date(2016, 3, 3), **ON)
    assert Course.objects.count() == 1 and Fact.objects.count() == before


@time_machine.travel(MORNING, tick=False)
def test_learners_tasks_and_circles_leave_as_files(client: Client) -> None:
    course = rich_course()
    keeper = trainer()
    for name, word in (("school_learners", b"Ada"), ("school_tasks", b"A budget"), ("school_works", b"Task")):
        url = reverse(name, args=[course.key])
        assert keeper.get(url).status_code == 200
        file = b"".join(keeper.get(url, {"format": "csv"}).streaming_content)  # type: ignore[attr-defined]
        assert word in file
        assert signed_in(make.account(make.person(f"Ben {name}"))).get(url).status_code == 403
    enrolments.leave(enrolment=course.enrolments.get(), on=make.OPENED, **MOMENT)
    left = b"".join(
        keeper.get(reverse("school_learners", args=[course.key]), {"format": "csv"}).streaming_content  # type: ignore[attr-defined]
    )
    assert b"left" in left, "whoever left stands in the file"
    circles = client.get(reverse("school_circles"), {"format": "csv"})
    assert b"Meetings" in b"".join(circles.streaming_content)  # type: ignore[attr-defined]


@time_machine.travel(MORNING, tick=False)
def test_hosts_of_a_gathering_are_named_by_whoever_keeps_it(client: Client) -> None:
    gathering = report_back(starts_at=at_time(date(2016, 3, 1)), ends_at=at_time(date(2016, 3, 1), time(14)))
    ada, zoe = make.person("Ada"), make.person("Zoe", shows_name=True)
    keeper, url = trainer(), reverse("gatherings_hosts", args=[gathering.key])
    assert url in keeper.get(gathering.get_absolute_url()).content.decode()
    refused = keeper.post(url, {"people": f"{ada.name}\nSomebody Else", "once": "h"})
    assert refused.status_code == 422 and "Somebody Else" in refused.content.decode()
    assert (
        keeper.post(url, {"people": f"{ada.name}\n{zoe.name}\n{ada.name}", "once": "h2"}).status_code == 302
    )
    assert gathering.hostings.count() == 2 and facts("gatherings.hosts.named")[0].data["count"] == 2
    shown = client.get(gathering.get_absolute_url()).content.decode()
    assert zoe.name in shown and ada.name not in shown
    assert signed_in(make.account(make.person("Ben"))).get(url).status_code == 403
    reports.welcome(gathering=gathering, people=[], **MOMENT)
    assert gathering.hostings.count() == 0
