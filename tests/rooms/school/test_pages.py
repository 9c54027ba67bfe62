"""Pages of the school: what anyone sees, what a learner sees, what a trainer does."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from commonwork.books import actions as books
from commonwork.books.actions import Line
from commonwork.record.acts import state
from commonwork.registry.models import Organisation, Person
from commonwork.school import queries
from commonwork.school.actions import badges, courses
from commonwork.school.models import Badge, Course
from tests.rooms.school import make
from tests.worlds import begins_in

pytestmark = pytest.mark.django_db
MARCH_2017 = datetime(2017, 3, 31, 18, tzinfo=UTC)
DURING = datetime(2016, 1, 22, 18, tzinfo=UTC)  # after two of four sessions
AFTER = datetime(2016, 2, 6, 18, tzinfo=UTC)


def signed_in(account: Any) -> Client:
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def trainer(course: Course) -> Client:
    return signed_in(make.account(course.trainer, "trainer", course.school))


def held_course() -> tuple[Course, Person, Person]:
    """Ada came to all four evenings, Ben to two; three are needed."""
    course, ada, ben = make.small_course(), make.person("Ada"), make.person("Ben")
    make.enrol(course, ada, ben)
    for number in (1, 2):
        make.hold(course, number, ada, ben)
    for number in (3, 4):
        make.hold(course, number, ada)
    return course, ada, ben


def award(course: Course) -> None:
    badges.award_all(course=course, on=date(2016, 2, 6), by=make.SEASON, at=make.noon(date(2016, 2, 6)))


def give_restricted_grant(school: Organisation, purpose: str, amount_minor: int) -> None:
    """A grant tied to a purpose, as a resolution of the assembly pays it: cash against 3400."""
    day = date(2017, 3, 10)
    with transaction.atomic():
        fact = state("gatherings.gathering.changed", subject=school, by=make.SEASON, at=make.noon(day))
        books.post(
            organisation=school,
            on=day,
            kind="grant",
            source=fact,
            lines=[Line("1000", amount_minor), Line("3400", -amount_minor, party=purpose)],
        )


@time_machine.travel(MARCH_2017, tick=False)
def test_anyone_sees_how_many_were_trained_and_follows_it_to_the_rows(
    client: Client, published: Path
) -> None:
    golden = make.golden_course(published)

    page = client.get(reverse("school")).content.decode()
    # Nobody was trained in the twelve months to 31 March 2017; the latest twelve with a badge end on 5 March 2016.
    assert "<b>9</b>" in page
    assert "/school/trained/?from=2015-03-06&amp;to=2016-03-06" in page
    rows = client.get("/school/trained/", {"from": "2015-03-06", "to": "2016-03-06"}).content.decode()
    assert "<strong>9 people</strong>" in rows
    assert rows.count("/school/badges/") == 9
    assert not any(person.name in rows for person in golden.people.values())
    assert (
        "<strong>0 people</strong>"
        in client.get("/school/trained/", {"from": "2016-03-06", "to": "2017-04-01"}).content.decode()
    )


@time_machine.travel(MARCH_2017, tick=False)
def test_the_list_of_badges_comes_as_a_file_with_agreed_names_only(client: Client) -> None:
    course, ada, _ = held_course()
    award(course)
    url = reverse("school_trained") + "?from=2016-01-01&to=2017-01-01&format=json"

    def names() -> list[str]:
        answer = client.get(url)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        rows = json.loads(body)
        rows = rows if isinstance(rows, list) else rows["rows"]
        return [row["name"] for row in rows]

    assert names() == ["a learner"]
    Person.objects.filter(pk=ada.pk).update(shows_name=True)
    assert names() == ["Ada (invented)"]


@time_machine.travel(MARCH_2017, tick=False)
def test_money_for_a_purpose_is_shown_from_the_books(client: Client) -> None:
    school = make.school()
    books.open_book(organisation=school, on=date(2016, 1, 1), by=make.SEASON, at=make.noon(date(2016, 1, 1)))
    # SEASON.md, assembly: childcare 350 and scholarship 160 go to the school: 510 together.
    give_restricted_grant(school, "childcare", 35_000)
    give_restricted_grant(school, "scholarship", 16_000)

    assert queries.restricted_grants(school, on=date(2017, 3, 9)) == []
    page = client.get(reverse("school")).content.decode()
    for text in ("$510", "Childcare", "350.00", "Scholarship", "160.00", "510.00"):
        assert text in page


def test_an_empty_school_says_so(client: Client) -> None:
    page = client.get(reverse("school")).content.decode()
    assert "No course has been opened yet." in page
    assert "No session is announced right now." in page


@time_machine.travel(DURING, tick=False)
@begins_in(make.small_course)
def test_a_visitor_sees_the_course_without_a_single_learner_s_name(client: Client) -> None:
    course, ada = make.small_course(), make.person("Ada")
    make.enrol(course, ada)
    make.hold(course, 1, ada)

    page = client.get(course.get_absolute_url()).content.decode()

    assert "1 of 4 sessions are held, and 1 person learns." in page
    assert "Ada" not in page
    assert "Uma" not in page
    assert "Taught by a trainer of the school." in page
    assert "Reading the books (4/4)" in page
    assert "enrolled in" not in page
    assert client.get(reverse("school_course", args=["nowhere"])).status_code == 404


@time_machine.travel(DURING, tick=False)
@begins_in(make.small_course)
def test_a_learner_enrols_sees_the_next_step_and_leaves() -> None:
    course, ada = make.small_course(), make.person("Ada")
    client = signed_in(make.account(ada))

    client.post(reverse("school_enrol", args=[course.key]), {"once": "1"})
    client.post(reverse("school_enrol", args=[course.key]), {"once": "1"})
    assert course.enrolments.count() == 1
    page = client.get(course.get_absolute_url()).content.decode()
    assert "You attended 0." in page
    assert "3 sessions are missing. Next: session 3 on Thursday 28 January 2016" in page

    mine = client.get(reverse("school_my_learning")).content.decode()
    assert "0 sessions attended, 3 needed" in mine
    fragment = client.get(reverse("school_my_learning"), headers={"HX-Request": "true"}).content.decode()
    assert "0 sessions attended, 3 needed" in fragment
    assert "<html" not in fragment

    client.post(reverse("school_leave", args=[course.key]), {"once": "2"})
    assert queries.enrolment_of(course, ada) is None


@time_machine.travel(DURING, tick=False)
def test_a_full_course_refuses_in_words() -> None:
    course, ada = make.course(capacity=1), make.person("Ada")
    client = signed_in(make.account(ada))
    make.enrol(course, make.person("Ben"))

    answer = client.post(reverse("school_enrol", args=[course.key]), {"once": "1"})

    assert answer.status_code == 422
    assert "has 0 places left" in answer.content.decode()


@time_machine.travel(DURING, tick=False)
@begins_in(make.small_course)
def test_a_trainer_takes_the_roll_and_it_counts_once() -> None:
    course, ada, ben = make.small_course(), make.person("Ada"), make.person("Ben")
    make.enrol(course, ada, ben)
    client = trainer(course)
    url = reverse("school_roll", args=[course.key, 1])

    assert "Take the roll of session 1" in client.get(course.get_absolute_url()).content.decode()
    typed = {"came": [f"person-{ada.pk}"], "how": "paper", "once": "roll"}
    assert "/receipts/" in client.post(url, typed).headers["Location"]
    client.post(url, typed)
    assert client.post(url, {**typed, "once": "other"}).status_code == 422

    marks = {row.person: row.marks[0] for row in queries.progress(course)}
    assert marks == {ada: True, ben: False}
    early = client.post(reverse("school_roll", args=[course.key, 4]), {**typed, "once": "early"})
    assert "cannot be taken yet" in early.content.decode()
    assert client.get(reverse("school_roll", args=[course.key, 9])).status_code == 404


@time_machine.travel(DURING, tick=False)
@begins_in(make.small_course)
def test_a_trainer_enrols_someone_without_an_account() -> None:
    course, ben = make.small_course(), make.person("Ben")
    client = trainer(course)
    url = reverse("school_enrol_someone", args=[course.key])

    client.post(url, {"name": "ben (Invented)", "once": "1"})
    assert queries.enrolment_of(course, ben) is not None
    unknown = client.post(url, {"name": "Nobody Here", "once": "2"})
    assert unknown.status_code == 422
    assert "Nobody of this name" in unknown.content.decode()


@time_machine.travel(AFTER, tick=False)
def test_a_trainer_sees_who_lacks_what_and_awards_the_badges() -> None:
    course, ada, ben = held_course()
    client = trainer(course)

    page = client.get(course.get_absolute_url()).content.decode()
    assert "nothing: badge can be awarded" in page
    assert "1 session</td>" in page
    asked = client.get(reverse("school_award", args=[course.key])).content.decode()
    assert "Award 1 badge" in asked
    assert "came to 2, 1 is missing" in asked

    answer = client.post(reverse("school_award", args=[course.key]), {"once": "1"})
    assert "/receipts/" in answer.headers["Location"]
    assert list(Badge.objects.values_list("person", flat=True)) == [ada.pk]
    again = client.post(reverse("school_award", args=[course.key]), {"once": "2"})
    assert again.status_code == 422
    assert "Ben (invented) 1" in again.content.decode()
    assert ben.badges.count() == 0


@time_machine.travel(AFTER, tick=False)
def test_the_roster_comes_as_a_file_that_says_who_lacks_what() -> None:
    course, _, _ = held_course()
    answer = trainer(course).get(reverse("school_roster", args=[course.key]), {"format": "csv"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines == [
        "Name,1,2,3,4,Attended,Still missing",
        "Ada (invented),came,came,came,came,4,0",
        "Ben (invented),came,came,missed,missed,2,1",
        "Invented people.",
    ]


@time_machine.travel(AFTER, tick=False)
def test_a_badge_is_checked_by_anyone_and_names_nobody_who_did_not_agree(client: Client) -> None:
    course, ada, _ = held_course()
    award(course)
    badge = Badge.objects.get()

    answer = client.get(reverse("school_check"), {"code": badge.spaced_code.lower()})
    assert answer.headers["Location"] == badge.get_absolute_url()
    page = client.get(badge.get_absolute_url()).content.decode()
    assert "This badge is valid." in page
    assert "A learner completed Reading the books with 8 hours" in page
    assert "Ada" not in page
    assert ada.key not in page

    assert "Ada (invented)" in signed_in(make.account(ada)).get(badge.get_absolute_url()).content.decode()
    wrong = client.get(reverse("school_check"), {"code": "AAAA BBBB CCCC"})
    assert wrong.status_code == 422
    assert "No badge of this school has this code." in wrong.content.decode()
    assert client.get(reverse("school_badge", args=["badge_nowhere"])).status_code == 404


@time_machine.travel(AFTER, tick=False)
def test_a_revoked_badge_says_so_to_everyone_and_why_to_few(client: Client) -> None:
    course, _, _ = held_course()
    award(course)
    badge = Badge.objects.get()
    keeper = trainer(course)
    url = reverse("school_badge_revoke", args=[badge.key])

    assert keeper.post(url, {"once": "0"}).status_code == 422  # a reason is needed
    keeper.post(url, {"reason": "mistake", "once": "1"})

    page = client.get(badge.get_absolute_url()).content.decode()
    assert "This badge was revoked on" in page
    assert "by mistake" not in page
    assert "by mistake" in keeper.get(badge.get_absolute_url()).content.decode()


@time_machine.travel(DURING, tick=False)
def test_a_trainer_opens_a_course_from_the_form() -> None:
    school, uma = make.school(), make.person("Uma")
    client = signed_in(make.account(uma, "trainer", school))
    typed = {
        "title": "Bookkeeping for co-ops",
        "school": school.pk,
        "trainer": uma.pk,
        "first_on": "2016-03-01",
        "clock": "18:30",
        "minutes": "90",
        "sessions_count": "2",
        "language": "en",
    }
    few = client.post(reverse("school_course_open"), typed)
    assert few.status_code == 422
    assert "asks learners to attend 3 sessions" in few.content.decode()

    client.post(reverse("school_course_open"), {**typed, "sessions_count": "4", "once": "1"})
    course = Course.objects.get()
    assert course.key == "bookkeeping_for_co_ops_2016_01"
    days = [row.gathering.starts_on for row in queries.sessions(course)]
    assert days == [date(2016, 3, 1), date(2016, 3, 8), date(2016, 3, 15), date(2016, 3, 22)]
    assert course.competence.name == "Bookkeeping for co-ops"


@time_machine.travel(DURING, tick=False)
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("school_roster", ["small_course"]),
        ("school_roll", ["small_course", 1]),
        ("school_award", ["small_course"]),
        ("school_enrol_someone", ["small_course"]),
    ],
)
@begins_in(make.small_course)
def test_the_trainer_s_pages_are_for_trainers_of_this_school(
    client: Client, name: str, arguments: list[Any]
) -> None:
    make.small_course()
    url = reverse(name, args=arguments)
    other_school = make.organisation("night_school", "Night school")
    elsewhere = signed_in(make.account(make.person("Gus"), "trainer", other_school))
    learner = signed_in(make.account(make.person("Ada")))

    assert client.get(url).status_code == 302
    assert learner.get(url).status_code == 403
    assert elsewhere.get(url).status_code == 403


@begins_in(make.small_course)
def test_what_needs_a_trainer_and_a_learner() -> None:
    course, ada = make.small_course(), make.person("Ada")
    make.enrol(course, ada)
    teacher, learner = make.account(course.trainer, "trainer", course.school), make.account(ada)

    mine = queries.needs(learner, date(2016, 1, 12))
    assert [(need.title, need.due_on) for need in mine] == [
        ("Come to session 1 of Reading the books", date(2016, 1, 14))
    ]
    assert queries.needs(teacher, date(2016, 1, 13)) == []
    due = queries.needs(teacher, date(2016, 1, 14))
    assert [(need.title, need.href) for need in due] == [
        ("Take the roll of session 1", "/school/courses/small_course/sessions/1/roll/")
    ]
    for number in range(1, 5):
        make.hold(course, number, ada)
    ready = queries.needs(teacher, date(2016, 2, 5))
    assert [(need.title, need.reason, need.due_on) for need in ready] == [
        ("Award the badges of Reading the books", "1 learner attended enough.", date(2016, 2, 4))
    ]
    award(course)
    assert queries.needs(teacher, date(2016, 2, 7)) == []
    assert queries.needs(learner, date(2016, 2, 7)) == []


@time_machine.travel(MARCH_2017, tick=False)
def test_the_page_of_a_course_of_forty_takes_few_queries(django_assert_max_num_queries: Any) -> None:
    course = make.course(sessions=courses.session_times(make.DAYS * 2))
    people = [make.person(f"Learner {number}") for number in range(40)]
    make.enrol(course, *people)
    client = trainer(course)
    with django_assert_max_num_queries(35):
        page = client.get(course.get_absolute_url()).content.decode()
    assert page.count("Learner ") >= 40
