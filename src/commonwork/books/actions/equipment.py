"""Equipment: list what is there, buy, charge its wear month by month."""

from datetime import date, datetime

from commonwork.books.actions.effects import changes, demand_more_than_zero
from commonwork.books.actions.entries import Line, lock, post
from commonwork.books.models import Equipment
from commonwork.books.month import last_day
from commonwork.books.queries import parties
from commonwork.record.acts import Who, act, state
from commonwork.registry.keys import new_key
from commonwork.registry.models import Organisation
from commonwork.rules.depreciation import NoUsefulLife, charge, months_so_far
from commonwork.rules.refusal import Refusal, sentence


class NothingToCharge(Refusal):
    sentence = sentence("The equipment of {organisation} is charged up to {month} already.")
    status = 409


@act
def record(
    *,
    organisation: Organisation,
    what: str,
    cost_minor: int,
    first_month: date,
    life_months: int,
    by: Who,
    at: datetime,
) -> Equipment:
    """List equipment that stands in the opening balances already; no entry. cost_minor: its value then.

    Raises NotMoreThanZero, NoUsefulLife.
    """
    row, unit = _listed(organisation, what, cost_minor, first_month, life_months, None)
    state(
        "books.equipment.recorded",
        subject=row,
        by=by,
        at=at,
        organisation=organisation,
        about=[organisation],
        data={"amount_minor": cost_minor, "unit": unit, "life_months": life_months},
    )
    return row


@act
def buy(
    *,
    organisation: Organisation,
    what: str,
    cost_minor: int,
    on: date,
    life_months: int,
    by: Who,
    at: datetime,
) -> Equipment:
    """Buy equipment with cash; the month of purchase is the first one charged. Raises NotMoreThanZero,
    NoUsefulLife."""
    row, unit = _listed(organisation, what, cost_minor, on, life_months, on)
    fact = state(
        "books.equipment.bought",
        subject=row,
        by=by,
        at=at,
        organisation=organisation,
        about=[organisation],
        data={
            "on": on.isoformat(),
            "amount_minor": cost_minor,
            "unit": unit,
            "life_months": life_months,
            "changes": changes(organisation, cash=-cost_minor, equipment=cost_minor),
        },
    )
    post(
        organisation=organisation,
        on=on,
        kind="equipment",
        source=fact,
        memo=what,
        lines=[Line("1500", cost_minor, row.key), Line("1000", -cost_minor)],
    )
    return row


@act
def depreciate(*, organisation: Organisation, month: date, by: Who, at: datetime) -> Organisation:
    """Charge the wear of all equipment up to the end of `month` (any day of it): one entry, a line a piece.

    Straight line: (cost x months so far / life), half-even, less what is posted. Raises NothingToCharge.
    """
    book, on = lock(organisation)[organisation.key], last_day(month)
    posted = parties(organisation, "1510")
    charges = {
        piece.key: charge(
            cost_minor=piece.cost_minor,
            life_months=piece.life_months,
            months_used=months_so_far(first_month=piece.first_month, month=on),
            posted_minor=-posted.get(piece.key, 0),
        )
        for piece in Equipment.objects.filter(book=book).order_by("key")
    }
    charges = {key: amount for key, amount in charges.items() if amount > 0}
    if not charges:
        raise NothingToCharge(organisation=organisation.name, month=f"{on:%Y-%m}")
    total = sum(charges.values())
    fact = state(
        "books.equipment.depreciated",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        data={"on": on.isoformat(), "month": f"{on:%Y-%m}", "amount_minor": total, "unit": book.unit},
    )
    post(
        organisation=organisation,
        on=on,
        kind="depreciation",
        source=fact,
        lines=[Line("5300", total), *(Line("1510", -amount, key) for key, amount in charges.items())],
    )
    return organisation


def _listed(
    organisation: Organisation,
    what: str,
    cost_minor: int,
    first_month: date,
    life_months: int,
    bought_on: date | None,
) -> tuple[Equipment, str]:
    demand_more_than_zero(cost_minor)
    if life_months < 1:
        raise NoUsefulLife()
    book = lock(organisation)[organisation.key]
    row = Equipment.objects.create(
        key=new_key("equipment"),
        book=book,
        what=what,
        cost_minor=cost_minor,
        first_month=first_month.replace(day=1),
        life_months=life_months,
        bought_on=bought_on,
    )
    return row, book.unit
