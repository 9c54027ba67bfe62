"""Rolls of a course: who of the enrolled came to a session. The roll itself is kept by gatherings."""

from collections.abc import Sequence
from datetime import datetime

from commonwork.gatherings.actions import rolls
from commonwork.gatherings.models import Gathering
from commonwork.record.acts import Who, act
from commonwork.registry.models import Person
from commonwork.rules.refusal import Refusal, sentence
from commonwork.school.models import LEARNING, Course, Session


class NoSuchSession(Refusal):
    sentence = sentence("{course} has no session {number}.")


class NotEnrolledHere(Refusal):
    sentence = sentence("{name} is not enrolled in {course}. Enrol them first, then take the roll again.")


@act
def take(
    *, course: Course, number: int, present: Sequence[Person], by: Who, at: datetime, how: str = "paper"
) -> Gathering:
    """Take the roll of session `number`: the people named came, all others enrolled did not. how: paper, phone, door.

    Taking it again corrects it. Returns the gathering whose fact it is. Raises NoSuchSession, NotEnrolledHere and
    what gatherings' `rolls.mark` raises: NotYetHeld, WasCalledOff, NobodyNamed, RollStandsAlready.
    """
    session = Session.objects.select_related("gathering").filter(course=course, number=number).first()
    if session is None:
        raise NoSuchSession(course=course.title, number=number)
    Course.objects.select_for_update().get(pk=course.pk)
    enrolments = course.enrolments.filter(state__in=LEARNING).select_related("person")
    enrolled = {row.person_id: row.person for row in enrolments.order_by("pk")}
    for person in present:
        if person.pk not in enrolled:
            raise NotEnrolledHere(name=person.name, course=course.title)
    came = {person.pk for person in present}
    return rolls.mark(
        gathering=session.gathering,
        present=[person for pk, person in enrolled.items() if pk in came],
        absent=[person for pk, person in enrolled.items() if pk not in came],
        how=how,
        by=by,
        at=at,
    )
