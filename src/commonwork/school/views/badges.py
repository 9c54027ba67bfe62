"""Badges: the public page that checks one, awarding those of a course, revoking."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonwork.access.guard import public, requires
from commonwork.access.permissions import Permission
from commonwork.record import receipts
from commonwork.registry.clock import now, today
from commonwork.school import permits, queries
from commonwork.school.actions import badges
from commonwork.school.forms import RevokeForm
from commonwork.school.models import Badge
from commonwork.school.views.courses import actor, history, is_ready
from commonwork.ui.dates import day
from commonwork.ui.forms import ActForm


@public
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Is this badge valid, and what stands behind it? Names its holder only where they agreed."""
    badge = permits.badge_to_see(key)
    sees_name = permits.may_see_name(request.user, badge)
    may_revoke = badge.is_valid and permits.may_award(request.user, badge.course)
    context = {
        "badge": badge,
        "name": badge.person.name if sees_name else _("A learner"),
        "sees_name": sees_name,
        "is_mine": badge.person == permits.person_of(request.user),
        "may_revoke": may_revoke,
        "sees_reason": sees_name and not badge.is_valid,
        "has_ended": badge.expires_on is not None and badge.expires_on <= today(),
        "terms": _terms(badge),
        "address": request.build_absolute_uri(badge.get_absolute_url()),
        "told": history(badge, whole=may_revoke),
    }
    return render(request, "school/badge.html", context)


def _terms(badge: Badge) -> list[tuple[Any, ...]]:
    course = badge.course
    return [
        (_("Course"), course.title, course.get_absolute_url()),
        (_("Proves"), badge.competence.name),
        (_("Awarded on"), day(badge.awarded_on)),
        (_("Sessions attended"), badge.sessions_count),
        (_("Hours"), badge.hours_text),
        (_("Taught by"), queries.taught_by(badge, by_name=False)),
        (_("Awarded by"), course.school.name, course.school.get_absolute_url()),
        *([(_("Holds until"), day(badge.expires_on))] if badge.expires_on else []),
        (_("Check code"), badge.spaced_code),
    ]


@requires(Permission.BADGE_AWARD)
def award(request: HttpRequest, key: str) -> HttpResponse:
    """Look at who receives a badge and who lacks what, then award them all."""
    course = permits.course_to_award(request.user, key)
    rows = queries.progress(course)
    form = ActForm(request.POST or None)

    def do(once: str) -> None:
        badges.award_all(course=course, on=today(), by=actor(request), at=now(), once=once)

    if request.method == "POST" and form.attempt(do):
        return redirect(receipts.address(form.token))
    ready = [row for row in rows if is_ready(row)]
    context = {
        "course": course,
        "form": form,
        "ready": ready,
        "lacking": [row for row in rows if not row.is_enough],
        "without_roll": [
            row.number for row in queries.sessions(course) if row.gathering.roll_taken_at is None
        ],
    }
    return render(request, "school/award.html", context, status=422 if form.errors else 200)


@requires(Permission.BADGE_AWARD)
def revoke(request: HttpRequest, key: str) -> HttpResponse:
    """Revoke a badge and say why."""
    badge = permits.badge_to_revoke(request.user, key)
    form = RevokeForm(request.POST or None)

    def do(once: str) -> None:
        asked = {"badge": badge, "reason": form.cleaned_data["reason"], "on": today()}
        badges.revoke(**asked, by=actor(request), at=now(), once=once)

    if request.method == "POST" and form.attempt(do):
        return redirect(receipts.address(form.token))
    context = {"badge": badge, "form": form}
    return render(request, "school/revoke.html", context, status=422 if form.errors else 200)
