"""Gifts promised on the open form: promised, taken back, kept when their money comes, erased when none does."""

import secrets
from datetime import date, datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonwork.bank import gift_letters, ways_to_give
from commonwork.bank.actions import gifts, supporters
from commonwork.bank.actions.loans import AmountNotPositive
from commonwork.bank.actions.lock import demand_come
from commonwork.bank.models import Fund, Gift, Pledge, Promise, Supporter
from commonwork.bank.policies_promises import PROMISE_DAYS, PROMISES_A_DAY
from commonwork.charter.queries import in_force
from commonwork.record.acts import Who, act, state
from commonwork.record.models import Fact
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Organisation, Person
from commonwork.rules import references
from commonwork.rules.refusal import Refusal, sentence

MOST_FROM_ONE_ADDRESS = 3  # in a day: a guard of the mailbox, no rule of the house


class FormIsClosed(Refusal):
    sentence = sentence("Gifts are not promised here yet. Bring yours to the bank, or write to it.")
    status = 409


class EnoughForToday(Refusal):
    sentence = sentence("{count} gifts were promised today, as many as this form takes. Come back tomorrow.")
    status = 409


class EnoughFromThisAddress(Refusal):
    sentence = sentence(
        "We wrote to this address already today. Use the letter we sent, or come back tomorrow."
    )
    field = "email"
    status = 409


class NobodyToName(Refusal):
    sentence = sentence("Write the name that is to be shown, or leave this open.")
    field = "name"


class NowhereToWrite(Refusal):
    sentence = sentence("Write the address we may write to, or leave this open.")
    field = "email"


class WayNotOpen(Refusal):
    sentence = sentence("Gifts cannot be paid in this way here. Choose another one.")
    field = "way"


class PromiseIsOver(Refusal):
    sentence = sentence("This promise no longer waits: its money came, or it was taken back.")
    status = 409


class NothingLapsed(Refusal):
    sentence = sentence("No promise has waited too long.")
    status = 409


@act
def make(
    *,
    house: Organisation,
    fund: Fund,
    amount_minor: int,
    every: str,
    way: str,
    on: date,
    by: Who,
    at: datetime,
    person: Person | None = None,
    kind: str = Supporter.Kind.PERSON,
    name: str = "",
    email: str = "",
    is_named: bool = False,
    may_write: bool = False,
    language: str = "",
) -> Promise:
    """Promise a gift, with a name or without one; a letter confirms it where there is an address.

    It stands in no book and in no plan until its money comes. Raises FormIsClosed, EnoughForToday,
    EnoughFromThisAddress, AmountNotPositive, NobodyToName, NowhereToWrite, WayNotOpen, StillToCome.
    """
    demand_come(on, at)
    Organisation.objects.select_for_update(no_key=True).get(pk=house.pk)
    name, email = name.strip(), email.strip().lower()
    if amount_minor <= 0:
        raise AmountNotPositive(field="amount_minor")
    if is_named and not (name or person):
        raise NobodyToName()
    if may_write and not (email or person):
        raise NowhereToWrite()
    if way not in {one.code for one in ways_to_give.open_ways(house, on=on)}:
        raise WayNotOpen()
    _demand_room(house, email, on)
    promise = Promise.objects.create(
        key=new_key("promise"),
        reference=references.made([secrets.randbelow(len(references.LETTERS)) for _place in range(8)]),
        house=house,
        fund=fund,
        amount_minor=amount_minor,
        every=Pledge.Every(every),
        way=way,
        person=person,
        kind=Supporter.Kind(kind),
        name="" if person else name,
        email="" if person else email,
        is_named=is_named,
        may_write=may_write,
        language=(language or get_language() or "en").split("-")[0],
        made_on=on,
    )
    _told("made", promise, on=on, by=by, at=at)
    gift_letters.confirm(promise, on=on, at=at)
    return promise


def _demand_room(house: Organisation, email: str, on: date) -> None:
    most = in_force(PROMISES_A_DAY, on=on, organisation=house)
    if most is None:
        raise FormIsClosed()
    today = Promise.objects.filter(house=house, made_on=on)
    if today.count() >= int(most.value):
        raise EnoughForToday(count=int(most.value))
    if email and today.filter(email=email).count() >= MOST_FROM_ONE_ADDRESS:
        raise EnoughFromThisAddress()


@act
def withdraw(*, promise: Promise, on: date, by: Who, at: datetime) -> Promise:
    """Take a promise back; what was written with it is erased. Raises PromiseIsOver."""
    promise = _locked(promise)
    if promise.state != Promise.State.WAITING:
        raise PromiseIsOver()
    _end(promise, Promise.State.WITHDRAWN)
    _told("withdrawn", promise, on=on, by=by, at=at)
    return promise


