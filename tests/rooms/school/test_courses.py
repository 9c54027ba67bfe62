"""Opening courses, enrolling, and taking the roll of a session."""

from datetime import date, time

import pytest

from commonwork.charter.queries import PolicyMissing
from commonwork.gatherings.actions.rolls import NotYetHeld, RollStandsAlready
from commonwork.gatherings.models import Gathering, RollEntry
from commonwork.record.models import Fact
from commonwork.record.queries import tell, trail
from commonwork.registry.models import Competence
from commonwork.school import queries
from commonwork.school.actions import courses, enrolments, rolls
from commonwork.school.models import Course, Enrolment
from tests.rooms.school import make
from tests.worlds import begins_in

pytestmark = pytest.mark.django_db


@begins_in(make.small_course)
def test_opening_a_course_announces_its_sessions() -> None:
    course = make.small_course()

    sessions = queries.sessions(course)
    assert [row.number for row in sessions] == [1, 2, 3, 4]
    assert [row.gathering.starts_on for row in sessions] == make.DAYS
    first = sessions[0].gathering
    assert (first.key, first.title) == ("small_course_1", "Reading the books (1/4)")
    assert (first.kind, first.host, first.part_of) == ("class", course.school, "school.course/small_course")
    assert not first.takes_registrations
    assert course.competence.key == "reading_the_books"
    fact = trail(course).get(kind="school.course.opened")
    assert tell([fact])[0].sentence == "Reading the books opened with 4 sessions."
    assert fact.data["sessions_needed"] == 3


def test_what_completes_a_course_is_frozen_when_it_opens() -> None:
    before = make.course(needed=3)
    make.school(needed=4)
    after = make.course(needed=4, key="later", trainer=before.trainer)

    before.refresh_from_db()
    assert (before.sessions_needed, after.sessions_needed) == (3, 4)


def test_a_course_that_nobody_could_complete_is_refused() -> None:
    with pytest.raises(courses.TooFewSessions, match="attend 5 sessions; a course of 4"):
        make.course(needed=5)
    with pytest.raises(courses.NothingToAttend):
        make.course(needed=0, trainer=make.person("Vera"))
    assert not Gathering.objects.exists()


def test_a_course_without_a_policy_is_refused() -> None:
    uma, house = make.person("Uma"), make.organisation()
    with pytest.raises(PolicyMissing, match=r"school\.completion_sessions"):
        courses.open(
            title="Too early",
            school=house,
            trainer=uma,
            sessions=courses.session_times(make.DAYS),
            on=make.OPENED,
            by=make.SEASON,
            at=make.noon(make.OPENED),
        )


def test_a_key_names_one_course_and_an_existing_competence_is_used() -> None:
    competence = Competence.objects.create(key="books", name="Reads a balance sheet")
    course = make.course(competence=competence)
    assert course.competence == competence
    with pytest.raises(courses.CourseKeyTaken):
        make.course(trainer=course.trainer)


def test_session_times_follow_the_clock_of_the_network_across_the_change_of_time() -> None:
    # 13 March 2016: clocks went forward in Jackson. Six in the evening stays six in the evening.
    times = courses.session_times([date(2016, 3, 10), date(2016, 3, 17)], clock=time(18, 30), minutes=90)
    assert [start.isoformat() for start, _ in times] == [
        "2016-03-10T18:30:00-06:00",
        "2016-03-17T18:30:00-05:00",
    ]
    assert all((end - start).total_seconds() == 90 * 60 for start, end in times)


def test_a_course_that_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_args: object, **_fields: object) -> None:
        raise RuntimeError("the pen broke")

    monkeypatch.setattr(courses, "state", break_down)
    with pytest.raises(RuntimeError):
        make.small_course()
    assert not Course.objects.exists()
    assert not Gathering.objects.exists()
    assert not Fact.objects.filter(kind__startswith="gatherings.").exists()


