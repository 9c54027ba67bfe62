"""Paying out what was kept of old shares, the oldest year first, and taking that back."""

from collections import defaultdict
from datetime import date, datetime

from commonwork.books import actions as books
from commonwork.books import queries as book_queries
from commonwork.books.actions import Line
from commonwork.federation.actions.changes import change
from commonwork.federation.actions.days import demand_come
from commonwork.federation.actions.undoing import AlreadyTakenBack, TakenBackTooEarly, fact_of, undo
from commonwork.federation.actions.year_ends import CashTooLow, demand_book_value
from commonwork.federation.models import Allocation, RedeemedPart, Redemption
from commonwork.federation.queries.year_end_papers import lots
from commonwork.record.acts import Who, act, state
from commonwork.registry.keys import new_key
from commonwork.registry.models import Organisation, Person
from commonwork.rules.money import show_minor
from commonwork.rules.redemption import NothingToRedeem, oldest_first
from commonwork.rules.refusal import Refusal, sentence


class MoreThanIsKept(Refusal):
    sentence = sentence("Only {kept} is still kept of old shares in {coop}.")
    field = "amount"


@act
def redeem(*, organisation: Organisation, amount_minor: int, on: date, by: Who, at: datetime) -> Redemption:
    """Pay out old shares, the oldest year first: 3100 by member / 1000. The reserve is never touched.

    Raises NothingToRedeem, MoreThanIsKept, CashTooLow, StillToCome.
    """
    demand_come(on, at)
    books.lock(organisation)
    if amount_minor <= 0:
        raise NothingToRedeem()
    found = lots(organisation)
    kept_minor = sum(lot.open_minor for lot in found)
    if amount_minor > kept_minor:
        raise MoreThanIsKept(kept=show_minor(kept_minor, "USD"), coop=organisation.name)
    cash_minor = book_queries.balance(organisation, "1000")
    if cash_minor < amount_minor:
        shown = {"cash": show_minor(cash_minor, "USD"), "amount": show_minor(amount_minor, "USD")}
        raise CashTooLow(coop=organisation.name, **shown)
    parts = oldest_first(lots=found, amount_minor=amount_minor)
    rows = Allocation.objects.filter(year_end__organisation=organisation).select_related("person", "year_end")
    allocations = {(row.year_end.year, row.person.key): row for row in rows}
    redemption = Redemption.objects.create(
        key=new_key("redemption"), organisation=organisation, paid_on=on, amount_minor=amount_minor
    )
    RedeemedPart.objects.bulk_create(
        RedeemedPart(
            redemption=redemption,
            allocation=allocations[part.year, part.member],
            amount_minor=part.amount_minor,
        )
        for part in parts
    )
    by_member: dict[str, int] = defaultdict(int)
    for part in parts:
        by_member[part.member] += part.amount_minor
    before_minor = -book_queries.balance(organisation, "3100")
    fact = state(
        "federation.redemption.paid",
        subject=redemption,
        by=by,
        at=at,
        organisation=organisation,
        about=[organisation, *Person.objects.filter(key__in=by_member)],
        data={
            "on": on.isoformat(),
            "amount_minor": amount_minor,
            "unit": "USD",
            "first_year": parts[0].year,
            "last_year": parts[-1].year,
            "changes": [change("capital_accounts", before_minor, -amount_minor)],
        },
    )
    lines = [
        *(Line("3100", minor, party=key) for key, minor in sorted(by_member.items())),
        Line("1000", -amount_minor),
    ]
    books.post(organisation=organisation, on=on, kind="federation.redemption", lines=lines, source=fact)
    demand_book_value(organisation, on)
    return redemption


@act
def take_back(*, redemption: Redemption, on: date, by: Who, at: datetime) -> Redemption:
    """Take a payment of old shares back as a whole. Raises AlreadyTakenBack, TakenBackTooEarly, StillToCome."""
    demand_come(on, at)
    rows = Redemption.objects.select_for_update(of=("self",)).select_related("organisation")
    row = rows.get(pk=redemption.pk)
    if row.taken_back_on:
        raise AlreadyTakenBack(on=row.taken_back_on.isoformat())
    if on < row.paid_on:
        raise TakenBackTooEarly(on=row.paid_on.isoformat())
    row.taken_back_on = on
    row.save(update_fields=["taken_back_on"])
    row.parts.all().delete()
    before_minor = -book_queries.balance(row.organisation, "3100")
    fact = state(
        "federation.redemption.taken_back",
        subject=row,
        by=by,
        at=at,
        organisation=row.organisation,
        about=[row.organisation],
        data={
            "on": on.isoformat(),
            "amount_minor": row.amount_minor,
            "unit": "USD",
            "changes": [change("capital_accounts", before_minor, row.amount_minor)],
        },
    )
    undo(fact_of(row, "federation.redemption.paid"), on=on, source=fact)
    return row
