"""Awarding badges, who lacks what, and revoking."""

from datetime import date

import pytest

from commonwork.record.models import Fact
from commonwork.record.queries import tell, trail
from commonwork.registry.actions import competences
from commonwork.registry.models import CompetenceHeld
from commonwork.registry.queries import holds
from commonwork.school import queries
from commonwork.school.actions import badges, enrolments
from commonwork.school.models import Badge, Course, Enrolment
from tests.rooms.school import make
from tests.worlds import begins_in

pytestmark = pytest.mark.django_db
AFTER = date(2016, 2, 6)


def award_all(course: Course) -> Course:
    return badges.award_all(course=course, on=AFTER, by=make.SEASON, at=make.noon(AFTER))


def held_course(**came: str) -> tuple[Course, dict[str, object]]:
    """A course whose four sessions were held: came={"Ada": "1234"} says to which sessions each came."""
    course = make.small_course()
    people = {name: make.person(name) for name in came}
    make.enrol(course, *people.values())
    for number in range(1, 5):
        make.hold(course, number, *(people[name] for name, days in came.items() if str(number) in days))
    return course, people


def test_those_who_came_often_enough_receive_badge_and_competence() -> None:
    course, people = held_course(Ada="1234", Ben="123", Cleo="12")

    award_all(course)

    course.refresh_from_db()
    assert course.completed_on == AFTER
    assert set(course.badges.values_list("person__name", flat=True)) == {"Ada (invented)", "Ben (invented)"}
    ada = course.badges.get(person=people["Ada"])
    assert (ada.sessions_count, ada.hours_text) == (4, "8")
    held = CompetenceHeld.objects.get(person=people["Ben"])
    assert held.evidence == f"school.badge/{course.badges.get(person=people['Ben']).key}"
    assert held.granted_by == "registry.person/invented_uma"
    assert not holds(people["Cleo"], "reading_the_books", on=AFTER)
    states = dict(course.enrolments.values_list("person__name", "state"))
    assert states["Ada (invented)"] == Enrolment.State.COMPLETED
    assert states["Cleo (invented)"] == Enrolment.State.ENROLLED


@begins_in(make.small_course)
def test_badges_wait_for_every_roll() -> None:
    course, ada = make.small_course(), make.person("Ada")
    make.enrol(course, ada)
    for number in (1, 2, 4):
        make.hold(course, number, ada)
    with pytest.raises(badges.RollsMissing, match="No roll yet: session 3"):
        award_all(course)
    assert not Badge.objects.exists()


def test_it_says_who_lacks_what_when_nobody_is_ready() -> None:
    course, _ = held_course(Ada="12", Ben="4")
    with pytest.raises(badges.NobodyReady, match=r"Ada \(invented\) 1, Ben \(invented\) 2"):
        award_all(course)
    course.refresh_from_db()
    assert course.completed_on is None


def test_a_badge_is_awarded_once() -> None:
    course, people = held_course(Ada="1234")
    award_all(course)
    with pytest.raises(badges.EveryoneHasIt):
        award_all(course)
    with pytest.raises(badges.HasBadgeAlready):
        badges.award(course=course, person=people["Ada"], on=AFTER, by=make.SEASON, at=make.noon(AFTER))
    assert Badge.objects.count() == 1


def test_nobody_enrols_after_the_course_is_completed() -> None:
    course, _ = held_course(Ada="1234")
    award_all(course)
    with pytest.raises(enrolments.CourseIsOver):
        make.enrol(course, make.person("Zora"))


@begins_in(make.small_course)
def test_one_badge_is_refused_in_words_until_the_sessions_are_there() -> None:
    course, ada = make.small_course(), make.person("Ada")
    make.enrol(course, ada)
    make.hold(course, 1, ada)
    asked = {"course": course, "person": ada, "on": AFTER, "by": make.SEASON, "at": make.noon(AFTER)}
    with pytest.raises(badges.SessionsMissing, match="came to 1 sessions of 3; 2 more are needed"):
        badges.award(**asked)
    with pytest.raises(badges.NotALearner):
        badges.award(**{**asked, "person": make.person("Zora")})
    make.hold(course, 2, ada)
    make.hold(course, 3, ada)

    badge = badges.award(**asked)

    fact = trail(badge).get(kind="school.badge.awarded")
    assert tell([fact])[0].sentence == "Ada (invented) completed Reading the books and received a badge."
    assert queries.badge_by_code(badge.spaced_code.lower()) == badge