@begins_in(make.small_course)
def test_enrolling_is_stated_and_happens_once() -> None:
    course, ada = make.small_course(), make.person("Ada")
    enrolment = enrolments.enrol(course=course, person=ada, on=make.OPENED, by=ada, at=make.noon(make.OPENED))

    assert queries.enrolment_of(course, ada) == enrolment
    fact = trail(course).get(kind="school.enrolment.made")
    assert tell([fact])[0].sentence == "Ada (invented) enrolled in Reading the books."
    assert fact in trail(ada)
    with pytest.raises(enrolments.AlreadyEnrolled, match=r"Ada \(invented\) is already enrolled"):
        enrolments.enrol(course=course, person=ada, on=make.OPENED, by=ada, at=make.noon(make.OPENED))


def test_a_list_enrols_whole_or_not_at_all() -> None:
    course = make.course(capacity=3)
    ada, ben, cleo, dina = (make.person(name) for name in ("Ada", "Ben", "Cleo", "Dina"))
    make.enrol(course, ada)

    with pytest.raises(enrolments.AlreadyEnrolled):
        make.enrol(course, ben, ada)
    with pytest.raises(enrolments.CourseIsFull, match="2 places left; 3 were asked for"):
        make.enrol(course, ben, cleo, dina)
    with pytest.raises(enrolments.NobodyToEnrol):
        make.enrol(course)
    assert course.enrolments.count() == 1

    make.enrol(course, ben, cleo, ben)
    assert queries.places_left(course) == 0
    assert trail(course).first().data["people"] == ["invented_ben", "invented_cleo"]


@begins_in(make.small_course)
def test_who_left_may_come_back_on_the_same_row() -> None:
    course, ada = make.small_course(), make.person("Ada")
    make.enrol(course, ada)
    enrolment = queries.enrolment_of(course, ada)
    assert enrolment is not None
    enrolments.leave(enrolment=enrolment, on=date(2016, 1, 20), by=ada, at=make.noon(date(2016, 1, 20)))

    assert queries.enrolment_of(course, ada) is None
    assert queries.progress(course) == []
    with pytest.raises(enrolments.NotLearning):
        enrolments.leave(enrolment=enrolment, on=date(2016, 1, 20), by=ada, at=make.noon(date(2016, 1, 20)))

    make.enrol(course, ada)
    assert Enrolment.objects.get().state == Enrolment.State.ENROLLED


@begins_in(make.small_course)
def test_the_roll_of_a_session_marks_all_who_are_enrolled() -> None:
    course = make.small_course()
    ada, ben = make.person("Ada"), make.person("Ben")
    make.enrol(course, ada, ben)
    make.hold(course, 1, ada)

    marks = {row.person: row.marks for row in queries.progress(course)}
    assert marks == {ada: (True, None, None, None), ben: (False, None, None, None)}
    with pytest.raises(RollStandsAlready):
        make.hold(course, 1, ada)
    make.hold(course, 1, ben)
    assert {row.person: row.marks[0] for row in queries.progress(course)} == {ada: False, ben: True}
    assert RollEntry.objects.count() == 2


@begins_in(make.small_course)
def test_a_roll_is_refused_for_strangers_other_numbers_and_days_to_come() -> None:
    course, ada = make.small_course(), make.person("Ada")
    make.enrol(course, ada)
    with pytest.raises(
        rolls.NotEnrolledHere, match=r"Zora \(invented\) is not enrolled in Reading the books"
    ):
        make.hold(course, 1, ada, make.person("Zora"))
    with pytest.raises(rolls.NoSuchSession, match="no session 9"):
        rolls.take(course=course, number=9, present=[ada], by=make.SEASON, at=make.noon(make.DAYS[0]))
    with pytest.raises(NotYetHeld):
        rolls.take(course=course, number=2, present=[ada], by=make.SEASON, at=make.noon(make.DAYS[0]))
    assert not RollEntry.objects.exists()
