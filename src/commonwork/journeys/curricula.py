"""Join: the courses of the school are the curricula of the incubator's cohorts; their sessions stand in the cohort's
calendar, since a session is a gathering that is part of its course."""

from django.db.models import Count

from commonwork.incubator import asks
from commonwork.record.refs import ref
from commonwork.school import queries as school


def courses() -> list[asks.Curriculum]:
    """The school's courses as a cohort can follow them, the newest first."""
    rows = school.courses().annotate(session_count=Count("sessions", distinct=True)).order_by("-opened_on")
    return [asks.Curriculum(ref(row), row.title, row.get_absolute_url(), row.session_count) for row in rows]


asks.answer_courses(courses)
