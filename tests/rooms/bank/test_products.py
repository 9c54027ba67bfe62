"""Products as data: what ships becomes rows, versions are never changed, and money comes in only on a legal basis."""

from datetime import date
from typing import Any

import pytest

from commonwork.bank.actions import holdings, products
from commonwork.bank.models import Holding, Product, ProductVersion
from commonwork.bank.queries.holdings import interest_due, stands_at
from commonwork.bank.queries.offers import latest, offers
from commonwork.bank.subledgers import held_by_account
from commonwork.books import queries as book_queries
from commonwork.charter.actions import policies
from tests.rooms.bank import make
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine, begins_in(make.plain_world)]
DAY = date(2016, 2, 1)


def world(**decided: Any) -> make.World:
    here = make.world()
    products.take_up(lender=here.bank, on=make.DAY_ONE, **here.at(make.DAY_ONE))
    for code, value in decided.items():
        policies.adopt(
            code=f"bank.{code}", value=value, starts_on=make.DAY_ONE, adopted_by=make.SYSTEM, source="test",
            by=make.SYSTEM, at=here.at(make.DAY_ONE)["at"],
        )  # fmt: skip
    return here


def opened(here: make.World, kind: str, **more: Any) -> Holding:
    arguments = {"person": here.people["omar"], **more, **here.at(DAY)}
    return holdings.open_account(house=here.bank, kind=kind, on=DAY, **arguments)


def test_the_shipped_products_are_taken_up_once_and_all_name_policies_there_are() -> None:
    here = world()
    assert list(Product.objects.order_by("place").values_list("kind", flat=True)) == [
        "member_share", "savings", "term_note", "surplus_share", "conventional", "line", "guarantee",
    ]  # fmt: skip
    with pytest.raises(products.NothingToTakeUp):
        products.take_up(lender=here.bank, on=DAY, **here.at(DAY))
    off = [one.product.kind for one in offers(here.bank, on=DAY) if not one.is_on]
    assert off == ["member_share", "savings", "term_note"]


def test_a_new_version_leaves_the_old_one_as_it_was() -> None:
    here = world()
    product = Product.objects.get(kind="conventional")
    said = {
        "source": "committee of May",
        "schedules": ["level"],
        "day_counts": ["30/360"],
        "rhythms": ["month"],
    }
    products.new_version(
        product=product, starts_on=date(2017, 1, 1), longest_months=60, **said, **here.at(DAY)
    )
    old, new = latest(product, on=DAY), latest(product, on=date(2017, 1, 1))
    assert old is not None and new is not None
    assert (old.number, len(old.schedules), new.number, new.schedules) == (1, 5, 2, ["level"])
    assert new.cap_policy == old.cap_policy == "bank.loan_rate_cap_bp"
    with pytest.raises(products.NotLater):
        products.new_version(product=product, starts_on=date(2017, 1, 1), **said, **here.at(DAY))
    with pytest.raises(products.UnknownCode, match=r"daily"):
        products.new_version(
            product=product, starts_on=date(2018, 1, 1), **{**said, "rhythms": ["daily"]}, **here.at(DAY)
        )
    assert ProductVersion.objects.filter(product=product).count() == 2


@pytest.mark.parametrize("kind", ["member_share", "savings", "term_note"])
def test_money_is_taken_in_only_once_a_policy_names_the_legal_basis(kind: str) -> None:
    here = world()
    with pytest.raises(holdings.NoLegalBasis, match=r"names the legal basis"):
        opened(here, kind, ends_on=date(2018, 2, 1))


def test_savings_earn_simple_interest_and_the_books_follow() -> None:
    """1,000.00 at 2 % for 365 days is 20.00; another 365 days another 20.00, nothing on the first."""
    here = world(savings_basis="test", savings_rate_bp=200, savings_rate_cap_bp=200)
    account = opened(here, "savings")
    holdings.pay_in(holding=account, amount_minor=100_000, on=DAY, **here.at(DAY))
    for on in (date(2017, 1, 31), date(2018, 1, 31)):
        assert interest_due(account, on=on) == 2_000
        holdings.add_interest(holding=account, on=on, **here.at(on))
    end = date(2018, 2, 1)
    with pytest.raises(holdings.LessIsThere, match=r"\$1,040.00"):
        holdings.pay_out(holding=account, amount_minor=104_001, on=end, **here.at(end))
    holdings.pay_out(holding=account, amount_minor=50_000, on=end, **here.at(end))
    assert stands_at(account) == 54_000 == -book_queries.balance(here.bank, "2400", party=account.key)
    assert book_queries.balance(here.bank, "5420") == 4_000
    assert held_by_account("savings") == {("bank", account.key): -54_000}


def test_shares_are_whole_and_notes_run_to_their_end() -> None:
    here = world(
        member_share_basis="test", member_share_price="25.00",
        term_note_basis="test", term_note_rate_bp=100, term_note_rate_cap_bp=200,
    )  # fmt: skip
    share = opened(here, "member_share")
    with pytest.raises(holdings.WholeSharesOnly, match=r"\$25.00"):
        holdings.pay_in(holding=share, amount_minor=2_600, on=DAY, **here.at(DAY))
    holdings.pay_in(holding=share, amount_minor=5_000, on=DAY, **here.at(DAY))
    assert book_queries.balance(here.bank, "3010") == -5_000
    with pytest.raises(holdings.RateTooHigh):
        opened(here, "term_note", annual_rate_bp=201, ends_on=date(2018, 2, 1))
    note = opened(here, "term_note", ends_on=date(2018, 2, 1))
    holdings.pay_in(holding=note, amount_minor=100_000, on=DAY, **here.at(DAY))
    with pytest.raises(holdings.NoteRuns, match=r"1 February 2018"):
        holdings.pay_out(holding=note, amount_minor=1, on=date(2018, 1, 31), **here.at(date(2018, 1, 31)))
