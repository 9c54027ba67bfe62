"""Where the roll of a vote comes from: a roll taken at a record date, else the people who sit in the body on a day."""

from datetime import date

from commonwork.assembly.actions.polls import Voter
from commonwork.assembly.models import Electorate, Poll
from commonwork.assembly.queries.electorates import electors
from commonwork.registry.models import Body
from commonwork.registry.queries import running


def from_seats(body: Body, *, on: date) -> list[Voter]:
    """One line for each person who sits in a body on a day, numbered in the order of their names."""
    seats = body.seats.filter(running(on)).select_related("person").order_by("person__name", "person_id")
    people = list(dict.fromkeys(seat.person for seat in seats))
    return [Voter(f"R-{number:03}", person) for number, person in enumerate(people, start=1)]


def from_electorate(electorate: Electorate) -> list[Voter]:
    """The lines of a roll; a vote that was passed on is carried by whoever it was given to."""
    rows, carried = list(electors(electorate)), dict[int, int]()
    for row in rows:
        if row.delegated_to_id is not None:
            carried[row.delegated_to_id] = carried.get(row.delegated_to_id, 0) + row.weight
    return [
        Voter(row.roll_number, row.person, row.weight + carried.get(row.pk, 0), row.class_key)
        for row in rows
        if row.delegated_to_id is None
    ]


def of(body: Body, electorate: Electorate | None, *, on: date) -> list[Voter]:
    """The roll chosen, else who sits in the body on a day."""
    return from_electorate(electorate) if electorate is not None else from_seats(body, on=on)


def taken(poll: Poll) -> Electorate | None:
    """The roll a vote was prepared on, or None."""
    return Electorate.objects.filter(key=poll.electorate).first() if poll.electorate else None
