"""Programmes and cohorts: what belongs together, and what followed what."""

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from commonwork.school.models import Badge, Course, Material, Programme


def programmes() -> QuerySet[Programme]:
    """All programmes by name; `courses_count`, and `people_count`: different people with a badge that stands."""
    stands = Q(courses__badges__revoked_on=None)
    rows = Programme.objects.select_related("funder").annotate(
        courses_count=Count("courses", distinct=True),
        people_count=Count("courses__badges__person", distinct=True, filter=stands),
    )
    return rows.order_by("title")


def people_trained_in(programme: Programme) -> int:
    """Different people with a badge of this programme that stands."""
    rows = Badge.objects.filter(course__programme=programme, revoked_on=None)
    return rows.values("person").distinct().count()


def materials(course: Course) -> QuerySet[Material]:
    """The pages of a course in their order, without their files; `has_picture`, `has_recording`."""
    has = {
        f"has_{name}": ExpressionWrapper(Q(**{f"{name}__isnull": False}), output_field=BooleanField())
        for name in ("picture", "recording")
    }
    return course.materials.defer("picture", "recording", "paper").annotate(**has).order_by("number")


def later_cohorts(course: Course) -> QuerySet[Course]:
    """The cohorts opened from this one, the earliest first."""
    return course.repeated_by.order_by("opened_on", "pk")
