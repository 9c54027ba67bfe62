"""Shares: agree how one is paid, keep instalments from a pay day, issue a certificate, pass one on."""

from datetime import date, datetime

from commonwork.books import actions as books
from commonwork.books import queries as book_queries
from commonwork.charter.queries import in_force, value
from commonwork.federation.actions import buy_ins
from commonwork.federation.actions.buy_ins import NotAnOwner, NothingPaid
from commonwork.federation.actions.changes import change
from commonwork.federation.actions.days import demand_come
from commonwork.federation.models import BuyIn, BuyInPlan, ShareCertificate, ShareTransfer
from commonwork.federation.queries import shares as queries
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Membership, Organisation, Person
from commonwork.registry.queries import memberships
from commonwork.rules import buy_in as rule
from commonwork.rules.money import parse_minor, show_minor
from commonwork.rules.refusal import Refusal, sentence


class PlanExists(Refusal):
    sentence = sentence("{person} has a plan for the share already.")
    field = "person"
    status = 409


class NoInstalmentsDue(Refusal):
    sentence = sentence("No member pays by instalments now.")


class NotPaidInFull(Refusal):
    sentence = sentence("{paid} of {fee} is paid; a certificate is issued when the share is paid in full.")
    field = "person"


class AlreadyIssued(Refusal):
    sentence = sentence("{person} holds certificate {number} already.")
    field = "person"
    status = 409


class SharesTooLow(Refusal):
    sentence = sentence("{person} holds shares of {held}; {asked} cannot be passed on.")
    field = "amount"


class SamePerson(Refusal):
    sentence = sentence("A share passes from one member to another.")
    field = "taker"


@act
def agree(*, organisation: Organisation, person: Person, on: date, by: Who, at: datetime) -> BuyInPlan:
    """A worker-owner agrees to pay the share by the adopted terms: price, down payment, instalments, the part that is
    not paid back. Raises NotAnOwner, PlanExists, StillToCome, PolicyMissing, and what the rule `buy-in` refuses."""
    demand_come(on, at)
    _demand_owner(organisation, person, on)
    if BuyInPlan.objects.filter(organisation=organisation, person=person, ended_on=None).exists():
        raise PlanExists(person=person.name)
    fee = parse_minor(value("federation.share_price", on=on, organisation=organisation), "USD")
    down, instalment = (
        parse_minor(found.value, "USD") if found else otherwise
        for found, otherwise in (
            (in_force("federation.share_down_payment", on=on, organisation=organisation), fee),
            (in_force("federation.share_instalment", on=on, organisation=organisation), 0),
        )
    )
    part = in_force("federation.share_nonrefundable_bp", on=on, organisation=organisation)
    every = in_force("federation.share_instalment_every", on=on, organisation=organisation)
    agreed = rule.plan(
        fee_minor=fee,
        down_minor=down,
        instalment_minor=instalment,
        nonrefundable_bp=part.value if part else 0,
    )
    plan = BuyInPlan.objects.create(
        key=new_key("plan"),
        organisation=organisation,
        person=person,
        agreed_on=on,
        fee_minor=fee,
        down_minor=down,
        instalment_minor=instalment,
        every=every.value if every else BuyInPlan.Every.MONTH,
        nonrefundable_minor=agreed.nonrefundable_minor,
    )
    state(
        "federation.buy_in.agreed",
        subject=plan,
        by=by,
        at=at,
        organisation=organisation,
        about=[person],
        data={
            "person": ref(person),
            "amount_minor": fee,
            "unit": "USD",
            "instalments": agreed.count,
            "on": on.isoformat(),
        },
    )
    return plan


@act
def keep_from_pay(*, organisation: Organisation, on: date, by: Who, at: datetime) -> Organisation:
    """A pay day: from everybody with a plan the next instalment is kept, at most what is left; each is a payment of
    its own, and one fact names them all. The same pay day counts once. Raises NoInstalmentsDue, StillToCome."""
    demand_come(on, at)
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    due = queries.instalments_due(organisation, on=on)
    if not due:
        raise NoInstalmentsDue()
    for plan, amount_minor in due:
        buy_ins.pay(
            organisation=organisation,
            person=plan.person,
            on=on,
            amount_minor=amount_minor,
            kind=BuyIn.Kind.INSTALMENT,
            by=by,
            at=at,
        )
    state(
        "federation.buy_in.kept_from_pay",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        about=[plan.person for plan, _ in due],
        data={
            "people": len(due),
            "amount_minor": sum(minor for _, minor in due),
            "unit": "USD",
            "on": on.isoformat(),
        },
    )
    return organisation


