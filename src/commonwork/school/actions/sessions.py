"""Sessions: who leads each of them."""

from collections.abc import Mapping
from datetime import datetime

from commonwork.record.acts import Who, act, state
from commonwork.registry.models import Person
from commonwork.rules.refusal import Refusal, sentence
from commonwork.school.models import Course, Session


class SameFacilitators(Refusal):
    sentence = sentence("Nothing was changed: the same people lead the same sessions.")


class NotASessionHere(Refusal):
    sentence = sentence("{course} has no session {number}.")


@act
def lead(*, course: Course, facilitators: Mapping[int, Person | None], by: Who, at: datetime) -> Course:
    """Say who leads which session, {number: person}; None stands for the trainer of the course.

    Sessions that are not named stay as they are. Raises NotASessionHere, SameFacilitators.
    """
    course = Course.objects.select_for_update().get(pk=course.pk)
    rows = {row.number: row for row in course.sessions.select_for_update().order_by("number")}
    for number in facilitators:
        if number not in rows:
            raise NotASessionHere(course=course.title, number=number)
    changed: list[Session] = []
    for number, person in sorted(facilitators.items()):
        if rows[number].facilitator_id != (person.pk if person else None):
            rows[number].facilitator = person
            changed.append(rows[number])
    if not changed:
        raise SameFacilitators()
    Session.objects.bulk_update(changed, ["facilitator"])
    state(
        "school.sessions.led",
        subject=course,
        by=by,
        at=at,
        organisation=course.school,
        about=list({row.facilitator.pk: row.facilitator for row in changed if row.facilitator}.values()),
        data={
            "sessions": {str(row.number): row.facilitator.key if row.facilitator else "" for row in changed},
            "count": len(changed),
        },
    )
    return course
