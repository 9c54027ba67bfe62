"""Principles: adopt a list as a new version."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from commonwork.charter.models import Principle
from commonwork.record.acts import Who, act, state
from commonwork.registry.models import Network


@act
def adopt(*, principles: Sequence[dict[str, Any]], on: date, by: Who, at: datetime) -> Network:
    """Adopt a whole list from a day on: [{name, text, sources}], numbered in the order given."""
    Principle.objects.filter(adopted_on=on).delete()
    Principle.objects.bulk_create(
        Principle(
            number=number,
            name=principle["name"],
            text=principle.get("text", ""),
            sources=principle.get("sources", []),
            adopted_on=on,
        )
        for number, principle in enumerate(principles, start=1)
    )
    network = Network.objects.get()
    state("charter.principles.adopted", subject=network, by=by, at=at, data={"count": len(principles)})
    return network
