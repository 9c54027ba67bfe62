"""Buy-ins, trade between sisters and dues: what each changes in the books, what it refuses."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from commonwork.books import queries as book_queries
from commonwork.charter.queries import PolicyMissing
from commonwork.federation.actions import buy_ins, dues, sister_trade
from commonwork.federation.actions.days import StillToCome
from commonwork.federation.models import BuyIn, DuesCharge, SisterInvoice
from commonwork.federation.queries.trade import sister_trade_total
from commonwork.record.models import Fact
from commonwork.registry.models import Organisation
from tests.rooms.federation.make import BY, YEAR_END, Town, noon, post, town
from tests.worlds import kept_world

pytestmark = pytest.mark.django_db
OPENING, MONTH_END, PAY_DAY = date(2016, 5, 2), date(2016, 5, 31), date(2016, 6, 10)


def _made() -> Town:
    made = town()
    made.worker(made.coop("freedom_farm", "Freedom Farms"), "invented_ada")
    nubias = made.coop("nubias", "Nubia's Place")
    made.worker(nubias, "invented_hope", owns=False)
    for coop in made.coops.values():
        post(coop, date(2016, 1, 1), ("1000", 900000), ("3200", -900000))
    return made


made = kept_world(_made)


def lines(fact: Fact) -> dict[str, list[tuple[str, int, str]]]:
    return {
        entry.book.key: sorted(
            (posting.account.code, posting.amount_minor, posting.party)
            for posting in entry.book.postings.filter(seq=entry.seq).select_related("account")
        )
        for entry in book_queries.entries_of(fact)
    }


def test_a_worker_owner_pays_for_the_share(made: Town) -> None:
    farm, ada = made.coops["freedom_farm"], made.people["invented_ada"]
    buy_ins.pay(organisation=farm, person=ada, on=OPENING, amount_minor=50000, by=BY, at=noon(OPENING))
    fact = Fact.objects.get(kind="federation.buy_in.paid")
    assert lines(fact) == {"freedom_farm": [("1000", 50000, ""), ("3000", -50000, "invented_ada")]}
    assert fact.data["changes"] == [
        {"what": "share", "before_minor": 0, "change_minor": 50000, "after_minor": 50000}
    ]


def test_only_a_worker_owner_holds_a_share(made: Town) -> None:
    hope = made.people["invented_hope"]
    for coop in made.coops.values():
        with pytest.raises(buy_ins.NotAnOwner):
            buy_ins.pay(
                organisation=coop, person=hope, on=OPENING, amount_minor=50000, by=BY, at=noon(OPENING)
            )
    with pytest.raises(buy_ins.NothingPaid):
        buy_ins.pay(
            organisation=made.coops["freedom_farm"],
            person=made.people["invented_ada"],
            on=OPENING,
            amount_minor=0,
            by=BY,
            at=noon(OPENING),
        )
    assert not BuyIn.objects.exists()


def invoice(made: Town, **given: Any) -> SisterInvoice:
    said = {
        "seller": made.coops["freedom_farm"],
        "buyer": made.coops["nubias"],
        "what": "vegetables",
        "amount_minor": 55000,
        "on": MONTH_END,
        "by": BY,
        "at": noon(MONTH_END),
    }
    return sister_trade.invoice(**said | given)


def test_an_invoice_stands_in_both_books_and_so_does_its_payment(made: Town) -> None:
    bill = invoice(made)
    assert lines(Fact.objects.get(kind="federation.trade.invoiced")) == {
        "freedom_farm": [("1100", 55000, "nubias"), ("4010", -55000, "nubias")],
        "nubias": [("2000", -55000, "freedom_farm"), ("5010", 55000, "freedom_farm")],
    }
    bill = sister_trade.pay(invoice=bill, on=PAY_DAY, by=BY, at=noon(PAY_DAY))
    assert bill.paid_on == PAY_DAY
    assert lines(Fact.objects.get(kind="federation.trade.paid")) == {
        "freedom_farm": [("1000", 55000, ""), ("1100", -55000, "nubias")],
        "nubias": [("1000", -55000, ""), ("2000", 55000, "freedom_farm")],
    }
    assert book_queries.parties(made.coops["freedom_farm"], "1100") == {}


def test_the_trade_of_a_period_counts_by_the_day_of_the_invoice(made: Town) -> None:
    invoice(made)
    invoice(made, amount_minor=60000, on=date(2016, 6, 30), at=noon(date(2016, 6, 30)))
    assert sister_trade_total(starts_on=date(2016, 5, 1), ends_on=date(2016, 6, 30)) == 55000
    assert sister_trade_total(starts_on=date(2016, 5, 1), ends_on=date(2016, 7, 1)) == 115000


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (lambda made: {"buyer": made.coops["freedom_farm"]}, sister_trade.SameCoop),
        (lambda made: {"buyer": made.federation}, sister_trade.NotSisters),
        (lambda made: {"amount_minor": 0}, sister_trade.NothingSold),
        (lambda made: {"amount_minor": -1}, sister_trade.NothingSold),
    ],
)
def test_trade_that_is_none_is_refused(
    made: Town, given: Callable[[Town], dict[str, Any]], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        invoice(made, **given(made))
    assert not SisterInvoice.objects.exists()


def test_an_invoice_is_paid_once_and_not_before_it_was_written(made: Town) -> None:
    bill = invoice(made)
    with pytest.raises(sister_trade.PaidBeforeInvoiced):
        sister_trade.pay(invoice=bill, on=date(2016, 5, 30), by=BY, at=noon(PAY_DAY))
    for _ in range(2):
        sister_trade.pay(invoice=bill, on=PAY_DAY, by=BY, at=noon(PAY_DAY), once="press")
    assert Fact.objects.filter(kind="federation.trade.paid").count() == 1
    assert book_queries.balance(made.coops["nubias"], "1000") == 900000 - 55000
    with pytest.raises(sister_trade.AlreadyPaid):
        sister_trade.pay(invoice=bill, on=PAY_DAY, by=BY, at=noon(PAY_DAY))


def wages_of(coop: Organisation, member: int, other: int) -> None:
    post(coop, date(2016, 12, 30), ("5100", member), ("5110", other), ("1000", -member - other))


def charge(coop: Organisation, on: date = YEAR_END, **more: Any) -> DuesCharge:
    return dues.charge(organisation=coop, year=2016, on=on, by=BY, at=noon(YEAR_END), **more)


def test_dues_are_a_share_of_all_wages_and_stand_in_both_books(made: Town) -> None:
    """0.1 % of 300,000.00 + 12,345.00 is 312.345: half-even 312.34, above the minimum of 200.00."""
    farm = made.coops["freedom_farm"]
    wages_of(farm, 30000000, 1234500)
    row = charge(farm)
    assert (row.wages_minor, row.at_rate_minor, row.due_minor) == (31234500, 31234, 31234)
    assert lines(Fact.objects.get(kind="federation.dues.charged")) == {
        "freedom_farm": [("1000", -31234, ""), ("5500", 31234, "")],
        "federation": [("1000", 31234, ""), ("4200", -31234, "freedom_farm")],
    }


def test_a_class_free_of_dues_owes_nothing_and_gets_no_entry(made: Town) -> None:
    team = made.coop("green_team", "The Green Team", "start-up")
    row = charge(team)
    assert (row.is_waived, row.due_minor, row.class_code) == (True, 0, "start-up")
    assert book_queries.entries_of(Fact.objects.get(kind="federation.dues.waived")) == []


def test_dues_are_charged_once_from_the_last_day_of_the_year_on(made: Town) -> None:
    farm = made.coops["freedom_farm"]
    with pytest.raises(dues.YearNotOver):
        charge(farm, on=date(2016, 12, 30))
    assert charge(farm, once="press") == charge(farm, once="press")
    with pytest.raises(dues.DuesAreCharged):
        charge(farm)
    with pytest.raises(dues.NotInTheFederation):
        charge(made.coop("peoples_grocery", "People's Grocery", "idea"))
    assert book_queries.balance(made.federation, "4200") == -20000


def test_without_an_adopted_rate_no_dues_are_charged(made: Town) -> None:
    with pytest.raises(PolicyMissing):
        dues.charge(
            organisation=made.coops["freedom_farm"], year=2014, on=date(2015, 1, 5), by=BY, at=noon(OPENING)
        )
    assert not DuesCharge.objects.exists()


@pytest.mark.parametrize("module", ["buy_ins", "sister_trade", "dues"])
def test_a_failure_in_the_books_leaves_neither_row_nor_fact(
    made: Town, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(**_given: object) -> None:
        raise RuntimeError("the power fails")

    for name in ("post", "post_mirrored"):
        monkeypatch.setattr(f"commonwork.federation.actions.{module}.books.{name}", breaks)
    farm, ada = made.coops["freedom_farm"], made.people["invented_ada"]
    tries: dict[str, Callable[[], object]] = {
        "buy_ins": lambda: buy_ins.pay(
            organisation=farm, person=ada, on=OPENING, amount_minor=50000, by=BY, at=noon(OPENING)
        ),
        "sister_trade": lambda: invoice(made),
        "dues": lambda: charge(farm),
    }
    with pytest.raises(RuntimeError):
        tries[module]()
    assert not (BuyIn.objects.exists() or SisterInvoice.objects.exists() or DuesCharge.objects.exists())
    assert not Fact.objects.filter(kind__startswith="federation.").exists()


def test_nothing_is_entered_for_a_day_still_to_come(made: Town) -> None:
    farm, ada, bill = made.coops["freedom_farm"], made.people["invented_ada"], invoice(made)
    eve = noon(date(2016, 5, 30))
    tries: tuple[Callable[[], object], ...] = (
        lambda: buy_ins.pay(organisation=farm, person=ada, on=MONTH_END, amount_minor=1, by=BY, at=eve),
        lambda: invoice(made, at=eve),
        lambda: sister_trade.pay(invoice=bill, on=PAY_DAY, by=BY, at=noon(MONTH_END)),
        lambda: dues.charge(organisation=farm, year=2016, on=YEAR_END, by=BY, at=eve),
    )
    for attempt in tries:
        with pytest.raises(StillToCome):
            attempt()
    assert (BuyIn.objects.count(), SisterInvoice.objects.count(), DuesCharge.objects.count()) == (0, 1, 0)


def test_dues_stop_at_the_maximum_and_can_be_paid_in_hours() -> None:
    """Wages 300,000.00 x 0.1 % = 300.00, at most 250.00; 4 h of work at 25.00 = 100.00, 150.00 in money."""
    made = town()
    farm = made.coop("farm", "Freedom Farms")
    post(farm, YEAR_END, ("5100", 30000000), ("1000", -30000000))
    post(farm, YEAR_END, ("1000", 50000), ("4000", -50000))
    given = {"organisation": farm, "year": 2016, "on": YEAR_END, "by": BY, "at": noon(YEAR_END)}
    made.policy("dues_maximum", "250.00")
    with pytest.raises(dues.HoursNotTaken):
        dues.charge(**given, worked_minutes=240)
    made.policy("dues_hour_value", "25.00")
    with pytest.raises(dues.MoreWorkThanDues):
        dues.charge(**given, worked_minutes=601)
    row = dues.charge(**given, worked_minutes=240)
    assert (row.at_rate_minor, row.due_minor, row.worked_minor) == (30000, 25000, 10000)
    house = made.federation
    assert book_queries.balance(farm, "5500") == 25000
    assert book_queries.balance(farm, "4010", party="federation") == -10000
    assert (book_queries.balance(house, "1000"), book_queries.balance(house, "5010")) == (15000, 10000)
    assert book_queries.balance(house, "4200") == -25000
    dues.take_back(dues_charge=row, on=YEAR_END, by=BY, at=noon(YEAR_END))
    waived = dues.charge(**given, waiver_source="Council, 20 December 2016")
    assert (waived.due_minor, waived.is_waived) == (0, True)
    assert book_queries.balance(house, "4200") == 0
