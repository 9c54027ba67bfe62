"""Daily work of the federation: terms of delegates that are over end."""

from datetime import date

from commonwork.federation.actions import delegates
from commonwork.federation.models import DelegateTerm
from commonwork.record.daily import daily
from commonwork.registry.clock import at_time
from commonwork.registry.models import Body


@daily("federation.end_terms")
def end_terms(on: date) -> None:
    """End the terms whose last day has passed, body by body."""
    due = DelegateTerm.objects.filter(ended_on=None, ends_on__lte=on).values("body")
    for body in Body.objects.filter(pk__in=due).order_by("pk"):
        delegates.end_due(body=body, on=on, by="system/federation", at=at_time(on))
