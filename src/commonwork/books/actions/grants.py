"""Grants: free ones are income, restricted ones stay apart as a fund."""

from datetime import date, datetime

from commonwork.books.actions.effects import changes, demand_more_than_zero
from commonwork.books.actions.entries import Line, lock, post
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.models import Organisation


@act
def receive(
    *,
    organisation: Organisation,
    on: date,
    amount_minor: int,
    donor: Who,
    is_restricted: bool,
    by: Who,
    at: datetime,
) -> Organisation:
    """Record a grant. A restricted one goes to the revolving loan fund and is not income. donor: a row or a key.

    Raises NotMoreThanZero.
    """
    demand_more_than_zero(amount_minor)
    book = lock(organisation)[organisation.key]
    fact = state(
        "books.grant.received",
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
            "is_restricted": is_restricted,
            "changes": changes(organisation, cash=amount_minor),
        },
    )
    post(
        organisation=organisation,
        on=on,
        kind="grant",
        source=fact,
        lines=[Line("1000", amount_minor), Line("3410" if is_restricted else "4100", -amount_minor)],
    )
    return organisation
