"""Gifts promised without an account: kept when their money comes, taken back, erased; the reference finds the money."""

from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.db import transaction

from commonwork.bank import ways_to_give
from commonwork.bank.actions import incoming, promises
from commonwork.bank.actions.loans import AmountNotPositive
from commonwork.bank.models import Fund, Gift, Pledge, Promise, Supporter
from commonwork.bank.queries import incoming as waiting
from commonwork.bank.queries import liquidity
from commonwork.books import queries as book_queries
from commonwork.gatherings.models import Letter
from commonwork.journeys.wires import deliver
from commonwork.record.models import Fact
from commonwork.registry.actions import people
from commonwork.rules.references import shown
from tests.rooms.bank import make, make_funds
from tests.rooms.bank.test_incoming import lines, statement
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine, begins_in(make.plain_world)]
DAY = date(2016, 9, 1)
CAME = date(2016, 10, 1)
HOW = "Pay to First Bank of Jackson (invented), account 000."


def opened(world: make.World, most: int = 5) -> Fund:
    make_funds.adopt(promises_a_day=most, promise_days=90, give_by_transfer=HOW)
    return make_funds.fund(world)


def made(world: make.World, fund: Fund, on: date = DAY, **more: Any) -> Promise:
    said: dict[str, Any] = {"amount_minor": 10_000, "every": "once", "way": "transfer", **more}
    return promises.make(
        house=world.bank, fund=fund, on=on, **said, **{**world.at(on), "by": "system/visitor"}
    )


def test_a_promise_stands_in_no_book_and_no_plan_and_its_letter_says_how_to_pay(
    django_capture_on_commit_callbacks: Any,
) -> None:
    world = make.world()
    fund = opened(world)
    books, plan = book_queries.balance(world.bank, "3410"), liquidity.plan(world.bank, on=DAY).months
    with django_capture_on_commit_callbacks(execute=True):
        promise = made(world, fund, name="Ruth Small", email="Ruth@Example.org", every="month")
    assert book_queries.balance(world.bank, "3410") == books
    assert liquidity.plan(world.bank, on=DAY).months == plan and not Supporter.objects.exists()
    (letter,) = mail.outbox
    assert (
        letter.to == ["ruth@example.org"] and shown(promise.reference) in letter.body and HOW in letter.body
    )
    told = Fact.objects.get(kind="bank.promise.made")
    assert "Ruth" not in str(told.data) and promise.reference not in str(told.data)


def test_the_reference_on_a_statement_finds_the_promise_books_the_gift_and_sends_the_receipt() -> None:
    world = make.world()
    fund = opened(world)
    promise = made(world, fund, name="Ruth Small", email="ruth@example.org", every="month", may_write=True)
    statement(world, ("20161001", "100.00", f"R SMALL {shown(promise.reference).lower()}", "a"),
              ("20161001", "100.00", "R SMALL", "b"))  # fmt: skip
    (found,) = waiting.known_in(world.bank)
    line = found[0]
    assert found[1] == promise and waiting.offers(world.bank, line)[0].key == f"promise:{promise.key}"
    gift = incoming.as_promise(line=line, promise=promise, **world.at(CAME))
    assert (gift.amount_minor, gift.supporter.name, gift.pledge.every) == (10_000, "Ruth Small", "month")  # type: ignore[union-attr]
    assert book_queries.balance(world.bank, "3410") == -6_010_000 and len(lines(world)) == 1
    promise.refresh_from_db()
    assert (promise.state, promise.name, promise.email) == ("kept", "", ""), "the form's words are erased"
    letter = Letter.objects.order_by("pk").last()
    assert letter is not None and gift.fact.number in letter.subject and letter.address == "ruth@example.org"
    later = date(2016, 11, 1)
    again = promises.receive(promise=promise, amount_minor=10_000, on=later, **world.at(later))
    assert again.supporter == gift.supporter and again.pledge == gift.pledge
    assert Letter.objects.filter(address="ruth@example.org").count() == 3, "its receipt, as the giver agreed"


def test_a_gift_without_a_name_or_consent_keeps_no_name_and_no_address() -> None:
    world = make.world()
    fund = opened(world)
    nameless = made(world, fund, email="no@example.org")
    gift = promises.receive(promise=nameless, amount_minor=2_500, on=CAME, way="cash", **world.at(CAME))
    one = gift.supporter
    assert one.name == f"Giver {shown(nameless.reference)}" and (one.email, one.is_named) == ("", False)
    assert gift.way == "cash" and Letter.objects.filter(address="no@example.org").count() == 2
    named = made(world, fund, name="Nina Named", is_named=True)
    assert promises.receive(promise=named, amount_minor=1, on=CAME, **world.at(CAME)).supporter.is_named


