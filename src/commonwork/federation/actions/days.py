"""An act counts for a day that has come."""

from datetime import date, datetime

from django.utils import timezone

from commonwork.rules.refusal import Refusal, sentence


class StillToCome(Refusal):
    sentence = sentence("{on} is still to come. Enter it on that day or later.")
    field = "on"


def demand_come(on: date, at: datetime) -> None:
    """Raise StillToCome unless the day `on` has begun at the moment `at`."""
    if on > timezone.localdate(at):
        raise StillToCome(on=on.isoformat())
