"""What the school tells gatherings: who is expected at a session or a meeting, and what a person goes to."""

from collections.abc import Callable, Sequence

from django.db.models import Q

from commonwork.gatherings.models import Gathering
from commonwork.registry.models import Person
from commonwork.school.models import LEARNING, CircleMember, Enrolment


def learners(gathering: Gathering) -> Sequence[Person]:
    """Those who learn in the course of a session."""
    rows = Enrolment.objects.filter(course__sessions__gathering=gathering, state__in=LEARNING)
    return [row.person for row in rows.select_related("person")]


def circle(gathering: Gathering) -> Sequence[Person]:
    """Those of the circle that meets."""
    rows = CircleMember.objects.filter(circle__meetings__gathering=gathering, left_on=None)
    return [row.person for row in rows.select_related("person")]


def going(person: Person) -> Q:
    """The sessions of a person's courses and the meetings of their circles."""
    learns = Enrolment.objects.filter(person=person, state__in=LEARNING).values("course")
    reads = CircleMember.objects.filter(person=person, left_on=None).values("circle")
    return Q(school_session__course__in=learns) | Q(circle_meeting__circle__in=reads)


EXPECTING: dict[str, Callable[[Gathering], Sequence[Person]]] = {
    "school.course": learners,
    "school.circle": circle,
}
