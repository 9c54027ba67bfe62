"""Gifts: money given without conditions."""

from datetime import date, datetime

from commonwork.books.actions.effects import changes, demand_more_than_zero
from commonwork.books.actions.entries import Line, lock, post
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.models import Organisation


@act
def receive(
    *, organisation: Organisation, on: date, amount_minor: int, donor: Who, by: Who, at: datetime
) -> Organisation:
    """Record a gift. donor: a row or a key, never a name. Raises NotMoreThanZero."""
    demand_more_than_zero(amount_minor)
    book = lock(organisation)[organisation.key]
    fact = state(
        "books.gift.received",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        about=[donor],
        data={
            "on": on.isoformat(),
            "unit": book.unit,
            "amount_minor": amount_minor,
            "donor": ref(donor),
            "changes": changes(organisation, cash=amount_minor),
        },
    )
    post(
        organisation=organisation,
        on=on,
        kind="gift",
        source=fact,
        lines=[Line("1000", amount_minor), Line("4110", -amount_minor)],
    )
    return organisation