@act
def issue(*, organisation: Organisation, person: Person, on: date, by: Who, at: datetime) -> ShareCertificate:
    """Issue the certificate of a share that is paid in full; numbers run within the co-op without a gap.
    Raises NotAnOwner, NotPaidInFull, AlreadyIssued, StillToCome."""
    demand_come(on, at)
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    _demand_owner(organisation, person, on)
    rows = ShareCertificate.objects.filter(organisation=organisation)
    if (held := rows.filter(person=person, cancelled_on=None).first()) is not None:
        raise AlreadyIssued(person=person.name, number=held.number)
    paid, fee = queries.paid_of(organisation, person, on=on)
    if paid < fee or not paid:
        raise NotPaidInFull(paid=show_minor(paid, "USD"), fee=show_minor(fee, "USD"))
    latest = rows.order_by("-number").values_list("number", flat=True).first()
    row = ShareCertificate.objects.create(
        key=new_key("certificate"),
        organisation=organisation,
        person=person,
        number=(latest or 0) + 1,
        amount_minor=queries.held(organisation, person, on=on),
        issued_on=on,
    )
    state(
        "federation.share.certified",
        subject=row,
        by=by,
        at=at,
        organisation=organisation,
        about=[person],
        data={
            "person": ref(person),
            "number": row.number,
            "amount_minor": row.amount_minor,
            "unit": "USD",
            "on": on.isoformat(),
        },
    )
    return row


@act
def transfer(
    *,
    organisation: Organisation,
    giver: Person,
    taker: Person,
    amount_minor: int,
    on: date,
    by: Who,
    at: datetime,
) -> ShareTransfer:
    """A share passes to another worker-owner at its price: 3000 by giver / 3000 by taker. Who paid whom is theirs.
    The giver's certificate is cancelled. Raises NothingPaid, SamePerson, NotAnOwner, SharesTooLow, StillToCome."""
    demand_come(on, at)
    if amount_minor <= 0:
        raise NothingPaid()
    if giver == taker:
        raise SamePerson()
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    _demand_owner(organisation, taker, on, field="taker")
    held_minor = queries.held(organisation, giver, on=on)
    if held_minor < amount_minor:
        asked = show_minor(amount_minor, "USD")
        raise SharesTooLow(person=giver.name, held=show_minor(held_minor, "USD"), asked=asked)
    row = ShareTransfer.objects.create(
        key=new_key("transfer"),
        organisation=organisation,
        giver=giver,
        taker=taker,
        amount_minor=amount_minor,
        transferred_on=on,
    )
    ShareCertificate.objects.filter(organisation=organisation, person=giver, cancelled_on=None).update(
        cancelled_on=on
    )
    taken_minor = -book_queries.balance(organisation, "3000", party=taker.key)
    fact = state(
        "federation.share.transferred",
        subject=row,
        by=by,
        at=at,
        organisation=organisation,
        about=[giver, taker],
        data={
            "giver": ref(giver),
            "taker": ref(taker),
            "amount_minor": amount_minor,
            "unit": "USD",
            "on": on.isoformat(),
            "changes": [change("share", taken_minor, amount_minor)],
        },
    )
    lines = [
        books.Line("3000", amount_minor, party=giver.key),
        books.Line("3000", -amount_minor, party=taker.key),
    ]
    books.post(organisation=organisation, on=on, kind="federation.share_transfer", lines=lines, source=fact)
    return row


def _demand_owner(organisation: Organisation, person: Person, on: date, field: str = "person") -> None:
    owners = memberships(on=on, organisation=organisation).filter(class_code=Membership.Class.MEMBER)
    if not owners.filter(person=person).exists():
        raise NotAnOwner(person=person.name, coop=organisation.name, field=field)
