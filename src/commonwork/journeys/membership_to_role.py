"""Join: who becomes a worker-owner in the registry may act as one; who leaves may not."""

from datetime import date

from commonwork.access.actions import roles
from commonwork.access.models import RoleHolding
from commonwork.record.models import Fact
from commonwork.record.refs import resolve
from commonwork.registry.models import Organisation, Person

BY = "system/journeys"


def give_worker_owner(fact: Fact) -> None:
    """A membership of class member began: give the role from the same day on."""
    person, organisation = _read(fact)
    if fact.data.get("class") == "member" and person and organisation:
        on = date.fromisoformat(fact.data["on"])
        roles.give(person=person, role="worker-owner", organisation=organisation, on=on, by=BY, at=fact.at)


def end_worker_owner(fact: Fact) -> None:
    """A membership ended: end the role on the same day."""
    person, organisation = _read(fact)
    on = date.fromisoformat(fact.data["on"])
    running = RoleHolding.objects.filter(
        person=person, organisation=organisation, role="worker-owner", ends_on=None, starts_on__lt=on
    )
    for holding in running:
        roles.end(holding=holding, on=on, by=BY, at=fact.at)


def _read(fact: Fact) -> tuple[Person | None, Organisation | None]:
    person, organisation = resolve(fact.data.get("person", "")), resolve(fact.subject)
    return (
        person if isinstance(person, Person) else None,
        organisation if isinstance(organisation, Organisation) else None,
    )
