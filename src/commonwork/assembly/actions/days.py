"""Days an act is told: nothing is written down before it has happened."""

from datetime import date, datetime

from django.utils import timezone

from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui.dates import day


class StillToCome(Refusal):
    sentence = sentence("{day} has not come yet. Use a day that is here or past.")
    field = "on"


def happened(on: date, at: datetime) -> None:
    """Refuse a day after the moment of the act. Raises StillToCome."""
    if on > timezone.localdate(at):
        raise StillToCome(day=day(on))