def test_revoking_gives_a_reason_and_ends_the_competence() -> None:
    course, people = held_course(Ada="1234", Ben="1234")
    award_all(course)
    badge = course.badges.get(person=people["Ada"])
    day = date(2016, 6, 1)

    badges.revoke(badge=badge, reason="mistake", on=day, by=make.SEASON, at=make.noon(day))

    badge.refresh_from_db()
    assert (badge.is_valid, badge.revoked_on, badge.revoked_reason) == (False, day, "mistake")
    assert holds(people["Ada"], "reading_the_books", on=date(2016, 5, 31))
    assert not holds(people["Ada"], "reading_the_books", on=day)
    assert holds(people["Ben"], "reading_the_books", on=day)
    assert queries.trained_count(date(2016, 1, 1), date(2017, 1, 1)) == 1
    fact = trail(badge).get(kind="school.badge.revoked")
    assert fact.data["reason"] == "mistake"
    assert tell([fact])[0].sentence == "A badge for Reading the books was revoked."
    with pytest.raises(badges.RevokedBefore, match="2016-06-01"):
        badges.revoke(badge=badge, reason="mistake", on=day, by=make.SEASON, at=make.noon(day))


def test_a_new_badge_may_follow_a_revoked_one() -> None:
    course, people = held_course(Ada="1234")
    award_all(course)
    badge = course.badges.get()
    day = date(2016, 6, 1)
    badges.revoke(badge=badge, reason="mistake", on=day, by=make.SEASON, at=make.noon(day))

    later = date(2016, 6, 2)
    badges.award(course=course, person=people["Ada"], on=later, by=make.SEASON, at=make.noon(later))

    assert list(course.badges.order_by("pk").values_list("revoked_on", flat=True)) == [day, None]
    assert holds(people["Ada"], "reading_the_books", on=later)


def test_revoking_leaves_the_same_competence_by_other_evidence() -> None:
    course, people = held_course(Ada="1234")
    award_all(course)
    earlier = date(2015, 5, 1)
    competences.grant(
        person=people["Ada"],
        competence=course.competence,
        on=earlier,
        granted_by=course.trainer,
        evidence="system/elsewhere",
        by=make.SEASON,
        at=make.noon(earlier),
    )
    badges.revoke(badge=course.badges.get(), reason="asked", on=AFTER, by=make.SEASON, at=make.noon(AFTER))
    assert holds(people["Ada"], "reading_the_books", on=AFTER)


def test_only_known_reasons_revoke() -> None:
    course, _ = held_course(Ada="1234")
    award_all(course)
    with pytest.raises(badges.NoSuchReason):
        badges.revoke(
            badge=course.badges.get(), reason="dislike", on=AFTER, by=make.SEASON, at=make.noon(AFTER)
        )


def test_an_award_that_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    course, _ = held_course(Ada="1234", Ben="1234")
    granted: list[object] = []
    real = competences.grant

    def second_one_fails(**fields: object) -> object:
        granted.append(fields["person"])
        if len(granted) == 2:
            raise RuntimeError("the pen broke")
        return real(**fields)

    monkeypatch.setattr(badges.competences, "grant", second_one_fails)
    with pytest.raises(RuntimeError):
        award_all(course)

    course.refresh_from_db()
    assert course.completed_on is None
    assert not Badge.objects.exists()
    assert not CompetenceHeld.objects.exists()
    assert not Fact.objects.filter(kind="registry.competence.granted").exists()
    assert set(course.enrolments.values_list("state", flat=True)) == {Enrolment.State.ENROLLED}


def test_pressing_award_twice_awards_once() -> None:
    course, _ = held_course(Ada="1234")
    asked = {"course": course, "on": AFTER, "by": make.SEASON, "at": make.noon(AFTER), "once": "press"}
    assert badges.award_all(**asked) == badges.award_all(**asked)
    assert Badge.objects.count() == 1
