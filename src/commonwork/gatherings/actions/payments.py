"""Payments: take money for places at a gathering, and pay it back. Both are posted in the book of whoever calls it."""

from datetime import date, datetime

from commonwork.books import actions as books
from commonwork.books.actions.effects import changes
from commonwork.gatherings import queries
from commonwork.gatherings.actions.registrations import AlreadyCancelled
from commonwork.gatherings.models import Gathering, Payment, Registration
from commonwork.record.acts import Who, act, state
from commonwork.record.models import Fact
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui.money import money

CASH, SALES = "1000", "4000"


class NobodyKeepsTheMoney(Refusal):
    sentence = sentence("Say first who calls {title}: the money goes into their book.")
    status = 409


class NothingToPay(Refusal):
    sentence = sentence("{title} is free, so there is nothing to pay.")
    status = 409


class MoreThanThePrice(Refusal):
    sentence = sentence("At most {most} is left to pay. What somebody gives beyond that is a gift.")
    field = "amount_minor"


class WaitsForAPlace(Refusal):
    sentence = sentence("{name} is on the waiting list. Take the money once there is a place.")
    status = 409


class ReturnedBefore(Refusal):
    sentence = sentence("This was paid back on {on}.")
    status = 409


@act
def receive(*, registration: Registration, amount_minor: int, on: date, by: Who, at: datetime) -> Payment:
    """Take money for the places of a registration, as much as is asked at most: cash against sales.

    Raises AlreadyCancelled, WaitsForAPlace, NothingToPay, MoreThanThePrice, NobodyKeepsTheMoney, and what posting raises
    (NoBook, PeriodIsClosed).
    """
    gathering = Gathering.objects.select_for_update().get(pk=registration.gathering_id)
    registration = Registration.objects.select_for_update().get(pk=registration.pk)
    if registration.cancelled_at:
        raise AlreadyCancelled()
    if registration.waiting_since:
        raise WaitsForAPlace(name=registration.name)
    host = _host(gathering)
    due = queries.due(registration)
    if not due.most_minor:
        raise NothingToPay(title=gathering.title)
    if not 0 < amount_minor <= due.left_minor:
        raise MoreThanThePrice(most=money(due.left_minor))
    payment = Payment.objects.create(
        key=new_key("payment"), registration=registration, amount_minor=amount_minor, paid_on=on
    )
    unit = books.lock(host)[host.key].unit
    fact = _state("received", payment, host, unit, amount_minor, on, by=by, at=at)
    _post(host, "gathering", amount_minor, on, fact)
    return payment


@act
def give_back(*, payment: Payment, on: date, by: Who, at: datetime) -> Payment:
    """Pay back all of a payment, because the registration was cancelled, the gathering called off, or it was a mistake.

    Raises ReturnedBefore, NobodyKeepsTheMoney, and what posting raises (FloorCrossed, PeriodIsClosed).
    """
    gathering = Gathering.objects.select_for_update().get(pk=payment.registration.gathering_id)
    payment = Payment.objects.select_for_update().select_related("registration").get(pk=payment.pk)
    if payment.returned_on:
        raise ReturnedBefore(on=payment.returned_on.isoformat())
    host = _host(gathering)
    payment.returned_on = max(on, payment.paid_on)
    payment.save(update_fields=["returned_on"])
    unit = books.lock(host)[host.key].unit
    fact = _state("returned", payment, host, unit, -payment.amount_minor, payment.returned_on, by=by, at=at)
    _post(host, "gathering-return", -payment.amount_minor, payment.returned_on, fact)
    return payment


def _host(gathering: Gathering) -> Organisation:
    if gathering.host is None:
        raise NobodyKeepsTheMoney(title=gathering.title)
    return gathering.host


def _post(host: Organisation, kind: str, amount_minor: int, on: date, fact: Fact) -> None:
    lines = [books.Line(CASH, amount_minor), books.Line(SALES, -amount_minor)]
    books.post(organisation=host, on=on, kind=kind, source=fact, lines=lines)


def _state(
    verb: str, payment: Payment, host: Organisation, unit: str, cash: int, on: date, *, by: Who, at: datetime
) -> Fact:
    """cash: what it changes there; the amount of the fact is the amount of the payment."""
    registration, gathering = payment.registration, payment.registration.gathering
    return state(
        f"gatherings.payment.{verb}",
        subject=payment,
        by=by,
        at=at,
        organisation=host,
        about=[gathering, registration, *([registration.person] if registration.person else [])],
        data={
            "gathering": ref(gathering),
            "on": on.isoformat(),
            "unit": unit,
            "amount_minor": payment.amount_minor,
            "changes": changes(host, cash=cash),
        },
    )
