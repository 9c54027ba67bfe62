"""The golden season's assembly: 40 ballots, 1,139.00 to decide on, three projects. Figures: SEASON.md."""

import json
from datetime import date
from pathlib import Path

import pytest

from commonwork.assembly import queries
from commonwork.assembly.actions import assemblies, ballots
from commonwork.assembly.actions.ballots import read
from commonwork.assembly.models import Assembly
from commonwork.rules.money import parse_minor
from tests.rooms.assembly import make
from tests.rooms.assembly.make import HELD, WHO

pytestmark = pytest.mark.django_db
BY_HAND = [  # SEASON.md, "Assembly": approvals, cost, left before, funded
    ("childcare", 29, 350_00, 1139_00, True),
    ("tool_chest", 26, 500_00, 789_00, True),
    ("market_van", 21, 420_00, 289_00, False),
    ("scholarship", 17, 160_00, 289_00, True),
    ("handbook_es", 17, 200_00, 129_00, False),
]


@pytest.fixture
def counted(published: Path) -> Assembly:
    assembly = make.voting()
    rows = read((published / "jackson" / "ballots.csv").read_text(encoding="utf-8"))
    ballots.enter_batch(assembly=assembly, rows=rows, channel="paper", **WHO)
    return assemblies.count(assembly=assembly, budget_minor=1139_00, on=HELD, **WHO)


def test_the_count_equals_the_one_by_hand(counted: Assembly) -> None:
    found = [
        (step.proposal.key, step.approvals, step.proposal.cost_minor, step.left_before_minor, step.is_funded)
        for step in queries.steps(counted)
    ]
    assert found == BY_HAND
    assert (counted.ballot_count, counted.blank_count) == (40, 1)
    assert counted.budget_minor == 1139_00
    assert counted.budget_minor - queries.funded_minor(counted) == 129_00


def test_the_count_equals_the_published_answer(counted: Assembly, published: Path) -> None:
    answer = json.loads((published / "jackson" / "season-expected.json").read_text(encoding="utf-8"))[
        "assembly"
    ]
    assert [
        {
            "proposal": step.proposal.key,
            "approvals": step.approvals,
            "recipient": step.proposal.recipient.key,
            "funded": step.is_funded,
        }
        for step in queries.steps(counted)
    ] == [
        {key: row[key] for key in ("proposal", "approvals", "recipient", "funded")} for row in answer["steps"]
    ]
    assert (counted.ballot_count, counted.blank_count) == (answer["ballots"], answer["blank_ballots"])
    assert queries.funded_minor(counted) == parse_minor(answer["funded_total"], "USD")


def test_the_resolutions_cost_ten_hundred_and_ten(counted: Assembly) -> None:
    assemblies.resolve(assembly=counted, on=HELD, **WHO)
    year = {"starts_on": date(2017, 1, 1), "ends_on": date(2018, 1, 1)}
    assert [row.key for row in queries.resolutions(**year)] == ["childcare", "tool_chest", "scholarship"]
    assert queries.decided_total(**year) == 350_00 + 500_00 + 160_00


def test_forty_of_a_city_are_far_from_the_mark_and_decide_all_the_same(counted: Assembly) -> None:
    shown = queries.engagement(counted)
    assert (shown.voted, shown.population, shown.mark_count) == (40, 153_701, 30_741)  # 30,740.2 rounded up
    assert shown.voted_bp == 2 and not shown.is_reached  # 40 / 153,701 = 0.026 %
    assert counted.is_counted


def test_published_ballots_carry_no_roll_number_and_no_order_of_voting(counted: Assembly) -> None:
    rows = queries.ballots_of(counted)
    assert len(rows) == 40 and rows[-1] == []  # the blank one last
    places = {key: place for place, (key, *_) in enumerate(make.PROPOSALS)}
    assert rows == sorted(rows, key=lambda row: ([places[key] for key in row] or [len(places)], len(row)))
    as_entered = [row.approves for row in counted.ballots.order_by("pk")]
    assert rows != as_entered and sorted(map(str, rows)) == sorted(map(str, as_entered))
    assert sum(count for _, count in queries.piles_of(counted)) == 40
