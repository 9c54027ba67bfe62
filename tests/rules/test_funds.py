"""Following gifts, gauges, pledges: worked figures and what must hold whatever comes."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commonwork.rules.attribution import Event, Trail, first_in_first_out, in_proportion
from commonwork.rules.pledges import expected
from commonwork.rules.prudential import AssetsNotPositive, Limits, Owed, gauges
from commonwork.rules.reckon import rule_named

DAY = date(2017, 1, 1)


@st.composite
def lives(draw: st.DrawFn) -> list[Event]:
    """A fund's life: gifts come, loans are made and come back or are lost, never more than is out."""
    events: list[Event] = []
    out = {"truck": 0, "oven": 0}
    for number in range(draw(st.integers(1, 25))):
        on = DAY + timedelta(days=number)
        what = draw(st.sampled_from(["given", "lent", "back", "lost"]))
        loan = draw(st.sampled_from(sorted(out)))
        amount = draw(st.integers(1, 50_000))
        if what == "given":
            events.append(Event(on, "given", f"gift{number % 5}", amount))
        elif what == "lent":
            out[loan] += amount
            events.append(Event(on, "lent", loan, amount))
        elif out[loan]:
            part = min(amount, out[loan])
            out[loan] -= part
            events.append(Event(on, "back" if what == "back" else "lost", loan, part))
    return events


def holds(trail: Trail) -> None:
    assert trail.ready_minor + trail.at_work_minor + trail.lost_minor == trail.given_minor
    assert trail.ready_minor >= 0
    for part in trail.loans.values():
        assert part.out_minor >= 0 and part.back_minor >= 0 and part.lost_minor >= 0


@example(  # half a cent in one loan and one and a half in another
    [
        *(Event(DAY, "given", f"gift{number}", 1) for number in (0, 1)),
        Event(DAY, "lent", "truck", 1),
        *(Event(DAY, "given", f"gift{number}", 1) for number in (3, 4, 0, 1, 2, 3, 4)),
        Event(DAY, "lent", "oven", 8),
    ]
)
@given(lives())
def test_whatever_the_rule_a_gift_is_ready_at_work_or_lost_and_never_more_than_it_was(
    life: list[Event],
) -> None:
    for trail in first_in_first_out(life).values():
        holds(trail)
    for gift in {event.key for event in life if event.what == "given"}:
        holds(in_proportion(life, gift))


@given(lives())
def test_gifts_together_never_made_more_of_a_loan_than_was_lent(life: list[Event]) -> None:
    lent: dict[str, int] = {}
    for event in life:
        if event.what == "lent":
            lent[event.key] = lent.get(event.key, 0) + event.amount_minor
    gifts = {event.key for event in life if event.what == "given"}
    for loan, amount in lent.items():
        for trails, slack in (
            (list(first_in_first_out(life).values()), 0),
            (
                [in_proportion(life, gift) for gift in gifts],
                3 * len(gifts),  # each gift is rounded for itself, and so is what is out, lost and back of it
            ),
        ):
            assert (
                sum(trail.loans[loan].lent_minor for trail in trails if loan in trail.loans) <= amount + slack
            )


def test_a_loan_larger_than_the_gifts_is_made_for_the_rest_by_nobody() -> None:
    life = [
        Event(DAY, "given", "mine", 10_000),
        Event(DAY, "lent", "truck", 40_000),
        Event(DAY, "lost", "truck", 20_000),
        Event(DAY, "back", "truck", 20_000),
    ]
    part = in_proportion(life, "mine").loans["truck"]
    assert (part.lent_minor, part.lost_minor, part.back_minor) == (10_000, 5_000, 5_000)


def test_the_gauges_agree_with_the_worked_numbers_of_the_field(published: Path) -> None:
    said = json.loads((published / "golden" / "domain.json").read_text())["D_cu"]
    found = rule_named("prudential").reckon({"assets": "1150000", "net_worth": "92000", "loans": []})
    assert found["net_worth_ratio"] == said["nwr"]
    assert found["loans_most"] == said["mbl_cap"][:-2]
    assert found["single_borrower_most"] == said["single_15pct_nw"]
    assert found["single_borrower_secured_most"] == said["single_plus10_secured"]


def test_loans_fall_into_buckets_and_a_borrower_above_its_limit_is_named() -> None:
    """Net worth 92,000: 13,800 unsecured. Two loans of one co-op of 7,000 make 14,000."""
    found = gauges(
        assets_minor=115_000_000,
        net_worth_minor=9_200_000,
        loans=[Owed("nubias", 700_000), Owed("nubias", 700_000, 60), Owed("farm", 1_380_000, 59)],
        limits=Limits(),
    )
    assert found.above == ["nubias"] and found.largest == ("nubias", 1_400_000)
    assert {name: minor for name, minor in found.buckets.items() if minor} == {
        "current": 700_000, "30-59": 1_380_000, "60-89": 700_000,
    }  # fmt: skip
    assert (found.past_due_minor, found.past_due_bp) == (700_000, 2518)
    assert sum(found.buckets.values()) == found.loans_minor == 2_780_000
    with pytest.raises(AssetsNotPositive):
        gauges(assets_minor=0, net_worth_minor=0, loans=[], limits=Limits())


def test_a_monthly_pledge_of_the_31st_comes_on_the_last_day_of_short_months_and_returns_to_the_31st() -> None:
    days = list(
        expected(
            every="month",
            starts_on=date(2017, 1, 31),
            ends_on=date(2017, 4, 30),
            until=DAY.replace(year=2018),
        )
    )
    assert days == [date(2017, 1, 31), date(2017, 2, 28), date(2017, 3, 31)]
    assert list(expected(every="once", starts_on=DAY, ends_on=None, until=DAY)) == [DAY]
    assert list(expected(every="once", starts_on=DAY, ends_on=None, until=DAY - timedelta(days=1))) == []
