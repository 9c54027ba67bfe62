"""Real elections: every winner and every figure that was published."""

from decimal import Decimal
from pathlib import Path

import pytest

from commonwork.rules.counting import blt
from commonwork.rules.counting.result import fixed
from tests.rules.counting.published_results import Ward, actions_of, scottish_wards, totals_of

# These councils published two decimals; all others five.
TWO_DECIMALS = {
    "clackmannanshire_2017_ward5.csv",
    "glasgow_2017_ward8.csv",
    "glasgow_2017_ward12.csv",
    "glasgow_2017_ward18.csv",
    "glasgow_2017_ward23.csv",
}
SMALL = ("42", "42t", "SC", "SC-Vm-12", "M135")


@pytest.fixture(scope="module")
def wards(published: Path) -> list[Ward]:
    return scottish_wards(published)


def test_all_58_wards_are_there(wards: list[Ward]) -> None:
    assert len(wards) == 58


def test_every_ward_elects_whom_the_council_declared_at_the_stage_it_declared(wards: list[Ward]) -> None:
    for ward in wards:
        count = ward.election.count()
        names = ward.names(count)
        declared = {
            names[row["name"]]: int(row["occurred_on_count"]) for row in ward.rows if row["elected"] == "1"
        }
        counted = {name: stage.number for stage in count.stages for name in stage.elected}
        assert counted == declared, ward.file
        assert set(count.elected) == set(declared), ward.file
        assert count.quota_json(count.quota) == ward.quota, ward.file


def test_every_total_of_every_stage_of_every_ward_is_the_published_one(wards: list[Ward]) -> None:
    compared = 0
    for ward in wards:
        count = ward.election.count()
        names = ward.names(count)
        assert {len(totals_of(row)) for row in ward.rows} == {len(count.stages)}, ward.file
        for row in ward.rows:
            for stage, said in zip(count.stages, totals_of(row), strict=True):
                found = Decimal(fixed(stage.totals[names[row["name"]]], 5))
                if ward.file in TWO_DECIMALS:
                    found, said = round(found, 2), str(round(Decimal(said), 2))
                assert found == Decimal(said), (ward.file, row["name"], stage.number)
                compared += 1
    assert compared == sum(len(totals_of(row)) for ward in wards for row in ward.rows) > 2000


def test_votes_never_appear_or_vanish(wards: list[Ward]) -> None:
    for ward in wards:
        count = ward.election.count()
        for stage in count.stages:
            held = sum(stage.totals.values()) + stage.nontransferable + stage.residual
            assert held == count.valid_papers * 10**5
            assert stage.residual >= 0


@pytest.mark.parametrize("ward", ["Calton-2007", "Govan-2007", "Linn-2007", "weak-defeat"])
def test_glasgow_counts_as_the_reference_report_action_by_action(published: Path, ward: str) -> None:
    folder = published / "voting" / "stv-glasgow-2007"
    count = blt.parse((folder / f"{ward}.blt").read_text(encoding="utf-8")).count()
    actions = actions_of(folder / f"{ward}.rounds.txt")
    moves = ("Begin Count", "Surplus transferred", "Transfer defeated")
    said = [action.votes for action in actions if action.what.startswith(moves)]
    found = [{name: fixed(units, 5) for name, units in stage.totals.items()} for stage in count.stages]
    assert found == said
    elected = [action.what.split(": ")[1] for action in actions if action.what.startswith("Elect")]
    assert list(count.elected) == elected


def test_a_tie_for_exclusion_goes_to_whoever_had_fewer_at_the_stage_before(published: Path) -> None:
    folder = published / "voting" / "stv-glasgow-2007"
    count = blt.parse((folder / "weak-defeat.blt").read_text(encoding="utf-8")).count()
    (tie,) = count.ties  # B and C have 3 each at stage 2; at stage 1 B had 2, C had 3
    assert (tie.stage, tie.among, tie.chosen, tie.settled_by) == (3, ("B", "C"), "B", "stage 1")
    assert count.lots == ()


@pytest.mark.parametrize("name", SMALL)
def test_meek_agrees_with_the_reference_reports_to_nine_decimals(published: Path, name: str) -> None:
    folder = published / "voting" / "stv-small"
    count = blt.parse((folder / f"{name}.blt").read_text(encoding="utf-8")).count("meek")
    actions = actions_of(folder / f"{name}-meek-prf-o6-fixed-p9-d9.txt")
    said: dict[int, dict[str, str]] = {}
    for action in actions:
        if action.round and action.votes:
            said.setdefault(action.round, action.votes)
    found = {
        stage.number: {name: fixed(units, 9) for name, units in stage.totals.items()}
        for stage in count.stages
    }
    assert found == said
    elected = [action.what.split(": ")[1] for action in actions if action.what.startswith("Elect")]
    assert list(count.elected) == elected


@pytest.mark.parametrize("name", ["42", "42t", "SC", "SC-Vm-12"])
def test_meek_ends_within_a_millionth_of_the_count_in_exact_fractions(published: Path, name: str) -> None:
    """The exact report breaks ties differently, so only what both decide alike is compared: the first round."""
    folder = published / "voting" / "stv-small"
    count = blt.parse((folder / f"{name}.blt").read_text(encoding="utf-8")).count("meek")
    exact = actions_of(folder / f"{name}-meek-o10-rational-d12.txt")
    begin = next(action.votes for action in exact if action.what == "Begin Count")
    for candidate, votes in begin.items():
        assert abs(Decimal(fixed(count.stages[0].totals[candidate], 9)) - Decimal(votes)) < Decimal("1e-6")
