"""Daily work of the assembly: tell those who follow motions and decisions what is new."""

from datetime import date

from commonwork.assembly.actions import following
from commonwork.record.daily import daily
from commonwork.registry.clock import at_time
from commonwork.registry.models import Person

BY = "system/worker"


@daily("assembly.followers")
def tell_followers(on: date) -> None:
    """One letter to everyone who follows something in which there is news."""
    people = Person.objects.filter(follows__isnull=False, is_forgotten=False).distinct()
    for person in people.order_by("pk"):
        try:
            following.tell(person=person, on=on, by=BY, at=at_time(on))
        except following.NothingNew:
            continue