@act
def receive(*, promise: Promise, amount_minor: int, on: date, by: Who, at: datetime, way: str = "") -> Gift:
    """Money of a promise came: book the gift, and send its receipt where an address is known.

    The first time, the giver is put on the list of supporters and the promise becomes a pledge; later money of a promise
    that comes again and again is booked on that pledge. Raises PromiseIsOver and what `gifts.receive` refuses.
    """
    promise = _locked(promise)
    if promise.state not in {Promise.State.WAITING, Promise.State.KEPT}:
        raise PromiseIsOver()
    address = gift_letters.address_of(promise)
    if promise.state == Promise.State.WAITING:
        _take_up(promise, on=on, by=by, at=at)
    assert promise.supporter is not None and promise.pledge is not None
    address = address or gift_letters.address_of_supporter(promise.supporter)
    known = ways_to_give.WAYS.get(promise.way)
    gift = gifts.receive(
        supporter=promise.supporter,
        fund=promise.fund,
        amount_minor=amount_minor,
        on=on,
        way=way or (known.gift_way if known else Gift.Way.OTHER),
        pledge=promise.pledge,
        by=by,
        at=at,
    )
    gift_letters.thank(gift, address=address, language=promise.language, at=at)
    return gift


def _take_up(promise: Promise, *, on: date, by: Who, at: datetime) -> None:
    """Make the giver a supporter and the promise a pledge; erase the words of the form."""
    promise.supporter = _giver(promise, on=on, by=by, at=at)
    promise.pledge = gifts.promise(
        supporter=promise.supporter,
        fund=promise.fund,
        amount_minor=promise.amount_minor,
        every=promise.every,
        starts_on=on,
        on=on,
        by=by,
        at=at,
    )
    _end(promise, Promise.State.KEPT)
    _told("kept", promise, on=on, by=by, at=at)


def _giver(promise: Promise, *, on: date, by: Who, at: datetime) -> Supporter:
    if promise.person is not None:
        known = Supporter.objects.filter(person=promise.person, is_forgotten=False).first()
        if known is not None:
            return known
        return supporters.record(
            lender=promise.house, person=promise.person, is_named=promise.is_named, on=on, by=by, at=at
        )
    without_name = _("Giver %(reference)s") % {"reference": promise.shown_reference}
    return supporters.record(
        lender=promise.house,
        name=promise.name or without_name,
        kind=promise.kind,
        email=promise.email if promise.may_write else "",
        language=promise.language,
        is_named=promise.is_named,
        on=on,
        by=by,
        at=at,
    )


@act
def lapse(*, house: Organisation, on: date, by: Who, at: datetime) -> Organisation:
    """Erase what was written with promises whose money did not come within the days a body has adopted.
    Raises NothingLapsed, also while nothing is adopted."""
    days = in_force(PROMISE_DAYS, on=on, organisation=house)
    if days is None:
        raise NothingLapsed()
    before = on - timedelta(days=int(days.value))
    old = Promise.objects.select_for_update().filter(
        house=house, state=Promise.State.WAITING, made_on__lt=before
    )
    keys = sorted(old.values_list("key", flat=True))
    if not keys:
        raise NothingLapsed()
    Promise.objects.filter(key__in=keys).update(
        state=Promise.State.LAPSED, name="", email="", person=None, is_named=False, may_write=False
    )
    data = {"count": len(keys), "on": on.isoformat(), "promises": keys}
    state("bank.promises.lapsed", subject=house, by=by, at=at, organisation=house, data=data)
    return house


def _locked(promise: Promise) -> Promise:
    rows = Promise.objects.select_for_update(of=("self",))
    return rows.select_related("fund__organisation", "house", "person", "supporter", "pledge").get(
        pk=promise.pk
    )


def _end(promise: Promise, state_now: str) -> None:
    promise.state = state_now
    promise.name = promise.email = ""
    promise.person = None
    promise.save()


def _told(what: str, promise: Promise, *, on: date, by: Who, at: datetime) -> Fact:
    return state(
        f"bank.promise.{what}",
        subject=promise,
        by=by,
        at=at,
        organisation=promise.house,
        about=[promise.fund],
        data={
            "amount_minor": promise.amount_minor,
            "unit": "USD",
            "on": on.isoformat(),
            "every": promise.every,
            "fund": ref(promise.fund),
        },
    )