def test_who_is_signed_in_gives_as_the_person_they_are() -> None:
    world = make.world()
    fund = opened(world)
    omar = world.people["omar"]
    for _again in range(2):
        promise = made(world, fund, person=omar, name="Somebody else")
        promises.receive(promise=promise, amount_minor=1_000, on=CAME, **world.at(CAME))
    assert Supporter.objects.get().person == omar and Gift.objects.count() == 2
    promise = made(world, fund, person=omar)
    people.forget(person=omar, by="system/test", at=world.at(CAME)["at"])
    deliver(Fact.objects.get(kind="registry.person.forgotten"))
    promise.refresh_from_db()
    assert (promise.state, promise.person) == ("withdrawn", None)


def test_a_promise_is_taken_back_once_and_an_old_one_is_erased_by_the_night() -> None:
    world = make.world()
    fund = opened(world)
    first, second = made(world, fund, name="Ruth Small"), made(world, fund, name="Otto Klein")
    promises.withdraw(promise=first, on=DAY, **world.at(DAY))
    with pytest.raises(promises.PromiseIsOver):
        promises.withdraw(promise=first, on=DAY, **world.at(DAY))
    with pytest.raises(promises.PromiseIsOver):
        promises.receive(promise=first, amount_minor=1, on=DAY, **world.at(DAY))
    day_90, day_91 = date(2016, 11, 30), date(2016, 12, 1)
    with pytest.raises(promises.NothingLapsed):
        promises.lapse(house=world.bank, on=day_90, **world.at(day_90))
    promises.lapse(house=world.bank, on=day_91, **world.at(day_91))
    for promise in (first, second):
        promise.refresh_from_db()
    assert [(one.state, one.name) for one in (first, second)] == [("withdrawn", ""), ("lapsed", "")]
    assert Fact.objects.get(kind="bank.promises.lapsed").data["promises"] == [second.key]


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"amount_minor": 0}, AmountNotPositive),
        ({"is_named": True}, promises.NobodyToName),
        ({"may_write": True}, promises.NowhereToWrite),
        ({"way": "check"}, promises.WayNotOpen),
        ({"way": "card"}, promises.WayNotOpen),
    ],
)
def test_what_cannot_be_promised_is_refused(more: dict[str, Any], refusal: type[Exception]) -> None:
    world = make.world()
    fund = opened(world)
    with pytest.raises(refusal):
        made(world, fund, **more)
    assert not Promise.objects.exists() and not Fact.objects.filter(kind="bank.promise.made").exists()


def test_the_form_is_closed_until_a_body_opens_it_and_takes_so_many_a_day() -> None:
    world = make.world()
    fund = make_funds.fund(world)
    make_funds.adopt(give_by_transfer=HOW)
    with pytest.raises(promises.FormIsClosed):
        made(world, fund)
    make_funds.adopt(promises_a_day=4)
    for _each in range(3):
        made(world, fund, email="ruth@example.org")
    with pytest.raises(promises.EnoughFromThisAddress):
        made(world, fund, email="RUTH@example.org ")
    made(world, fund)
    with pytest.raises(promises.EnoughForToday, match="4 gifts"):
        made(world, fund)
    made(world, fund, on=date(2016, 9, 2), email="ruth@example.org")


def test_money_into_a_closed_period_leaves_the_promise_waiting() -> None:
    from commonwork.books import actions as books

    world = make.world()
    promise = made(world, opened(world), name="Ruth Small")
    books.periods.close(organisation=world.bank, ends_on=date(2016, 10, 15), **world.at(date(2016, 11, 1)))
    with pytest.raises(books.entries.PeriodIsClosed), transaction.atomic():
        promises.receive(promise=promise, amount_minor=10_000, on=CAME, **world.at(date(2016, 11, 1)))
    promise.refresh_from_db()
    assert (promise.state, promise.name) == ("waiting", "Ruth Small")
    assert not Gift.objects.exists() and not Pledge.objects.exists() and not Supporter.objects.exists()


def test_a_way_of_ones_own_is_offered_beside_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    class Card:
        code, name, gift_way = "card", "By card", "other"

        def told(self, asked: ways_to_give.Asked) -> ways_to_give.Told:
            return ways_to_give.Told(("Pay there.",), f"https://pay.example.org/{asked.reference}")

    world = make.world()
    fund = opened(world)
    monkeypatch.setattr(ways_to_give, "WAYS", dict(ways_to_give.WAYS))
    ways_to_give.declare(Card())
    promise = made(world, fund, way="card", email="ruth@example.org")
    assert f"https://pay.example.org/{shown(promise.reference)}" in Letter.objects.get().text
    assert promises.receive(promise=promise, amount_minor=1, on=CAME, **world.at(CAME)).way == "other"
