"""Law: the books balance after any random walk of acts."""

from datetime import date, timedelta
from typing import TypeAlias

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from commonwork.books import actions as books
from commonwork.books import queries
from commonwork.books.models import Entry, Posting
from commonwork.books.proofs import prove
from commonwork.registry.clock import at_time
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal
from tests.rooms.books import make

pytestmark = pytest.mark.django_db
Step: TypeAlias = tuple[str, str, str, int, int]
PLACES = ("federation", "bank", "nubias", "green_team")
amounts = st.integers(min_value=-5, max_value=5_000_000)
steps = st.lists(
    st.tuples(
        st.sampled_from(["gift", "grant", "support", "cost", "buy", "wear", "month", "close", "reverse"]),
        st.sampled_from(PLACES),
        st.sampled_from(PLACES),
        amounts,
        st.integers(min_value=0, max_value=500),
    ),
    max_size=12,
)


def take(step: Step) -> None:
    """One act of the walk; what it refuses is no step."""
    act, first, second, amount, after = step
    on = make.FIRST + timedelta(days=after)
    here, there = (Organisation.objects.get(key=key) for key in (first, second))
    moment = {"by": make.BY, "at": at_time(on)}
    if act == "gift":
        books.gifts.receive(
            organisation=here, on=on, amount_minor=amount, donor="registry.person/x", **moment
        )
    elif act == "grant":
        books.grants.receive(
            organisation=here,
            on=on,
            amount_minor=amount,
            donor="registry.person/x",
            is_restricted=after % 2 == 0,
            **moment,
        )
    elif act == "support":
        books.transfers.support(giver=here, receiver=there, on=on, amount_minor=amount, **moment)
    elif act == "cost":
        books.costs.pay(organisation=here, on=on, account="5300", amount_minor=amount, what="rent", **moment)
    elif act == "buy":
        books.equipment.buy(organisation=here, what="van", cost_minor=amount, on=on, life_months=36, **moment)
    elif act == "wear":
        books.equipment.depreciate(organisation=here, month=on, **moment)
    elif act == "month":
        costs = {"materials_minor": amount // 3, "member_wages_minor": amount // 5, "other_wages_minor": 0}
        books.months.record(
            organisation=here, month=on, sales_minor=amount, other_costs_minor=amount // 7, **costs, **moment
        )
    elif act == "close":
        books.years.close(organisation=here, on=date(on.year, 12, 31), **moment)
    else:
        entry = Entry.objects.filter(book__key=first).order_by("-seq").first()
        if entry is not None:
            books.reversals.reverse(entry=entry, on=on, **moment)


def out_of_balance(rows: list[tuple[str, int]]) -> dict[str, int]:
    """{entry or book: what is left over} where amounts do not add up to zero."""
    sums: dict[str, int] = {}
    for name, amount in rows:
        sums[name] = sums.get(name, 0) + amount
    return {name: left for name, left in sums.items() if left}


@pytest.fixture(autouse=True)
def _books() -> None:
    for key in PLACES:
        make.book(key)


@settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(walk=steps)
@example(walk=[("gift", "bank", "bank", 900, 0), ("support", "bank", "bank", 500, 1)])
@example(
    walk=[
        ("support", "bank", "nubias", 500, 1),
        ("reverse", "nubias", "bank", 0, 2),
        ("close", "bank", "bank", 0, 3),
    ]
)
def test_the_books_balance_after_any_walk_of_acts(walk: list[Step]) -> None:
    with transaction.atomic():
        for step in walk:
            before = Posting.objects.count()
            try:
                take(step)
            except Refusal:
                assert Posting.objects.count() == before, "a refused act leaves nothing"
        rows = Posting.objects.values_list("book__key", "seq", "amount_minor")
        assert out_of_balance([(f"{book} {seq}", minor) for book, seq, minor in rows]) == {}
        for key in PLACES:
            sums = queries.trial_balance(Organisation.objects.get(key=key), on=date(2030, 1, 1))
            assert sum(row.balance_minor for row in sums) == 0
        report = prove()
        assert report.holds, [fault for proof in report.proofs for fault in proof.faults]
        transaction.set_rollback(True)


def test_this_law_can_fail() -> None:
    assert out_of_balance([("bank 1", 300), ("bank 1", -299), ("bank 2", 5), ("bank 2", -5)]) == {"bank 1": 1}
