"""Taking steps back: the books get the opposite entries, and the step can be done again."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from commonwork.books import actions as books
from commonwork.books import queries as book_queries
from commonwork.federation import queries
from commonwork.federation.actions import buy_ins, dues, hours, sister_trade, year_end_steps_back, year_ends
from commonwork.federation.actions.days import StillToCome
from commonwork.federation.actions.undoing import AlreadyTakenBack, TakenBackTooEarly
from commonwork.federation.models import Allocation, BuyIn, DuesCharge, SisterInvoice, YearEnd
from commonwork.federation.queries.hours import Worked
from commonwork.record.models import Fact
from commonwork.registry.models import Network, Organisation
from tests.rooms.federation.make import BY, NEW_YEAR, YEAR_END, Town, account, noon, post, town
from tests.worlds import kept_world

pytestmark = pytest.mark.django_db
JANUARY = date(2017, 1, 31)


def _made() -> Town:
    """Farm holds 9,000.00; Ada worked 60 h; a surplus of 1,000.00 in 2016."""
    made = town()
    farm = made.coop("freedom_farm", "Freedom Farms")
    made.coop("nubias", "Nubia's Place")
    for coop in made.coops.values():
        post(coop, NEW_YEAR, ("1000", 900000), ("3200", -900000))
    ada = made.worker(farm, "invented_ada")
    rows = [Worked.in_month(ada, YEAR_END, 3600)]
    hours.record_many(organisation=farm, rows=rows, by=BY, at=noon(YEAR_END))
    post(farm, YEAR_END, ("1000", 100000), ("4000", -100000))
    return made


made = kept_world(_made)


def books_of(made: Town, on: date = JANUARY) -> dict[str, dict[str, int]]:
    """Every balance of every book."""
    every: list[Organisation] = [made.federation, *made.coops.values()]
    return {
        org.key: {row.code: row.balance_minor for row in book_queries.trial_balance(org, on=on)}
        for org in every
    }


def who(on: date = JANUARY) -> dict[str, Any]:
    return {"by": BY, "at": noon(on)}


def closed(made: Town) -> YearEnd:
    return year_ends.close(organisation=made.coops["freedom_farm"], year=2016, **who())


def test_a_buy_in_is_taken_back_once(made: Town) -> None:
    farm, ada = made.coops["freedom_farm"], made.people["invented_ada"]
    before = books_of(made)
    row = buy_ins.pay(organisation=farm, person=ada, on=YEAR_END, amount_minor=50000, **who())
    for refusal, on, at in (
        (TakenBackTooEarly, date(2016, 12, 30), JANUARY),
        (StillToCome, date(2017, 2, 1), JANUARY),
    ):
        with pytest.raises(refusal):
            buy_ins.take_back(buy_in=row, on=on, **who(at))
    for _ in range(2):
        buy_ins.take_back(buy_in=row, on=YEAR_END, once="press", **who())
    assert books_of(made) == before
    assert BuyIn.objects.get().taken_back_on == YEAR_END
    with pytest.raises(AlreadyTakenBack):
        buy_ins.take_back(buy_in=row, on=YEAR_END, **who())
    fact = Fact.objects.get(kind="federation.buy_in.taken_back")
    assert fact.data["changes"] == [
        {"what": "share", "before_minor": 50000, "change_minor": -50000, "after_minor": 0}
    ]


def test_an_invoice_goes_back_step_by_step_and_then_counts_nowhere(made: Town) -> None:
    before = books_of(made)
    row = sister_trade.invoice(
        seller=made.coops["freedom_farm"],
        buyer=made.coops["nubias"],
        what="vegetables",
        amount_minor=32000,
        on=YEAR_END,
        **who(),
    )
    invoiced = books_of(made)
    row = sister_trade.pay(invoice=row, on=JANUARY, **who())
    with pytest.raises(TakenBackTooEarly):
        sister_trade.take_back(invoice=row, on=YEAR_END, **who())
    row = sister_trade.take_back(invoice=row, on=JANUARY, **who())
    assert (row.paid_on, row.taken_back_on) == (None, None)
    assert books_of(made) == invoiced
    row = sister_trade.take_back(invoice=row, on=YEAR_END, **who())
    assert row.taken_back_on == YEAR_END
    assert books_of(made) == before
    assert queries.sister_trade_total(starts_on=NEW_YEAR, ends_on=date(2017, 1, 1)) == 0
    for act in (sister_trade.pay, sister_trade.take_back):
        with pytest.raises(AlreadyTakenBack):
            act(invoice=row, on=JANUARY, **who())
    kinds = Fact.objects.filter(kind__contains="taken_back").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["federation.trade.payment_taken_back", "federation.trade.taken_back"]


def test_dues_are_taken_back_and_charged_again(made: Town) -> None:
    farm = made.coops["freedom_farm"]
    before = books_of(made)
    row = dues.charge(organisation=farm, year=2016, on=YEAR_END, **who())
    row = dues.take_back(dues_charge=row, on=YEAR_END, **who())
    assert books_of(made) == before
    with pytest.raises(AlreadyTakenBack):
        dues.take_back(dues_charge=row, on=YEAR_END, **who())
    again = dues.charge(organisation=farm, year=2016, on=YEAR_END, **who())
    assert list(queries.charged()) == [again]
    assert DuesCharge.objects.count() == 2


def test_a_year_end_goes_back_to_where_it_was_and_forward_again(made: Town) -> None:
    open_books = books_of(made)
    row = closed(made)
    closed_books = books_of(made)
    row = year_ends.allocate(year_end=row, on=YEAR_END, **who())
    shared_books, parts = books_of(made), list(row.allocations.values_list("total_minor", flat=True))
    row = year_ends.pay_solidarity(year_end=row, on=JANUARY, **who())
    solid_books = books_of(made)
    row = year_ends.pay_patronage(year_end=row, on=JANUARY, **who())
    with pytest.raises(year_end_steps_back.StepsStandAfter):
        year_end_steps_back.reopen(year_end=row, **who())
    for after in (solid_books, shared_books):
        row = year_end_steps_back.take_back(year_end=row, on=JANUARY, **who())
        assert books_of(made) == after
    row = year_end_steps_back.take_back(year_end=row, on=YEAR_END, **who())
    assert books_of(made) == closed_books
    assert (row.shared_on, row.terms, row.individual_minor) == (None, {}, 0)
    assert not Allocation.objects.exists()
    with pytest.raises(year_end_steps_back.NothingToTakeBack):
        year_end_steps_back.take_back(year_end=row, on=JANUARY, **who())
    row = year_ends.allocate(year_end=row, on=YEAR_END, **who())
    assert books_of(made) == shared_books
    assert list(row.allocations.values_list("total_minor", flat=True)) == parts
    row = year_end_steps_back.take_back(year_end=row, on=YEAR_END, **who())
    year_end_steps_back.reopen(year_end=row, **who())
    assert books_of(made) == open_books
    assert closed(made).result_minor == 100000


def test_hours_can_be_mended_once_the_sharing_is_taken_back(made: Town) -> None:
    row = year_ends.allocate(year_end=closed(made), on=YEAR_END, **who())
    year_end_steps_back.take_back(year_end=row, on=YEAR_END, **who())
    ben = made.worker(made.coops["freedom_farm"], "invented_ben")
    hours.record(
        organisation=made.coops["freedom_farm"], person=ben, starts_on=YEAR_END, minutes=600, **who()
    )
    row = year_ends.allocate(year_end=row, on=YEAR_END, **who())
    assert row.allocations.count() == 2


def test_a_carried_loss_is_taken_back_too(made: Town) -> None:
    post(made.coops["freedom_farm"], YEAR_END, ("5200", 150000), ("1000", -150000))
    row = closed(made)
    before = books_of(made)
    row = year_ends.carry_loss(year_end=row, on=YEAR_END, **who())
    row = year_end_steps_back.take_back(year_end=row, on=YEAR_END, **who())
    assert (row.loss_carried_on, row.reserve_minor) == (None, 0)
    assert books_of(made) == before


def test_a_closing_that_was_taken_back_in_the_books_is_not_shared(made: Town) -> None:
    row = closed(made)
    fact = Fact.objects.get(kind="books.year.closed")
    (entry,) = book_queries.entries_of(fact)
    books.reversals.reverse(entry=entry, on=YEAR_END, **who())
    with pytest.raises(year_ends.ClosingTakenBack):
        year_ends.allocate(year_end=row, on=YEAR_END, **who())
    year_end_steps_back.reopen(year_end=row, **who())
    assert year_ends.allocate(year_end=closed(made), on=YEAR_END, **who()).shared_on == YEAR_END


def test_a_failure_half_way_back_leaves_the_step_standing(
    made: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = year_ends.allocate(year_end=closed(made), on=YEAR_END, **who())
    before, facts = books_of(made), Fact.objects.count()

    def breaks(**_given: object) -> None:
        raise RuntimeError("the power fails")

    monkeypatch.setattr("commonwork.federation.actions.undoing.books.reverse", breaks)
    with pytest.raises(RuntimeError):
        year_end_steps_back.take_back(year_end=row, on=YEAR_END, **who())
    row.refresh_from_db()
    assert (row.shared_on, Allocation.objects.count()) == (YEAR_END, 1)
    assert (books_of(made), Fact.objects.count()) == (before, facts)


@pytest.fixture
def treasurer(made: Town) -> Callable[[], Client]:
    Network.objects.update(demo_on=JANUARY)

    def sign_in() -> Client:
        client = Client()
        client.force_login(account(made.people["invented_ada"], "treasurer", made.coops["freedom_farm"]))
        return client

    return sign_in


@pytest.mark.one_engine
def test_the_treasurer_finds_the_way_back_on_each_page(made: Town, treasurer: Callable[[], Client]) -> None:
    farm, ada, client = made.coops["freedom_farm"], made.people["invented_ada"], treasurer()
    year_ends.allocate(year_end=closed(made), on=YEAR_END, **who())
    paid = buy_ins.pay(organisation=farm, person=ada, on=YEAR_END, amount_minor=50000, **who())
    bill = sister_trade.invoice(
        seller=farm, buyer=made.coops["nubias"], what="eggs", amount_minor=100, on=YEAR_END, **who()
    )
    base = "/federation/coops/freedom_farm/"
    ways = {
        f"{base}year-ends/2016/take-back/": f"{base}year-ends/2016/",
        f"{base}year-ends/2016/reopen/": f"{base}year-ends/2016/",
        f"{base}buy-in/{paid.key}/take-back/": f"{base}members/invented_ada/",
        f"/federation/trade/invoices/{bill.key}/take-back/": bill.get_absolute_url(),
    }
    for way, page in ways.items():
        assert way in client.get(page).content.decode()
        assert client.get(way).status_code == 200
        for _ in range(2):
            done = client.post(way, {"once": way[-30:], "on": "2016-12-31"})
            assert done.status_code == 302
            assert done["Location"].startswith("/receipts/")
    assert not YearEnd.objects.exists()
    assert SisterInvoice.objects.get().taken_back_on == YEAR_END
    assert "counts nowhere" in client.get(bill.get_absolute_url()).content.decode()


@pytest.mark.one_engine
def test_others_find_no_way_back(made: Town, treasurer: Callable[[], Client]) -> None:
    treasurer()
    bill = sister_trade.invoice(
        seller=made.coops["nubias"],
        buyer=made.coops["freedom_farm"],
        what="eggs",
        amount_minor=100,
        on=YEAR_END,
        **who(),
    )
    client = treasurer()
    assert client.post(f"/federation/trade/invoices/{bill.key}/take-back/", {"once": "a"}).status_code == 403
    charged = dues.charge(organisation=made.coops["freedom_farm"], year=2016, on=YEAR_END, **who())
    assert client.post(f"/federation/dues/{charged.key}/take-back/", {"once": "b"}).status_code == 403
    assert not Fact.objects.filter(kind__contains="taken_back").exists()


def test_the_steward_takes_dues_back(made: Town, treasurer: Callable[[], Client]) -> None:
    treasurer()
    charged = dues.charge(organisation=made.coops["freedom_farm"], year=2016, on=YEAR_END, **who())
    steward = Client()
    steward.force_login(account(made.worker(made.coops["nubias"], "invented_emil"), "steward"))
    way = f"/federation/dues/{charged.key}/take-back/"
    assert way in steward.get("/federation/dues/").content.decode()
    for _ in range(2):
        assert steward.post(way, {"once": "c", "on": "2017-01-31"})["Location"].startswith("/receipts/")
    assert not queries.charged().exists()
