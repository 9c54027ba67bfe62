"""Buy-ins: a worker-owner pays for the share."""

from datetime import date, datetime

from commonwork.books import actions as books
from commonwork.books import queries as book_queries
from commonwork.federation.actions.changes import change
from commonwork.federation.actions.days import demand_come
from commonwork.federation.actions.undoing import AlreadyTakenBack, TakenBackTooEarly, fact_of, undo
from commonwork.federation.models import BuyIn
from commonwork.federation.queries import shares
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Membership, Organisation, Person
from commonwork.registry.queries import memberships
from commonwork.rules.buy_in import to_reserve
from commonwork.rules.money import show_minor
from commonwork.rules.refusal import Refusal, sentence


class NotAnOwner(Refusal):
    sentence = sentence(
        "{person} is not a worker-owner of {coop} on that day; only worker-owners hold a share."
    )
    field = "person"


class NothingPaid(Refusal):
    sentence = sentence("The amount must be more than zero.")
    field = "amount"


class MoreThanTheShare(Refusal):
    sentence = sentence("Only {left} is left to pay for the share.")
    field = "amount"


@act
def pay(
    *,
    organisation: Organisation,
    person: Person,
    on: date,
    amount_minor: int,
    by: Who,
    at: datetime,
    kind: str = "",
) -> BuyIn:
    """A worker-owner pays into the share: 1000 / 3000 by member; with a plan, its part that is not paid back goes to
    3200. Raises NotAnOwner, NothingPaid, MoreThanTheShare, StillToCome."""
    demand_come(on, at)
    if amount_minor <= 0:
        raise NothingPaid()
    owners = memberships(on=on, organisation=organisation).filter(class_code=Membership.Class.MEMBER)
    if not owners.filter(person=person).exists():
        raise NotAnOwner(person=person.name, coop=organisation.name)
    plan = shares.plan_of(organisation, person)
    reserve_minor = _to_reserve(plan, amount_minor)
    buy_in = BuyIn.objects.create(
        key=new_key("buy_in"),
        organisation=organisation,
        person=person,
        paid_on=on,
        amount_minor=amount_minor,
        plan=plan.plan if plan else None,
        kind=BuyIn.Kind(kind or _kind(plan)),
        reserve_minor=reserve_minor,
    )
    share_minor = amount_minor - reserve_minor
    before_minor = -book_queries.balance(organisation, "3000", party=person.key)
    fact = state(
        "federation.buy_in.paid",
        subject=buy_in,
        by=by,
        at=at,
        organisation=organisation,
        about=[person, organisation],
        data={
            "person": ref(person),
            "amount_minor": amount_minor,
            "unit": "USD",
            "on": on.isoformat(),
            "changes": [change("share", before_minor, share_minor)],
        },
    )
    lines = [
        books.Line("1000", amount_minor),
        books.Line("3000", -share_minor, party=person.key),
        books.Line("3200", -reserve_minor),
    ]
    books.post(organisation=organisation, on=on, kind="federation.buy_in", lines=lines, source=fact)
    return buy_in


def _to_reserve(plan: shares.PlanShown | None, amount_minor: int) -> int:
    """The part of a payment that is not paid back. Raises MoreThanTheShare."""
    if plan is None:
        return 0
    if amount_minor > plan.left_minor:
        raise MoreThanTheShare(left=show_minor(plan.left_minor, "USD"))
    return to_reserve(
        paid_before_minor=plan.paid_minor,
        paid_minor=amount_minor,
        fee_minor=plan.plan.fee_minor,
        nonrefundable_minor=plan.plan.nonrefundable_minor,
    )


def _kind(plan: shares.PlanShown | None) -> str:
    return BuyIn.Kind.DOWN if plan and plan.paid_minor < plan.plan.down_minor else BuyIn.Kind.ONCE


@act
def take_back(*, buy_in: BuyIn, on: date, by: Who, at: datetime) -> BuyIn:
    """Take a buy-in back in the co-op's book. Raises AlreadyTakenBack, TakenBackTooEarly, StillToCome."""
    demand_come(on, at)
    row = (
        BuyIn.objects.select_for_update(of=("self",))
        .select_related("organisation", "person")
        .get(pk=buy_in.pk)
    )
    if row.taken_back_on:
        raise AlreadyTakenBack(on=row.taken_back_on.isoformat())
    if on < row.paid_on:
        raise TakenBackTooEarly(on=row.paid_on.isoformat())
    row.taken_back_on = on
    row.save(update_fields=["taken_back_on"])
    before_minor = -book_queries.balance(row.organisation, "3000", party=row.person.key)
    fact = state(
        "federation.buy_in.taken_back",
        subject=row,
        by=by,
        at=at,
        organisation=row.organisation,
        about=[row.person, row.organisation],
        data={
            "person": ref(row.person),
            "amount_minor": row.amount_minor,
            "unit": "USD",
            "on": on.isoformat(),
            "changes": [change("share", before_minor, row.reserve_minor - row.amount_minor)],
        },
    )
    undo(fact_of(row, "federation.buy_in.paid"), on=on, source=fact)
    return row
