"""Daily work of the incubator: erase the words of suggestions that were not taken up, once they have been kept long
enough."""

from datetime import date

from commonwork.incubator import queries
from commonwork.incubator.actions import suggestions
from commonwork.record.daily import daily
from commonwork.registry.clock import at_time

BY = "system/worker"


@daily("incubator.erase_suggestions")
def erase_suggestions(on: date) -> None:
    """Erase what was declined so many days ago as the policy says."""
    for suggestion in queries.suggestions_to_erase(on=on):
        suggestions.erase(suggestion=suggestion, on=on, by=BY, at=at_time(on))
