"""Money for places: taken at the door, posted in the book of whoever calls it, paid back with a counter-entry."""

from datetime import date
from typing import Any

import pytest

from commonwork.books import actions as books
from commonwork.books import queries as book_queries
from commonwork.books.actions.entries import NoBook
from commonwork.gatherings import queries
from commonwork.gatherings.actions import gatherings, payments, registrations
from commonwork.gatherings.models import Gathering, Payment, Registration
from commonwork.record.models import Fact
from commonwork.registry.clock import at_time
from commonwork.registry.models import Organisation
from tests.rooms.gatherings import make

pytestmark = pytest.mark.django_db
DAY = date(2017, 1, 12)
DOOR: dict[str, Any] = {"on": DAY, "by": make.SEASON, "at": at_time(DAY)}


def priced(least: int | None = None, **fields: Any) -> Gathering:
    """Ten dollars a place, or from `least` to ten; the school keeps a book."""
    house = make.organisation()
    books.open_book(organisation=house, on=date(2017, 1, 1), by=make.SEASON, at=make.EARLIER)
    return make.report_back(price_minor=1000, price_least_minor=least, most_places=4, **fields)


def guest(gathering: Gathering, name: str, **asked: Any) -> Registration:
    asked |= {"name": name, "email": f"{name.lower()}@example.org", "by": "system/visitor"}
    return registrations.register(gathering=gathering, at=make.EARLIER, **asked)


def pay(registration: Registration, amount_minor: int) -> Payment:
    return payments.receive(registration=registration, amount_minor=amount_minor, **DOOR)


def held(account: str) -> int:
    return book_queries.balance(Organisation.objects.get(key="school"), account)


def test_what_is_paid_is_cash_against_sales_with_one_fact_that_names_nobody() -> None:
    gathering = priced()
    wren = guest(gathering, "Wren", places=2)
    payment = pay(wren, 1500)
    assert (held("1000"), held("4000")) == (1500, -1500)
    fact = Fact.objects.get(kind="gatherings.payment.received")
    assert fact.data["amount_minor"] == 1500 and fact.data["changes"][0]["after_minor"] == 1500
    assert "Wren" not in str(fact.data) and wren.code not in str(fact.data)
    # Two places at $10.00 are $20.00, of which $15.00 is paid.
    due = queries.due(wren)
    assert (due.asked_minor, due.paid_minor, due.open_minor, due.left_minor) == (2000, 1500, 500, 500)
    with pytest.raises(payments.MoreThanThePrice, match=r"\$5\.00"):
        pay(wren, 501)
    assert Payment.objects.get() == payment and held("1000") == 1500


def test_on_a_sliding_scale_people_give_what_they_chose_or_more_up_to_the_price() -> None:
    gathering = priced(least=0)
    wren, sol = guest(gathering, "Wren", pledged_minor=400), guest(gathering, "Sol")
    assert [queries.due(row).asked_minor for row in (wren, sol)] == [400, 0]
    assert [queries.due(row).next_minor for row in (wren, sol)] == [400, 1000]
    pay(wren, 1000)
    with pytest.raises(payments.MoreThanThePrice):
        pay(wren, 1)


def test_whoever_cancels_is_paid_back_once_and_the_sums_say_so() -> None:
    gathering = priced()
    wren, sol, ida = (guest(gathering, name) for name in ("Wren", "Sol", "Ida"))
    payment = pay(wren, 1000)
    pay(sol, 600)
    registrations.cancel(registration=wren, by="system/visitor", at=at_time(DAY))
    money = queries.money_of(gathering)
    # Sol and Ida are asked for $10.00 each; Sol paid $6.00 of it. Wren's $10.00 are to go back.
    assert (money.asked_minor, money.received_minor, money.open_minor) == (2000, 1600, 1400)
    assert (money.to_return_minor, money.kept_minor) == (1000, 1600)
    payments.give_back(payment=payment, **DOOR)
    assert (held("1000"), held("4000")) == (600, -600)
    after = queries.money_of(gathering)
    assert (after.returned_minor, after.to_return_minor, after.kept_minor) == (1000, 0, 600)
    with pytest.raises(payments.ReturnedBefore):
        payments.give_back(payment=payment, **DOOR)
    assert Fact.objects.get(kind="gatherings.payment.returned").data["changes"][0]["change_minor"] == -1000
    gathering = gatherings.call_off(gathering=gathering, by=make.SEASON, at=at_time(DAY))
    assert [row.registration for row in queries.to_return(gathering)] == [sol]
    assert queries.money_of(gathering).open_minor == 0
    assert queries.due(ida).paid_minor == 0


def test_the_free_the_waiting_the_cancelled_and_those_nobody_keeps_a_book_for_are_refused() -> None:
    gathering = priced(capacity=1, has_waiting_list=True)
    wren, sol = guest(gathering, "Wren"), guest(gathering, "Sol")
    with pytest.raises(payments.WaitsForAPlace, match="Sol"):
        pay(sol, 1000)
    registrations.cancel(registration=wren, by="system/visitor", at=at_time(DAY))
    with pytest.raises(registrations.AlreadyCancelled):
        pay(wren, 1000)
    free = make.report_back(title="Free evening", key="free_evening")
    with pytest.raises(payments.NothingToPay, match="Free evening"):
        pay(guest(free, "Ida"), 100)
    Gathering.objects.filter(pk=gathering.pk).update(host=None)
    with pytest.raises(payments.NobodyKeepsTheMoney):
        pay(sol_with_a_place(sol), 1000)
    farm = make.organisation("farm", "Farm", "co-op")
    Gathering.objects.filter(pk=gathering.pk).update(host=farm)
    with pytest.raises(NoBook):
        pay(sol_with_a_place(sol), 1000)
    assert not Payment.objects.exists() and not Fact.objects.filter(kind__contains="payment").exists()


def sol_with_a_place(sol: Registration) -> Registration:
    sol.refresh_from_db()
    assert sol.waiting_since is None, "moved up when Wren cancelled"
    return sol


def test_an_entry_that_cannot_be_posted_leaves_no_payment(monkeypatch: pytest.MonkeyPatch) -> None:
    wren = guest(priced(), "Wren")

    def fails(**asked: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(payments.books, "post", fails)
    with pytest.raises(OSError, match="disk"):
        pay(wren, 1000)
    assert not Payment.objects.exists() and not Fact.objects.filter(kind__contains="payment").exists()


def test_the_same_payment_sent_twice_is_one() -> None:
    wren = guest(priced(), "Wren")
    first, second = (
        payments.receive(registration=wren, amount_minor=400, once="token-1", **DOOR) for _ in "12"
    )
    assert first == second and held("1000") == 400
