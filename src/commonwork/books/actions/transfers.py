"""Transfers: money one organisation of the network gives another, in both books at once."""

from datetime import date, datetime

from commonwork.books.actions.effects import changes, demand_more_than_zero
from commonwork.books.actions.entries import Line, lock, post_mirrored
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.models import Organisation


@act
def support(
    *, giver: Organisation, receiver: Organisation, on: date, amount_minor: int, by: Who, at: datetime
) -> Organisation:
    """Give support: an expense of the giver, income of the receiver. Returns the giver. Raises NotMoreThanZero."""
    demand_more_than_zero(amount_minor)
    book = lock(giver, receiver)[giver.key]
    fact = state(
        "books.support.given",
        subject=giver,
        by=by,
        at=at,
        organisation=giver,
        about=[receiver],
        data={
            "on": on.isoformat(),
            "unit": book.unit,
            "amount_minor": amount_minor,
            "receiver": ref(receiver),
            "changes": changes(giver, cash=-amount_minor),
        },
    )
    post_mirrored(
        sides=[
            (giver, [Line("5800", amount_minor), Line("1000", -amount_minor)]),
            (receiver, [Line("1000", amount_minor), Line("4120", -amount_minor)]),
        ],
        on=on,
        kind="support",
        source=fact,
    )
    return giver
