"""Openings: what an organisation already had when it opened its books."""

from collections.abc import Mapping
from datetime import date, datetime

from commonwork.books.actions.entries import Line, lock, post
from commonwork.books.models import Entry
from commonwork.record.acts import Who, act, state
from commonwork.registry.models import Organisation
from commonwork.rules.money import show_minor
from commonwork.rules.refusal import Refusal, sentence

KIND = "opening"


class OpeningDoesNotBalance(Refusal):
    sentence = sentence("What is there ({assets}) and whose it is ({owned}) differ.")


class AlreadyOpened(Refusal):
    sentence = sentence("The opening balances of {organisation} are recorded already.")
    status = 409


@act
def record(
    *,
    organisation: Organisation,
    on: date,
    cash_minor: int,
    by: Who,
    at: datetime,
    equipment_minor: int = 0,
    shares: Mapping[str, int] | None = None,
    capital_accounts: Mapping[str, int] | None = None,
    reserve_minor: int = 0,
) -> Organisation:
    """Record the opening balances: cash and equipment (net value) against shares and capital accounts
    {person key: minor} and the indivisible reserve. Raises OpeningDoesNotBalance, AlreadyOpened."""
    shares, accounts = shares or {}, capital_accounts or {}
    book = lock(organisation)[organisation.key]
    assets = cash_minor + equipment_minor
    owned = sum(shares.values()) + sum(accounts.values()) + reserve_minor
    if assets != owned:
        raise OpeningDoesNotBalance(assets=show_minor(assets, "USD"), owned=show_minor(owned, "USD"))
    if Entry.objects.filter(book=book, kind=KIND, reverses=None, reversed_by=None).exists():
        raise AlreadyOpened(organisation=organisation.name)
    fact = state(
        "books.opening.recorded",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        data={
            "on": on.isoformat(),
            "unit": book.unit,
            "assets_minor": assets,
            "cash_minor": cash_minor,
            "equipment_minor": equipment_minor,
        },
    )
    post(
        organisation=organisation,
        on=on,
        kind=KIND,
        source=fact,
        lines=[
            Line("1000", cash_minor),
            Line("1500", equipment_minor),
            *(Line("3000", -share, person) for person, share in shares.items()),
            *(Line("3100", -amount, person) for person, amount in accounts.items()),
            Line("3200", -reserve_minor),
        ],
    )
    return organisation
