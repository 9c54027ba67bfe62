"""Decisions: those of a body, the policies they changed."""

from django.db.models import QuerySet

from commonwork.assembly.models import Decision, Meeting, PolicyChange
from commonwork.registry.models import Body


def of_body(body: Body) -> QuerySet[Decision]:
    """The decisions of a body, the latest first."""
    rows = Decision.objects.filter(body=body).select_related("body__organisation", "motion", "meeting")
    return rows.order_by("-decided_on", "-pk")


def of_meeting(meeting: Meeting) -> QuerySet[Decision]:
    """The decisions of a meeting, in their order."""
    return meeting.decisions.select_related("body__organisation", "motion").order_by("pk")


def policy_changes(decision: Decision) -> QuerySet[PolicyChange]:
    """What a decision changed in the charter."""
    return decision.policy_changes.order_by("code")
