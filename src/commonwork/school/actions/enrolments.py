"""Enrolments: enrol one or many, leave."""

from collections.abc import Sequence
from datetime import date, datetime

from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Person
from commonwork.rules.refusal import Refusal, sentence
from commonwork.school.models import Course, Enrolment


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


class NotLearning(Refusal):
    sentence = sentence("{name} is not learning in this course any more.")
    status = 409


@act
def enrol(*, course: Course, person: Person, on: date, by: Who, at: datetime) -> Enrolment:
    """A person enrols from a day on. Raises CourseIsOver, AlreadyEnrolled, CourseIsFull."""
    course = Course.objects.select_for_update().get(pk=course.pk)
    enrolment = _enrol(course, [person], on)[0]
    state(
        "school.enrolment.made",
        subject=enrolment,
        by=by,
        at=at,
        organisation=course.school,
        about=[course, person],
        data={"person": ref(person), "course": ref(course), "on": on.isoformat()},
    )
    return enrolment


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
    if enrolment.state != Enrolment.State.ENROLLED:
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
    return enrolment


def _enrol(course: Course, people: Sequence[Person], on: date) -> list[Enrolment]:
    """Write the enrolments of different people; whoever left before comes back on the same row."""
    if course.completed_on is not None:
        raise CourseIsOver(course=course.title)
    wanted = {person.pk: person for person in people}
    there = course.enrolments.exclude(state=Enrolment.State.LEFT)
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
