"""Waiting and selection, what a course builds on, tasks and make-ups, the trainer's day, circles, competences, counts."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from commonwork.access.models import Account
from commonwork.charter.actions import policies
from commonwork.gatherings import queries as gatherings
from commonwork.incubator.models import Team
from commonwork.record.models import Fact
from commonwork.registry.actions import competences
from commonwork.registry.models import Competence, CompetenceHeld, Contact, Person
from commonwork.registry.queries import holds
from commonwork.school import queries
from commonwork.school.actions import badges, circles, enrolments, learning
from commonwork.school.models import Circle, Course, Enrolment, Programme, Work
from tests.record.test_documents import photo
from tests.rooms.school import make
from tests.rooms.school.test_pages import signed_in
from tests.worlds import begins_in

pytestmark = pytest.mark.django_db
MOMENT: dict[str, Any] = {"by": make.SEASON, "at": make.noon(make.OPENED)}
MORNING = datetime(2016, 2, 4, 15, tzinfo=UTC)  # the day of the fourth session


def reachable(name: str) -> Person:
    person = make.person(name)
    Contact.objects.create(person=person, kind="email", value=f"{name.lower()}@example.org")
    return person


def enrol(course: Course, person: Person, **more: Any) -> Enrolment:
    return enrolments.enrol(course=course, person=person, on=make.OPENED, **MOMENT, **more)


def trainer() -> Client:
    account: Account = make.account(make.person("Tess"), "trainer", make.organisation())
    return signed_in(account)


def test_a_full_course_keeps_a_waiting_list_and_the_next_moves_up(
    django_capture_on_commit_callbacks: Any,
) -> None:
    course, ada, ben = make.course(capacity=1), make.person("Ada"), reachable("Ben")
    Course.objects.update(has_waiting_list=True)
    first, second = enrol(course, ada), enrol(course, ben)
    assert (second.state, queries.enrolment_of(course, ben)) == ("waiting", None)
    with pytest.raises(enrolments.AlreadyAsked, match="Ben"):
        enrol(course, ben)
    with django_capture_on_commit_callbacks(execute=True):
        enrolments.leave(enrolment=first, on=make.OPENED, **MOMENT)
    second.refresh_from_db()
    assert second.state == "enrolled" and mail.outbox[0].to == ["ben@example.org"]
    assert Fact.objects.filter(kind="school.enrolment.moved_up").count() == 1


@begins_in(make.small_course)
def test_the_trainer_chooses_among_those_who_asked() -> None:
    course, people = make.small_course(), [make.person(name) for name in ("Ada", "Ben", "Cleo")]
    Course.objects.update(is_selected=True)
    assert {enrol(course, person).state for person in people} == {"asked"}
    assert queries.learners_count(course) == 0
    client, url = trainer(), reverse("school_select", args=[course.key])
    assert client.post(url, {"people": [people[0].key, people[2].key], "once": "s"}).status_code == 302
    states = dict(course.enrolments.values_list("person__name", "state"))
    assert sorted(states.values()) == ["declined", "enrolled", "enrolled"]
    assert states[people[1].name] == "declined"


@begins_in(make.small_course)
def test_a_course_asks_for_a_competence_and_says_what_is_missing() -> None:
    course, ada = make.small_course(), make.person("Ada")
    basics = Competence.objects.create(key="basics", name="Cooperative basics")
    learning.build_on(course=course, competences=[basics], **MOMENT)
    with pytest.raises(enrolments.PrerequisitesMissing, match="Cooperative basics"):
        enrol(course, ada)
    (way,) = queries.ways(ada, on=make.OPENED)
    assert (way.course, way.is_open, [one.name for one in way.missing]) == (
        course,
        False,
        ["Cooperative basics"],
    )
    competences.grant(
        person=ada,
        competence=basics,
        on=make.OPENED,
        granted_by=ada,
        expires_on=make.OPENED + timedelta(days=9),
        **MOMENT,
    )
    assert queries.ways(ada, on=make.OPENED)[0].is_open
    assert not queries.ways(ada, on=make.OPENED + timedelta(days=9))[0].is_open, "what ran out opens nothing"
    assert enrol(course, ada).state == "enrolled"
    assert enrol(course, make.person("Ben"), is_waived=True).state == "enrolled"
    with pytest.raises(learning.WouldGoRound):
        learning.build_on(course=course, competences=[course.competence], **MOMENT)


@begins_in(make.small_course)
def test_a_make_up_counts_like_a_session_and_a_task_must_be_done() -> None:
    course, ada, ben = make.small_course(), make.person("Ada"), make.person("Ben")
    make.enrol(course, ada, ben)
    make.hold(course, 1, ada, ben)
    make.hold(course, 2, ada, ben)
    make.hold(course, 3, ben)
    task = learning.set_task(course=course, title="A budget", words="For one month.", **MOMENT)
    row = course.enrolments.get(person=ada)
    third = course.sessions.get(number=3)
    learning.make_up(enrolment=row, session=third, minutes=90, on=date(2016, 1, 30), **MOMENT)
    for again, refusal in (
        (third, learning.MadeUpBefore),
        (course.sessions.get(number=2), learning.NotMissed),
    ):
        with pytest.raises(refusal):
            learning.make_up(enrolment=row, session=again, minutes=90, on=date(2016, 1, 30), **MOMENT)
    (found,) = queries.progress(course, person=ada)
    # Two evenings of two hours and 90 minutes made up for.
    assert (found.attended_count, found.attended_minutes, found.tasks_left, found.is_enough) == (
        3,
        330,
        1,
        False,
    )
    with pytest.raises(badges.TasksLeft):
        badges.award(course=course, person=ada, on=date(2016, 2, 5), **MOMENT)
    work = learning.hand_in(task=task, enrolment=row, text="Rent 400", **MOMENT)
    learning.grade(work=work, outcome="again", remark="And food?", **MOMENT)
    learning.hand_in(task=task, enrolment=row, text="Rent 400, food 90", **MOMENT)
    learning.grade(work=work, outcome="done", **MOMENT)
    with pytest.raises(learning.DoneAlready):
        learning.hand_in(task=task, enrolment=row, text="More", **MOMENT)
    assert badges.award(course=course, person=ada, on=date(2016, 2, 5), **MOMENT).hours == Decimal("5.50")
    assert "Rent" not in str(list(Fact.objects.values_list("data", flat=True)))


@time_machine.travel(MORNING, tick=False)
@begins_in(make.small_course)
def test_a_trainer_prints_the_roster_marks_who_came_writes_to_those_who_missed_two_and_sees_who_lacks_what(
    django_capture_on_commit_callbacks: Any,
) -> None:
    """Journey: the trainer's day."""
    course, ada, ben, cleo = make.small_course(), reachable("Ada"), reachable("Ben"), make.person("Cleo")
    make.enrol(course, ada, ben, cleo)
    make.hold(course, 1, ada)
    make.hold(course, 2, ada, ben)
    make.hold(course, 3, cleo)
    client = trainer()
    day = client.get(reverse("school_day")).content.decode()
    assert "Reading the books (4/4)" in day and "Thursday 4 February 2016" in day
    fourth = course.sessions.get(number=4)
    roster = client.get(reverse("gatherings_roster", args=[fourth.gathering.key])).content.decode()
    assert all(person.name in roster for person in (ada, ben, cleo))
    door = reverse("gatherings_door", args=[fourth.gathering.key])
    client.post(f"{door}passing/", {"mark": f"person-{ada.pk}", "way": "in", "once": "a"})
    assert queries.progress(course, person=ada)[0].marks == (True, True, False, True), (
        "before the roll is closed"
    )
    roll = reverse("school_roll", args=[course.key, 4])
    came = [f"person-{ada.pk}", f"person-{ben.pk}"]
    assert client.post(roll, {"came": came, "how": "paper", "once": "r"}).status_code == 302
    with django_capture_on_commit_callbacks(execute=True):
        typed = {"to": "missed", "subject": "We miss you", "text": "Come back.", "once": "m"}
        client.post(reverse("school_mail", args=[course.key]), typed)
    # Ben missed 1 and 3; Cleo missed three but has no address; Ada missed one.
    assert [(letter.subject, letter.to) for letter in mail.outbox] == [("We miss you", ["ben@example.org"])]
    lacks = {row.person.name: row.missing_count for row in queries.progress(course)}
    assert lacks == {ada.name: 0, ben.name: 1, cleo.name: 2}
    assert "Cleo" in client.get(reverse("school_day")).content.decode()


