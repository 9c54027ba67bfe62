"""Where the roll of a vote comes from: the people who sit in its body on a day."""

from datetime import date

from commonwork.assembly.actions.polls import Voter
from commonwork.registry.models import Body
from commonwork.registry.queries import running


def from_seats(body: Body, *, on: date) -> list[Voter]:
    """One line for each person who sits in a body on a day, numbered in the order of their names."""
    seats = body.seats.filter(running(on)).select_related("person").order_by("person__name", "person_id")
    people = list(dict.fromkeys(seat.person for seat in seats))
    return [Voter(f"R-{number:03}", person) for number, person in enumerate(people, start=1)]
