"""The roll of a session, and the roster of a course on paper or as a file."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.gatherings.forms import RollForm
from commonwork.gatherings.queries import Expected
from commonwork.record import receipts
from commonwork.registry.clock import now
from commonwork.school import permits, queries
from commonwork.school.actions import rolls
from commonwork.school.views.courses import actor, came_counts
from commonwork.ui.exports import respond

BLANK_LINES = range(4)  # room on the printed roster for names written by hand


@requires(Permission.ROLL_TAKE)
def take(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Tick who came to a session."""
    session = permits.session_to_mark(request.user, key, number)
    course, gathering = session.course, session.gathering
    place = [row.pk for row in queries.sessions(course)].index(session.pk)
    roster = [Expected(row.person, None, row.marks[place]) for row in queries.progress(course)]
    form = RollForm(request.POST or None, roster=roster)

    def do(once: str) -> None:
        asked = form.arguments()
        rolls.take(
            course=course,
            number=number,
            present=asked["present"],
            how=asked["how"],
            by=actor(request),
            at=now(),
            once=once,
        )

    if request.method == "POST" and form.attempt(do):
        return redirect(receipts.address(form.token))
    context = {"course": course, "session": session, "gathering": gathering, "form": form}
    context["is_early"] = now().date() < gathering.starts_on and not form.is_bound
    return render(request, "school/roll.html", context, status=422 if form.is_bound else 200)


@requires(Permission.ROLL_TAKE)
def roster(request: HttpRequest, key: str) -> HttpResponse:
    """Learners by sessions, to print or as a file: who came, who lacks what."""
    course = permits.course_to_mark(request.user, key)
    sessions, rows = queries.sessions(course), queries.progress(course)
    if asked := request.GET.get("format"):
        said = {True: _("came"), False: _("missed"), None: ""}
        numbers = [(f"session_{row.number}", str(row.number)) for row in sessions]
        columns = [
            ("name", _("Name")),
            *numbers,
            ("attended", _("Attended")),
            ("missing", _("Still missing")),
        ]
        lines = [
            [row.person.name, *(said[mark] for mark in row.marks), row.attended_count, row.missing_count]
            for row in rows
        ]
        note = _("Invented people.") if course.is_invented else ""
        return cast(HttpResponse, respond(f"roster-{course.key}", columns, lines, asked, note=note))
    context = {
        "course": course,
        "sessions": sessions,
        "rows": rows,
        "came_counts": came_counts(sessions, rows),
        "blank_lines": BLANK_LINES,
    }
    return render(request, "school/roster.html", context)