@time_machine.travel(MORNING, tick=False)
@begins_in(make.small_course)
def test_a_learner_hands_in_work_and_reads_a_lesson_without_words() -> None:
    course, ada, client = make.small_course(), make.person("Ada"), trainer()
    make.enrol(course, ada)
    client.post(
        reverse("school_task_new", args=[course.key]),
        {"title": "A budget", "words": "", "is_required": "on", "once": "t"},
    )
    files = {
        "picture": SimpleUploadedFile("a.jpg", photo(size=(60, 40))),
        "recording": SimpleUploadedFile("a.ogg", b"OggS" + bytes(20)),
        "paper": SimpleUploadedFile("a.pdf", b"%PDF-1.7 a handout"),
    }
    client.post(
        reverse("school_material_new", args=[course.key]),
        {"title": "What a co-op is", "text": "People own it.", "language": "en", "once": "p", **files},
    )
    mine = signed_in(make.account(ada))
    page = mine.get(course.get_absolute_url()).content.decode()
    assert "A budget" in page and "What a co-op is" in page
    task, material = course.tasks.get(), course.materials.get()
    mine.post(reverse("school_hand_in", args=[task.key]), {"text": "Rent 400", "once": "h"})
    assert "Ada (invented): A budget" in client.get(reverse("school_day")).content.decode()
    client.post(
        reverse("school_grade", args=[Work.objects.get().key]),
        {"outcome": "again", "remark": "And food?", "once": "g"},
    )
    assert "And food?" in mine.get(course.get_absolute_url()).content.decode()
    url = reverse("school_material", args=[material.key])
    assert "People own it." in mine.get(url).content.decode()
    low = mine.get(url, {"low-text": "1"}).content.decode()
    assert "People own it." not in low and "<audio" in low and "<img" in low
    heard = mine.get(f"{url}recording/")
    assert (heard["Content-Type"], heard.content[:4]) == ("audio/ogg", b"OggS")
    assert signed_in(make.account(make.person("Stranger"))).get(url).status_code == 403
    paper = mine.get(f"{url}paper/")
    assert paper.content == b"%PDF-1.7 a handout" and paper["Content-Disposition"].startswith("attachment")
    assert paper["X-Content-Type-Options"] == "nosniff" and mine.get(f"{url}text/").status_code == 404
    assert "Paper to print (PDF)" in mine.get(url).content.decode()
    with pytest.raises(learning.NotAPaper):
        learning.add_material(course=course, title="x", paper=b"MZ", **MOMENT)
    with pytest.raises(learning.NotARecording):
        learning.add_material(course=course, title="x", recording=b"MZ", **MOMENT)


