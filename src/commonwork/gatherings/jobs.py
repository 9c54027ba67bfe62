"""Daily work of gatherings: remind people, and send letters that could not leave before."""

from datetime import date

from commonwork.gatherings.actions import letters, reminders
from commonwork.record.daily import daily
from commonwork.registry.clock import at_time, now

BY = "system/worker"


@daily("gatherings.remind")
def remind(on: date) -> None:
    """Remind the people of each gathering that begins so many days later as it asks for."""
    for gathering in reminders.due(on):
        try:
            reminders.remind(gathering=gathering, by=BY, at=at_time(on))
        except reminders.NobodyToRemind:
            continue


@daily("gatherings.letters")
def send_letters(on: date) -> None:
    """Send what still waits."""
    letters.send_waiting(at=now())
