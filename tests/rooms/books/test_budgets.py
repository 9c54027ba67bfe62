"""Budgets: planned, spent and left; versions; which line a posting falls to."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwork.books import actions as books
from commonwork.books.actions import budgets, costs, reversals
from commonwork.books.budget_sums import Place, line_for, spread, used_bp
from commonwork.books.models import Book, Budget, Entry
from commonwork.books.queries import budgets as reads
from commonwork.record.models import Fact
from commonwork.registry.clock import at_time
from tests.rooms.books import make
from tests.worlds import kept_world, lasting

pytestmark = pytest.mark.django_db
YEAR = {"starts_on": date(2016, 1, 1), "ends_on": date(2017, 1, 1)}
WHO: dict[str, Any] = {"by": make.BY, "at": at_time(date(2016, 2, 1))}
Planned = budgets.Planned


@lasting
def _farm() -> Book:
    book = make.book("freedom_farm")
    make.cash(book, 1_000_00)
    return book


farm = kept_world(_farm)


def adopt(farm: Book, *lines: budgets.Planned, **more: Any) -> Budget:
    said = {**YEAR, "adopted_on": date(2016, 1, 15), "adopted_by": farm.organisation, **more}
    return budgets.adopt(organisation=farm.organisation, lines=lines, **said, **WHO)


def spend(farm: Book, account: str, minor: int, *, on: date, party: str = "", fund: str = "") -> Entry:
    lines = [books.Line(account, minor, party, fund), books.Line("1000", -minor)]
    return books.post(organisation=farm.organisation, on=on, kind="cost", lines=lines, source=make.fact())


def shown(budget: Budget, **more: Any) -> list[tuple[str, str, int, int, int]]:
    return [
        (one.line.account.code, one.line.party, one.planned_minor, one.spent_minor, one.left_minor)
        for one in reads.standings(budget, **more)
    ]


def test_a_budget_shows_what_is_spent_and_left_line_by_line(farm: Book) -> None:
    budget = adopt(
        farm, Planned("5000", 400_00), Planned("5000", 100_00, party="tool_library"), Planned("4000", 900_00)
    )
    spend(farm, "5000", 30_00, on=date(2016, 3, 1))
    spend(farm, "5000", 25_00, on=date(2016, 3, 2), party="tool_library")
    spend(farm, "5000", 7_00, on=date(2015, 12, 31))
    spend(farm, "5000", 9_00, on=date(2017, 1, 1))
    spend(farm, "5600", 11_00, on=date(2016, 5, 1))
    assert shown(budget) == [
        ("5000", "", 400_00, 30_00, 370_00),
        ("5000", "tool_library", 100_00, 25_00, 75_00),
        ("4000", "", 900_00, 1_000_00, -100_00),  # the sale of the fixture came in
    ]
    assert shown(budget, on=date(2016, 3, 1))[1][3] == 0
    assert reads.unplanned_minor(budget) == 11_00
    for one in reads.standings(budget):
        sign = -1 if one.is_income else 1
        behind = [sign * row.amount_minor for row in reads.postings_of(one.line)]
        assert sum(behind) == one.spent_minor


def test_what_is_taken_back_is_left_again(farm: Book) -> None:
    budget = adopt(farm, Planned("5200", 50_00))
    costs.pay(
        organisation=farm.organisation,
        on=date(2016, 3, 1),
        account="5200",
        amount_minor=60_00,
        what="",
        **WHO,
    )
    assert shown(budget) == [("5200", "", 50_00, 60_00, -10_00)]
    assert reads.standings(budget)[0].is_over
    entry = Entry.objects.order_by("seq").last()
    assert entry is not None
    reversals.reverse(entry=entry, on=date(2016, 3, 2), **WHO)
    assert shown(budget) == [("5200", "", 50_00, 0, 50_00)]


def test_of_a_fund_only_what_goes_out_is_spent(farm: Book) -> None:
    budget = adopt(farm, Planned("3400", 900_00, party="tool_library"))
    receive = [books.Line("1000", 900_00), books.Line("3400", -900_00, "tool_library")]
    books.post(
        organisation=farm.organisation,
        on=date(2016, 3, 1),
        kind="grant",
        lines=receive,
        source=make.fact(),
    )
    spent = spend(farm, "3400", 200_00, on=date(2016, 4, 1), party="tool_library")
    spend(farm, "5200", 5_00, on=date(2016, 4, 1))
    assert shown(budget) == [("3400", "tool_library", 900_00, 200_00, 700_00)]
    assert reads.unplanned_minor(budget) == 0, "it plans no costs"
    books.reverse(entry=spent, on=date(2016, 4, 2), source=make.fact())
    assert shown(budget) == [("3400", "tool_library", 900_00, 0, 900_00)]


def test_a_new_version_replaces_a_budget_and_the_old_one_stays(farm: Book) -> None:
    first = adopt(farm, Planned("5000", 400_00))
    said = {"adopted_on": date(2016, 6, 1), "adopted_by": farm.organisation}
    plan = [Planned("5000", 500_00), Planned("4000", 700_00)]  # 500.00 to spend; what should come in is apart
    second = budgets.replace(budget=first, lines=plan, **said, **WHO)
    assert (second.version, second.replaces, second.starts_on) == (2, first, first.starts_on)
    assert shown(first) == [("5000", "", 400_00, 0, 400_00)]
    assert reads.budgets_on(farm, date(2016, 7, 1)) == [second]
    with pytest.raises(budgets.ReplacedAlready):
        budgets.replace(budget=first, lines=[Planned("5000", 1)], **said, **WHO)
    facts = Fact.objects.filter(kind__startswith="books.budget.").order_by("pk")
    assert [(fact.kind, fact.data["amount_minor"], fact.data["version"]) for fact in facts] == [
        ("books.budget.adopted", 400_00, 1),
        ("books.budget.replaced", 500_00, 2),
    ]


@pytest.mark.parametrize(
    ("lines", "more", "refusal"),
    [
        ((), {}, budgets.NoLines),
        ((Planned("1000", 1),), {}, budgets.NotPlannable),
        ((Planned("9999", 1),), {}, budgets.NotPlannable),
        ((Planned("5000", -1),), {}, budgets.PlannedBelowZero),
        ((Planned("5000", 1), Planned("5000", 2)), {}, budgets.PlannedTwice),
        ((Planned("5000", 1),), {"ends_on": date(2016, 1, 1)}, budgets.NotAPeriod),
    ],
)
def test_what_is_no_budget_is_refused(
    farm: Book, lines: tuple[budgets.Planned, ...], more: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        adopt(farm, *lines, **more)
    assert not Budget.objects.exists()


def test_a_line_is_planned_once_for_the_same_days(farm: Book) -> None:
    adopt(farm, Planned("5000", 400_00))
    with pytest.raises(budgets.PlannedTwice):
        adopt(farm, Planned("5000", 1), starts_on=date(2016, 12, 31), ends_on=date(2017, 12, 31))
    adopt(farm, Planned("5000", 1, party="tool_library"))
    adopt(farm, Planned("5000", 1), starts_on=date(2017, 1, 1), ends_on=date(2018, 1, 1))


def test_a_budget_that_fails_half_way_leaves_nothing(farm: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: Any, **named: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(budgets, "state", broken)
    with pytest.raises(RuntimeError):
        adopt(farm, Planned("5000", 1))
    assert not Budget.objects.exists()


PLACES = st.builds(
    Place,
    st.sampled_from(["5000", "5200"]),
    st.sampled_from(["", "seed"]),
    st.sampled_from(["", "tools", "garden"]),
)
AMOUNTS = st.integers(min_value=-(10**12), max_value=10**12)


@given(st.sets(PLACES), st.dictionaries(PLACES, AMOUNTS))
def test_no_amount_is_lost_or_counted_twice(lines: set[Place], moved: dict[Place, int]) -> None:
    found = spread(lines, moved)
    assert sum(found.spent.values()) + sum(found.unplanned.values()) == sum(moved.values())
    assert set(found.spent) == lines
    for place in found.unplanned:
        assert all(line_for(place, [line]) is None for line in lines)


@given(st.lists(PLACES, unique=True), PLACES)
def test_the_order_of_lines_does_not_matter(lines: list[Place], place: Place) -> None:
    assert line_for(place, lines) == line_for(place, list(reversed(lines)))
    if place in lines:
        assert line_for(place, lines) == place, "the very place is the narrowest"


@given(AMOUNTS, st.integers(min_value=0, max_value=10**12))
def test_a_bar_is_between_empty_and_full(spent: int, planned: int) -> None:
    assert 0 <= used_bp(spent, planned) <= 10_000
    if spent >= planned > 0:
        assert used_bp(spent, planned) == 10_000