READINGS = ["Masters of our own destiny https://example.org/m", "Rochdale"]


def circle() -> Circle:
    house = make.school()
    for code, value in (("school.circle_least", 5), ("school.circle_most", 12)):
        policies.adopt(
            code=code,
            value=value,
            starts_on=date(2016, 1, 1),
            adopted_by="system/assembly",
            source="DOMAIN.md 6",
            **MOMENT,
        )
    return circles.open(
        title="Bread", question="Can we bake?", school=house, readings=READINGS,
        on=make.OPENED, **MOMENT,
    )  # fmt: skip


def meet(one: Circle, day: date) -> None:
    moment = make.noon(day)
    circles.meet(circle=one, starts_at=moment, ends_at=moment + timedelta(hours=2), on=day, **MOMENT)


def test_a_circle_of_five_to_twelve_takes_turns_reads_in_order_and_becomes_a_team() -> None:
    one = circle()
    people = [make.person(f"Reader {number}") for number in range(13)]
    for person in people[:4]:
        circles.join(circle=one, person=person, on=make.OPENED, **MOMENT)
    with pytest.raises(circles.CircleTooSmall, match="when it has 5 people"):
        meet(one, date(2016, 2, 1))
    for person in people[4:12]:
        circles.join(circle=one, person=person, on=make.OPENED, **MOMENT)
    with pytest.raises(circles.CircleIsFull):
        circles.join(circle=one, person=people[12], on=make.OPENED, **MOMENT)
    for person in people[5:12]:
        circles.leave(circle=one, person=person, on=make.OPENED, **MOMENT)
    for week in range(6):
        meet(one, date(2016, 2, 1) + timedelta(weeks=week))
    rows = list(one.meetings.select_related("facilitator", "reading").order_by("gathering__starts_at"))
    assert [row.facilitator for row in rows] == [*people[:5], people[0]]
    assert [row.reading.title if row.reading else "" for row in rows[:3]] == [
        "Masters of our own destiny",
        "Rochdale",
        "",
    ]
    assert {person.pk for person in gatherings.expected_of(rows[0].gathering)} == {
        person.pk for person in people[:5]
    }
    with pytest.raises(circles.NotMetYet):
        circles.keep_minutes(meeting=rows[5], text="…", **MOMENT)

    with time_machine.travel(make.noon(date(2016, 4, 1)), tick=False):
        coordinator = signed_in(
            make.account(
                make.person("Cora"), "incubator-coordinator", make.organisation("incubator", "Incubator")
            )
        )
        url = reverse("journeys_circle_team", args=[one.key])
        typed = {"name": "Bread team", "on": "2016-04-01", "people": [people[0].key, people[1].key]}
        small = coordinator.post(url, {**typed, "people": [people[0].key], "once": "x"})
        assert small.status_code == 422 and not Team.objects.exists(), (
            "a team of one is none, and the circle goes on"
        )
        assert coordinator.post(url, {**typed, "once": "y"}).status_code == 302
    one.refresh_from_db()
    assert (one.outcome, one.team_key, Team.objects.get().name) == ("team", "bread_team", "Bread team")
    assert Fact.objects.get(kind="school.circle.ended").data["team"] == "bread_team"


