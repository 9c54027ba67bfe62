"""Join: what members lend their co-op on opening day comes into its books, member by member.

It is paid back, and its interest paid, through the journal of the books (2120 and 5410 by member).
"""

from collections.abc import Mapping
from datetime import date, datetime

from commonwork.books import actions as books
from commonwork.record.acts import Who, act, state
from commonwork.registry.models import Organisation, Person
from commonwork.rules.refusal import Refusal, sentence

CASH, LENT = "1000", "2120"


class NothingLent(Refusal):
    sentence = sentence("A loan of a member is more than zero.")


@act
def receive(
    *, organisation: Organisation, loans: Mapping[Person, int], on: date, by: Who, at: datetime
) -> Organisation:
    """Post what members lend: 1000 / 2120 by member. loans: {person: minor units}. Raises NothingLent."""
    if not loans or min(loans.values()) <= 0:
        raise NothingLent()
    total = sum(loans.values())
    fact = state(
        "journeys.member_loans.received",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        about=list(loans),
        data={"amount_minor": total, "unit": "USD", "on": on.isoformat(), "count": len(loans)},
    )
    lines = [books.Line(LENT, -minor, party=person.key) for person, minor in loans.items()]
    books.post(
        organisation=organisation,
        on=on,
        kind="journeys.member_loans",
        lines=[books.Line(CASH, total), *lines],
        source=fact,
    )
    return organisation
