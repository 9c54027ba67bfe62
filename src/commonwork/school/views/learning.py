"""My learning: the courses of whoever is signed in, how far, and the next step. Also a fragment for the home page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonwork.access.guard import signed_in
from commonwork.registry.clock import today
from commonwork.school import permits, queries


@signed_in
def my_learning(request: HttpRequest) -> HttpResponse:
    """The whole page, or only its list when htmx asks."""
    person, day = permits.person_of(request.user), today()
    lines = []
    for enrolment in queries.learning_of(person) if person else []:
        sessions = queries.sessions(enrolment.course)
        row = queries.progress(enrolment.course, person=enrolment.person)[0]
        lines.append((enrolment.course, row, queries.next_step(row, sessions, on=day)))
    is_fragment = bool(getattr(request, "htmx", False))
    template = "school/_my_learning.html" if is_fragment else "school/my_learning.html"
    context: dict[str, Any] = {"lines": lines}
    if person is not None and not is_fragment:
        context |= {"ways": queries.ways(person, on=day)[:25], "held": queries.held(person, on=day)}
    return render(request, template, context)
