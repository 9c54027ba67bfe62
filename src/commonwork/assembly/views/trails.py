"""The history of a thing as anyone may read it."""

from django.db.models import Model

from commonwork.record.kinds import KINDS
from commonwork.record.queries import Told, tell, trail

TOLD = 25


def told_publicly(thing: Model) -> list[Told]:
    """The latest facts about a thing that are public."""
    wanted = [code for code, kind in KINDS.items() if kind.is_public]
    return tell(trail(thing).filter(kind__in=wanted)[:TOLD])
