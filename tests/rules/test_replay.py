"""A loan replayed from its events: the published loans again, and what a back-dated event changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonwork.rules.loans import schedule, surplus_share
from commonwork.rules.loans.day_count import DAY_COUNTS
from commonwork.rules.loans.history import (
    Draw,
    Event,
    Forgiven,
    GivenBack,
    Life,
    Payment,
    Statement,
    difference,
)
from commonwork.rules.loans.replay_schedule import Pause, ScheduleTerms
from commonwork.rules.loans.replay_schedule import replay as by_schedule
from commonwork.rules.loans.replay_surplus import SurplusTerms
from commonwork.rules.loans.replay_surplus import replay as by_surplus
from commonwork.rules.loans.rhythm import boundary
from commonwork.rules.loans.targets import BalloonAboveLoan, targets

FIRST = date(2016, 1, 1)
SURPLUSES = [-300_000, 0, 400_000, 1_000_000, 1_600_000, 2_200_000, 2_400_000, 2_400_000]
TERMS = SurplusTerms(800, 5000)


def quarter(number: int) -> tuple[date, date]:
    return boundary(FIRST, "quarter", number), boundary(FIRST, "quarter", number + 1)


def told(surpluses: Sequence[int], draw: int = 4_000_000) -> list[Event]:
    """One draw at the start and a statement a quarter, each due on the day after it."""
    found: list[Event] = [Draw(FIRST, draw)]
    for number, surplus in enumerate(surpluses):
        starts_on, ends_on = quarter(number)
        found.append(Statement(f"q{number + 1}", starts_on, ends_on, ends_on, surplus, order=10 * number))
    return found


def paying(events: list[Event], terms: SurplusTerms = TERMS) -> list[Event]:
    """The same, each due paid on its day."""
    paid = list(events)
    for statement in [event for event in events if isinstance(event, Statement)]:
        now = [
            event for event in paid if not isinstance(event, Statement) or event.due_on <= statement.due_on
        ]
        if due := by_surplus(terms=terms, events=now).due_minor:
            paid.append(Payment(f"p{statement.key}", statement.due_on, due, order=statement.order + 1))
    return paid


def balanced(life: Life) -> bool:
    return all(sum(day.values()) == 0 for day in life.moves.values())


def test_the_season_s_loan_comes_out_to_the_cent() -> None:
    """SEASON.md, table "Loan": two draws, three quarters, a loss first."""
    events: list[Event] = [Draw(date(2016, 5, 5), 800_000), Draw(date(2016, 6, 15), 400_000)]
    for order, (starts_on, ends_on, surplus) in enumerate(
        (
            (date(2016, 4, 1), date(2016, 7, 1), -103_333),
            (date(2016, 7, 1), date(2016, 10, 1), 63_489),
            (date(2016, 10, 1), date(2017, 1, 1), 311_550),
            (date(2017, 1, 1), date(2017, 4, 1), 220_500),
        )
    ):
        events.append(Statement(str(order), starts_on, ends_on, ends_on, surplus, order=order))
    events += [Payment("a", date(2016, 10, 1), 31_744, 8), Payment("b", date(2017, 1, 1), 155_775, 9)]
    life = by_surplus(terms=TERMS, events=events)
    assert [(period.interest_minor, period.due_minor) for period in life.periods] == [
        (11_397, 0),
        (24_197, 31_744),
        (24_197, 155_775),
        (21_152, 110_250),
    ]
    assert [(part.interest_minor, part.principal_minor) for part in life.parts] == [
        (31_744, 0),
        (28_047, 127_728),
    ]
    assert (life.principal_minor, life.interest_owed_minor, life.due_minor) == (1_072_272, 21_152, 110_250)
    assert balanced(life)


def test_a_surplus_corrected_downwards_leaves_money_held_that_costs_no_interest() -> None:
    """Q3 made 634.89, of which 317.44 was paid; corrected to 200.00 only 100.00 was due: 217.44 is held."""
    starts_on, ends_on = date(2016, 7, 1), date(2016, 10, 1)
    first = Statement("q3", starts_on, ends_on, ends_on, 63_489, order=1)
    then = [
        Draw(starts_on, 1_200_000),
        Payment("a", ends_on, 31_744, order=2),
        Statement("q4", ends_on, date(2017, 1, 1), date(2017, 1, 1), -1, order=3),
    ]
    before = by_surplus(terms=TERMS, events=[first, *then])
    after = by_surplus(terms=TERMS, events=[replace(first, surplus_minor=20_000), *then])
    assert (before.held_minor, after.held_minor) == (0, 21_744)
    assert [part.interest_minor for part in after.parts] == [10_000]
    # Interest of 92 days on 12,000.00 is 241.97, so 317.44 paid back 75.47 of the loan; on 11,924.53 it is 240.45.
    # 12,000.00 less 217.44 held is 11,782.56, on which 92 days cost 237.59.
    assert [period.interest_minor for period in before.periods] == [24_197, 24_045]
    assert [period.interest_minor for period in after.periods] == [24_197, 23_759]
    assert difference(after=after.moves, before=before.moves) == {
        ends_on: {"interest": 14_197, "principal": 7_547, "held": -21_744},
        date(2016, 12, 31): {"interest": -286, "earned": 286},
    }


def test_held_money_goes_to_the_next_due_and_the_oldest_first() -> None:
    events = [
        Draw(FIRST, 1_000_000),
        Payment("a", date(2016, 2, 1), 5_000, 1),
        Payment("b", date(2016, 3, 1), 7_000, 2),
        Statement("q1", FIRST, date(2016, 4, 1), date(2016, 4, 1), 16_000, 3),
    ]
    life = by_surplus(terms=TERMS, events=events)
    assert [(part.payment, part.on, part.interest_minor) for part in life.parts] == [
        ("a", date(2016, 4, 1), 5_000),
        ("b", date(2016, 4, 1), 3_000),
    ]
    assert (life.held_minor, life.due_minor) == (4_000, 0)
    given_back = by_surplus(terms=TERMS, events=[*events, GivenBack(date(2016, 5, 1), 9_999, 4)])
    assert given_back.held_minor == 0 and given_back.moves[date(2016, 5, 1)] == {
        "held": 4_000,
        "cash": -4_000,
    }


def test_what_is_forgiven_is_all_that_is_owed_and_no_interest_runs_after() -> None:
    events = [*told([0, 0, 0]), Forgiven("end", date(2016, 4, 1), is_whole=True, order=9)]
    life = by_surplus(terms=TERMS, events=events)
    assert life.forgiven == {"end": (79_781, 4_000_000)}  # 40,000.00 x 8 % x 91/365 = 797.8082
    assert [period.interest_minor for period in life.periods] == [79_781, 0, 0]
    assert (life.principal_minor, life.interest_owed_minor, life.due_minor) == (0, 0, 0)


@settings(max_examples=40)
@given(
    surpluses=st.lists(st.integers(-2_000_000, 3_000_000), min_size=1, max_size=12),
    pauses=st.booleans(),
    carries=st.booleans(),
    corrected=st.integers(-2_000_000, 3_000_000),
)
def test_no_replayed_loan_ever_keeps_more_than_its_share(
    surpluses: list[int], pauses: bool, carries: bool, corrected: int
) -> None:
    terms = replace(TERMS, pauses=pauses, carries_losses=carries)
    events = paying(told(surpluses), terms)
    events[1] = replace(events[1], surplus_minor=corrected)  # type: ignore[call-arg]
    life = by_surplus(terms=terms, events=events)
    given_in = sum(part.interest_minor + part.principal_minor for part in life.parts)
    assert given_in <= sum(max(0, surplus) // 2 for surplus in [corrected, *surpluses[1:]])
    assert all(period.due_minor <= (period.share_minor or 0) for period in life.periods)
    paid = sum(event.amount_minor for event in events if isinstance(event, Payment))
    assert paid == given_in + life.held_minor
    assert balanced(life) and life.principal_minor >= 0 and life.interest_owed_minor >= 0
    assert 0 <= life.due_minor <= life.principal_minor + life.interest_owed_minor


def test_with_equal_quarters_the_replay_is_the_published_life() -> None:
    """`surplus_share.life` counts a quarter of a year; over 365 days in four quarters of 365/4 the two agree in order."""
    rows = surplus_share.life(
        principal_minor=4_000_000,
        annual_rate_bp=0,
        share_bp=5000,
        periods_per_year=4,
        surpluses_minor=SURPLUSES,
    )
    life = by_surplus(
        terms=replace(TERMS, annual_rate_bp=0),
        events=paying(told(SURPLUSES), replace(TERMS, annual_rate_bp=0)),
    )
    assert [period.due_minor for period in life.periods] == [row.paid_minor for row in rows]


# -- schedules ---------------------------------------------------------------------------------------------------


def terms(**changed: Any) -> ScheduleTerms:
    usual: dict[str, Any] = {
        "starts_on": date(2024, 1, 1),
        "annual_rate_bp": 1200,
        "day_count": "30/360",
        "schedule": "level",
        "every": "month",
        "count": 12,
    }
    return ScheduleTerms(**{**usual, **changed})


@pytest.mark.parametrize("kind", ["level", "equal_principal", "interest_only"])
@pytest.mark.parametrize("day_count", DAY_COUNTS)
@pytest.mark.parametrize("every", ["week", "month", "half_year"])
def test_a_loan_paid_on_its_days_is_the_agreed_schedule(kind: Any, day_count: Any, every: Any) -> None:
    agreed = terms(schedule=kind, day_count=day_count, every=every)
    days = [boundary(agreed.starts_on, every, number) for number in range(13)]
    rows = schedule.rows(
        principal_minor=1_000_001,
        annual_rate_percent=Fraction(12),
        kind=kind,
        day_count=day_count,
        periods=list(pairwise(days)),
    )
    life = by_schedule(terms=[agreed], events=[Draw(days[0], 1_000_001)], until=days[-1], paid_after=days[0])
    assert [
        (period.due_on, period.due_interest_minor, period.due_principal_minor) for period in life.periods
    ] == [(row.due_on, row.interest_minor, row.principal_minor) for row in rows]
    assert (life.principal_minor, life.due_minor, life.next_due_on) == (0, 0, None) and balanced(life)


def test_a_missed_payment_stays_due_and_interest_runs_on_the_loan_alone() -> None:
    """1,000.00 at 1 % a month, equal parts of 500.00: nothing paid in the first month; interest is 10.00 both times."""
    agreed = terms(schedule="equal_principal", count=2)
    life = by_schedule(terms=[agreed], events=[Draw(date(2024, 1, 1), 100_000)], until=date(2024, 3, 1))
    assert [(period.due_interest_minor, period.due_principal_minor) for period in life.periods] == [
        (1_000, 50_000),
        (1_000, 50_000),
    ]
    assert life.due_minor == 102_000


def test_an_early_payment_shortens_the_loan_and_saves_its_interest() -> None:
    """12 x 888.49 for 10,000.00 at 1 %; 5,000.00 early in the first month: the rest is paid after six payments."""
    events = [Draw(date(2024, 1, 1), 1_000_000), Payment("early", date(2024, 1, 16), 500_000, 1)]
    life = by_schedule(terms=[terms()], events=events, until=date(2025, 1, 1), paid_after=date(2024, 1, 17))
    first = life.periods[0]
    assert first.interest_minor == 7_500  # 15 days of 10,000.00 and 15 of 5,000.00: 50.00 + 25.00
    assert (first.due_minor, len(life.periods), life.principal_minor) == (88_849, 6, 0)
    assert next(part for part in life.parts if not part.due).principal_minor == 500_000


def test_a_payment_of_all_that_is_owed_ends_the_loan_that_day() -> None:
    """After 15 days of January 1,000.00 at 12 % a year owes 5.00."""
    events = [Draw(date(2024, 1, 1), 100_000), Payment("all", date(2024, 1, 16), 100_500, 1)]
    life = by_schedule(terms=[terms()], events=events, until=date(2024, 6, 1))
    assert [(period.ends_on, period.interest_minor, period.due_minor) for period in life.periods] == [
        (date(2024, 1, 16), 500, 100_500)
    ]
    assert (life.principal_minor, life.held_minor, life.next_due_on) == (0, 0, None)


def test_a_pause_asks_for_nothing_and_makes_the_schedule_longer() -> None:
    pause = Pause(date(2024, 2, 1), date(2024, 4, 1))
    life = by_schedule(
        terms=[terms(count=3)],
        events=[Draw(date(2024, 1, 1), 300_000)],
        until=date(2024, 12, 1),
        pauses=[pause],
        paid_after=date(2024, 1, 1),
    )
    # Two months rest (2 x 30.00 of interest), then three payments; the first also asks for the interest that waited.
    assert [(period.due_on.month, period.due_interest_minor) for period in life.periods] == [
        (2, 0),
        (3, 0),
        (4, 9_000),
        (5, 2_010),
        (6, 1_010),
    ]
    assert life.principal_minor == 0


def test_grace_on_principal_asks_for_interest_and_grace_on_interest_for_nothing() -> None:
    events = [Draw(date(2024, 1, 1), 300_000)]
    agreed = terms(schedule="equal_principal", count=4, principal_grace=2, interest_grace=1)
    life = by_schedule(terms=[agreed], events=events, until=date(2024, 5, 1), paid_after=date(2024, 1, 1))
    assert [(period.due_interest_minor, period.due_principal_minor) for period in life.periods] == [
        (0, 0),
        (6_000, 0),
        (3_000, 150_000),
        (1_500, 150_000),
    ]


def test_a_second_draw_is_planned_over_the_periods_that_are_left() -> None:
    events = [Draw(date(2024, 1, 1), 100_000), Draw(date(2024, 3, 1), 100_000, 1)]
    agreed = terms(schedule="equal_principal", count=4)
    life = by_schedule(terms=[agreed], events=events, until=date(2024, 5, 1), paid_after=date(2024, 1, 1))
    assert [period.due_principal_minor for period in life.periods] == [25_000, 25_000, 75_000, 75_000]


def test_new_terms_plan_what_was_due_anew() -> None:
    """Nothing was paid for two months: 1,000.00 and 20.00 of interest go over four new months at no interest."""
    old, new = (
        terms(schedule="equal_principal", count=4),
        terms(starts_on=date(2024, 3, 1), schedule="equal_principal", count=4, annual_rate_bp=0),
    )
    life = by_schedule(
        terms=[old, new],
        events=[Draw(date(2024, 1, 1), 100_000)],
        until=date(2024, 7, 1),
        paid_after=date(2024, 3, 1),
    )
    assert [(period.due_interest_minor, period.due_principal_minor) for period in life.periods] == [
        (0, 0),
        (0, 0),
        (2_000, 25_000),
        (0, 25_000),
        (0, 25_000),
        (0, 25_000),
    ]


def test_steps_and_balloons_are_worth_the_loan() -> None:
    """Two years at 10 %: payments 100 and 110 are worth 90.91 + 90.91; 1,000.00 needs 550.00 and 605.00."""
    rates = [Fraction(1, 10)] * 2
    found = targets(schedule="step", balance_minor=100_000, rates=rates, step_bp=1000, step_every=1)
    assert [target.amount_minor for target in found] == [55_000, 60_500]
    # 1,000.00 with 605.00 left for the end: 605 / 1.21 = 500.00; the other 500.00 over two years is 288.10 a year.
    found = targets(schedule="balloon", balance_minor=100_000, rates=rates, balloon_minor=60_500)
    assert [target.amount_minor for target in found] == [28_810, 28_810 + 60_500]
    with pytest.raises(BalloonAboveLoan):
        targets(schedule="balloon", balance_minor=100, rates=rates, balloon_minor=100)


def test_a_back_dated_payment_changes_only_what_it_should() -> None:
    events = [Draw(date(2024, 1, 1), 100_000)]
    agreed = terms(schedule="interest_only", count=3)
    before = by_schedule(terms=[agreed], events=events, until=date(2024, 3, 1))
    late = Payment("found", date(2024, 1, 16), 50_000, order=9)
    after = by_schedule(terms=[agreed], events=[*events, late], until=date(2024, 3, 1))
    assert difference(after=after.moves, before=before.moves) == {
        date(2024, 1, 16): {"cash": 50_000, "principal": -50_000},
        date(2024, 1, 31): {"interest": -250, "earned": 250},
        date(2024, 2, 29): {"interest": -500, "earned": 500},
    }


@settings(max_examples=40)
@given(
    kind=st.sampled_from(["level", "equal_principal", "interest_only", "step", "balloon"]),
    every=st.sampled_from(["week", "month", "quarter"]),
    day_count=st.sampled_from(DAY_COUNTS),
    payments=st.lists(st.tuples(st.integers(0, 700), st.integers(1, 400_000)), max_size=12),
    pause=st.tuples(st.integers(0, 400), st.integers(1, 200)),
    again=st.integers(0, 80),
)
def test_every_cent_of_a_schedule_is_somewhere(
    kind: Any, every: Any, day_count: Any, payments: list[tuple[int, int]], pause: tuple[int, int], again: int
) -> None:
    first = date(2024, 1, 1)
    agreed = terms(
        schedule=kind, every=every, day_count=day_count, step_bp=500, step_every=3, balloon_minor=100_000
    )
    events: list[Event] = [Draw(first, 600_000), Draw(first + timedelta(days=again), 400_000, 1)]
    events += [
        Payment(str(number), first + timedelta(days=day), amount, number + 2)
        for number, (day, amount) in enumerate(payments)
    ]
    rests = [Pause(first + timedelta(days=pause[0]), first + timedelta(days=sum(pause)))]
    life = by_schedule(terms=[agreed], events=events, until=date(2028, 1, 1), pauses=rests)
    assert balanced(life)
    given_in = sum(part.interest_minor + part.principal_minor for part in life.parts)
    assert sum(amount for _, amount in payments) == given_in + life.held_minor
    assert life.principal_minor == 1_000_000 - sum(part.principal_minor for part in life.parts) >= 0
    assert life.interest_owed_minor >= 0 and life.held_minor >= 0
    assert life.due_minor == life.principal_minor + life.interest_owed_minor  # all periods are over
    assert all(period.due_interest_minor >= 0 <= period.due_principal_minor for period in life.periods)
