"""Enrolments: enrol one or many, leave."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _

from commonwork.gatherings.actions import letters
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Person
from commonwork.rules.refusal import Refusal, sentence
from commonwork.school import queries
from commonwork.school.models import LEARNING, PENDING, Course, Enrolment

PENDING_FACTS = {"asked": "school.enrolment.asked", "waiting": "school.enrolment.waiting"}


class CourseIsOver(Refusal):
    sentence = sentence("{course} is completed, so nobody can enrol any more.")
    status = 409


class CourseIsFull(Refusal):
    sentence = sentence("{course} has {left} places left; {asked} were asked for.")
    status = 409


class AlreadyEnrolled(Refusal):
    sentence = sentence("{name} is already enrolled in {course}.")
    status = 409


class NobodyToEnrol(Refusal):
    sentence = sentence("Name at least one person to enrol.")


class PrerequisitesMissing(Refusal):
    sentence = sentence("{course} builds on what {name} cannot show yet: {missing}.")
    status = 409


class AlreadyAsked(Refusal):
    sentence = sentence("{name} has asked already, or waits for a place in {course}.")
    status = 409


class NobodyChosen(Refusal):
    sentence = sentence("Choose at least one of those who asked.")
    field = "people"


class NotLearning(Refusal):
    sentence = sentence("{name} is not learning in this course any more.")
    status = 409


@act
def enrol(
    *, course: Course, person: Person, on: date, by: Who, at: datetime, is_waived: bool = False
) -> Enrolment:
    """A person enrols from a day on; asks, where the trainer chooses; waits, where the course is full and keeps a
    waiting list. is_waived: the trainer lets them in without what the course builds on.

    Raises CourseIsOver, PrerequisitesMissing, AlreadyEnrolled, AlreadyAsked, CourseIsFull."""
    course = Course.objects.select_for_update().get(pk=course.pk)
    if not is_waived and (missing := queries.lacking(course, person, on=on)):
        names = ", ".join(row.name for row in missing)
        raise PrerequisitesMissing(course=course.title, name=person.name, missing=names)
    pending = _pending(course, is_waived=is_waived)
    aside = [_put_aside(course, person, pending, on)] if pending else _enrol(course, [person], on)
    enrolment = aside[0]
    state(
        PENDING_FACTS.get(pending, "school.enrolment.made"),
        subject=enrolment,
        by=by,
        at=at,
        organisation=course.school,
        about=[course, person],
        data={"person": ref(person), "course": ref(course), "on": on.isoformat()},
    )
    return enrolment


@act
def select(*, course: Course, people: Sequence[Person], on: date, by: Who, at: datetime) -> Course:
    """Choose among those who asked; the others are not chosen this time, and all are written to. Raises NobodyChosen,
    CourseIsFull."""
    course = Course.objects.select_for_update().get(pk=course.pk)
    asked = {row.person_id: row for row in course.enrolments.filter(state=Enrolment.State.ASKED)}
    chosen = [person for person in people if person.pk in asked]
    if not chosen:
        raise NobodyChosen()
    _enrol(course, chosen, on)
    declined = course.enrolments.filter(state=Enrolment.State.ASKED)
    others = [row.person for row in declined.select_related("person")]
    declined.update(state=Enrolment.State.DECLINED)
    for person in chosen:
        _write(person, course, _("You have a place in %(course)s."), at)
    for person in others:
        _write(person, course, _("There were more people than places in %(course)s this time."), at)
    state(
        "school.enrolments.selected",
        subject=course,
        by=by,
        at=at,
        organisation=course.school,
        about=[*chosen, *others],
        data={"count": len(chosen), "declined_count": len(others), "on": on.isoformat()},
    )
    return course


@act
def enrol_many(*, course: Course, people: Sequence[Person], on: date, by: Who, at: datetime) -> Course:
    """A whole list enrols, all or nobody. Raises NobodyToEnrol and what `enrol` raises."""
    course = Course.objects.select_for_update().get(pk=course.pk)
    people = list({person.pk: person for person in people}.values())
    if not people:
        raise NobodyToEnrol()
    _enrol(course, people, on)
    state(
        "school.enrolments.made",
        subject=course,
        by=by,
        at=at,
        organisation=course.school,
        about=people,
        data={
            "people": sorted(person.key for person in people),
            "count": len(people),
            "on": on.isoformat(),
        },
    )
    return course


@act
def leave(*, enrolment: Enrolment, on: date, by: Who, at: datetime) -> Enrolment:
    """A learner leaves a course; the roll keeps what they attended. Raises NotLearning."""
    course = Course.objects.select_for_update().get(pk=enrolment.course_id)
    enrolment = Enrolment.objects.select_for_update().select_related("person").get(pk=enrolment.pk)
    if enrolment.state not in (Enrolment.State.ENROLLED, *PENDING):
        raise NotLearning(name=enrolment.person.name)
    enrolment.state = Enrolment.State.LEFT
    enrolment.save(update_fields=["state"])
    state(
        "school.enrolment.ended",
        subject=enrolment,
        by=by,
        at=at,
        organisation=course.school,
        about=[course, enrolment.person],
        data={"person": ref(enrolment.person), "course": ref(course), "on": on.isoformat()},
    )
    for row in ready(course):
        move_up(enrolment=row, on=on, by=by, at=at)
    return enrolment


def _pending(course: Course, *, is_waived: bool) -> str:
    """The state somebody who comes now is put in, or "" where they learn at once."""
    if course.completed_on is not None:
        raise CourseIsOver(course=course.title)
    if course.is_selected and not is_waived:
        return str(Enrolment.State.ASKED)
    is_full = queries.places_left(course) == 0
    return str(Enrolment.State.WAITING) if is_full and course.has_waiting_list else ""


def _put_aside(course: Course, person: Person, pending: str, on: date) -> Enrolment:
    row = course.enrolments.filter(person=person).first()
    if row is None:
        return Enrolment.objects.create(
            key=new_key("enrolment"), course=course, person=person, state=pending, enrolled_on=on
        )
    if row.state in LEARNING:
        raise AlreadyEnrolled(name=person.name, course=course.title)
    if row.state in PENDING:
        raise AlreadyAsked(name=person.name, course=course.title)
    row.state, row.enrolled_on = pending, on
    row.save(update_fields=["state", "enrolled_on"])
    return row


def ready(course: Course) -> list[Enrolment]:
    """Those on the waiting list for whom there is a place now, in their turn."""
    waiting = course.enrolments.filter(state=Enrolment.State.WAITING).select_related(
        "person", "course__school"
    )
    left = queries.places_left(course)
    if course.completed_on is not None or left == 0:
        return []
    return list(waiting.order_by("enrolled_on", "pk")[:left])


@act
def move_up(*, enrolment: Enrolment, on: date, by: Who, at: datetime) -> Enrolment:
    """Somebody of `ready` has a place now, and is written to."""
    course, person = enrolment.course, enrolment.person
    enrolment.state = Enrolment.State.ENROLLED
    enrolment.save(update_fields=["state"])
    _write(person, course, _("A place became free in %(course)s, and it is yours."), at)
    state(
        "school.enrolment.moved_up",
        subject=enrolment,
        by=by,
        at=at,
        organisation=course.school,
        about=[course, person],
        data={"person": ref(person), "course": ref(course), "on": on.isoformat()},
    )
    return enrolment


def _write(person: Person, course: Course, words: str, at: datetime) -> None:
    with override(person.language):
        text = gettext(words) % {"course": course.title}
    address = f"{settings.ORIGIN}{course.get_absolute_url()}"
    letters.write(
        address=letters.address_of(person),
        subject=course.title,
        text=f"{text}\n\n{address}",
        about=course,
        at=at,
        person=person,
    )


def _enrol(course: Course, people: Sequence[Person], on: date) -> list[Enrolment]:
    """Write the enrolments of different people; whoever left before comes back on the same row."""
    if course.completed_on is not None:
        raise CourseIsOver(course=course.title)
    wanted = {person.pk: person for person in people}
    there = course.enrolments.filter(state__in=LEARNING)
    if (again := there.filter(person__in=wanted).select_related("person").first()) is not None:
        raise AlreadyEnrolled(name=again.person.name, course=course.title)
    if course.capacity is not None and (left := course.capacity - there.count()) < len(wanted):
        raise CourseIsFull(course=course.title, left=max(0, left), asked=len(wanted))
    came_back = course.enrolments.filter(person__in=wanted)
    came_back.update(state=Enrolment.State.ENROLLED, enrolled_on=on)
    back = set(came_back.values_list("person_id", flat=True))
    Enrolment.objects.bulk_create(
        Enrolment(key=new_key("enrolment"), course=course, person=person, enrolled_on=on)
        for pk, person in wanted.items()
        if pk not in back
    )
    return list(course.enrolments.filter(person__in=wanted).order_by("pk"))