@time_machine.travel(MORNING, tick=False)
def test_names_and_minutes_of_a_circle_are_for_the_circle(client: Client) -> None:
    one, ada = circle(), make.person("Ada")
    mine = signed_in(make.account(ada))
    mine.post(reverse("school_circle_join", args=[one.key]), {"once": "j"})
    assert "Ada" in mine.get(one.get_absolute_url()).content.decode()
    page = client.get(one.get_absolute_url()).content.decode()
    assert "1 person</strong> belongs" in page and "Ada" not in page and "Rochdale" in page
    assert client.get(reverse("school_circles")).status_code == 200
    stranger = signed_in(make.account(make.person("Stranger")))
    assert stranger.get(reverse("school_circle_meet", args=[one.key])).status_code == 403
    opened = trainer().post(
        reverse("school_circle_open"), {"title": "Maps", "school": one.school.pk, "once": "o"}
    )
    assert opened.status_code == 302 and Circle.objects.filter(title="Maps").exists()


@time_machine.travel(MORNING, tick=False)
def test_a_competence_runs_out_is_renewed_and_withdrawn_with_a_reason() -> None:
    ada, saw = make.person("Ada"), Competence.objects.create(key="saw", name="Table saw")
    until = date(2016, 3, 1)
    competences.grant(person=ada, competence=saw, on=make.OPENED, granted_by=ada, expires_on=until, **MOMENT)
    held = CompetenceHeld.objects.get()
    make.school()
    client = trainer()
    assert "Table saw" in client.get(reverse("school_day")).content.decode(), "runs out within 90 days"
    with pytest.raises(competences.EndsSooner):
        competences.renew(held=held, until=until, on=make.OPENED, **MOMENT)
    client.post(reverse("school_renew", args=[held.pk]), {"until": "2017-03-01", "once": "n"})
    assert holds(ada, "saw", on=date(2017, 2, 28)) and not holds(ada, "saw", on=date(2017, 3, 1))
    assert (
        client.post(reverse("school_withdraw", args=[held.pk]), {"reason": "", "once": "w"}).status_code
        == 422
    )
    client.post(reverse("school_withdraw", args=[held.pk]), {"reason": "unsafe", "once": "w"})
    assert not holds(ada, "saw", on=date(2016, 2, 4))
    assert Fact.objects.get(kind="registry.competence.revoked").data["reason"] == "unsafe"
    assert (
        "withdrawn: others would be in danger" in client.get(reverse("school_competences")).content.decode()
    )
    assert signed_in(make.account(ada)).get(reverse("school_competences")).status_code == 403


def test_whoever_was_trained_twice_counts_once_by_programme_place_and_funder(client: Client) -> None:
    funder = make.organisation("solidarity", "Solidarity fund", "supporter")
    programme = Programme.objects.create(key="start", title="Start-ups", funder=funder)
    ada, ben = make.person("Ada"), make.person("Ben")
    for number, people in enumerate(([ada, ben], [ada]), start=1):
        course = make.course(
            key=f"course_{number}", title=f"Course {number}", trainer=make.person(f"Uma {number}")
        )
        Course.objects.filter(pk=course.pk).update(programme=programme if number == 1 else None)
        make.enrol(course, ada, ben)
        for session in (1, 2, 3):
            make.hold(course, session, *people)
        for person in people:
            badges.award(course=course, person=person, on=date(2016, 2, 5), **MOMENT)
    year = (date(2016, 1, 1), date(2017, 1, 1))
    *rows, whole = queries.counts(*year, "funder")
    # Two people, three badges of six hours; Ben learned in the second course and did not finish: 3 of 4.
    assert (whole.people, whole.badges, whole.learners, whole.hours, whole.completion_bp) == (
        2,
        3,
        4,
        Decimal("18.0"),
        7500,
    )
    assert [(row.name, row.people, row.hours) for row in rows] == [
        ("", 1, Decimal("6.0")),
        ("Solidarity fund", 2, Decimal("12.0")),
    ]
    assert [row.name for row in queries.counts(*year, "place")][:-1] == ["Lumumba Center"]
    page = client.get(reverse("school_counts"), {"year": 2016, "by": "programme"}).content.decode()
    assert "2 different people" in page and "Start-ups" in page and "Ada" not in page
    assert (
        client.get(reverse("school_counts"), {"year": 2016, "by": "course", "format": "json"}).status_code
        == 200
    )
