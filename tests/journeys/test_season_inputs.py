"""The project's own season file holds the same inputs as the published one, written down in another form."""

import csv
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from commonwork.site.season.cast import after, last_day, tenth_of_next
from commonwork.site.season.reading import OWN, UnreadableSeason, read


@pytest.fixture(scope="module")
def theirs(published: Path) -> dict[str, Any]:
    return tomllib.loads((published / "jackson" / "season.toml").read_text())


def table(path: Path) -> list[dict[str, str]]:
    with path.open() as stream:
        return list(csv.DictReader(stream))


def test_the_months_are_the_same(published: Path) -> None:
    ours = {tuple(sorted(row.items())) for row in read().months}
    assert ours == {tuple(sorted(row.items())) for row in table(published / "jackson" / "sales.csv")}


def test_the_hours_are_the_same(published: Path) -> None:
    ours = Counter(
        (row["coop"], row["person"], month, hours, row["kind"])
        for row in read().hours
        for month, hours in row.items()
        if month[0] == "2" and hours
    )
    published_rows = table(published / "jackson" / "hours.csv")
    assert ours == Counter(
        (row["coop"], row["person"], row["month"], row["hours"], row["kind"]) for row in published_rows
    )


def test_the_ballots_are_the_same(published: Path) -> None:
    ours = {row["voter"]: {key for key in row if row[key] == "x"} for row in read().ballots}
    theirs = {
        row["voter"]: set(filter(None, row["approves"].split(";")))
        for row in table(published / "jackson" / "ballots.csv")
    }
    assert ours == theirs


def test_the_trade_is_the_same(theirs: dict[str, Any]) -> None:
    ours = {
        (row["seller"], row["buyer"], row["what"], after(row["from"], place), amount)
        for row in read().said["trade"]
        for place, amount in enumerate(row["amounts"])
    }
    assert ours == {
        (row["seller"], row["buyer"], row["what"], row["month"], row["amount"]) for row in theirs["trade"]
    }
    for row in theirs["trade"]:
        assert row["invoiced_on"] == last_day(row["month"]).isoformat()
        if "paid_on" in row:
            assert row["paid_on"] == tenth_of_next(row["month"]).isoformat()


def test_people_policies_gates_and_proposals_are_the_same(theirs: dict[str, Any]) -> None:
    said = read().said
    assert said["people"] == {row["key"]: row["name"] for row in theirs["person"]}
    told = {key: value for key, value in theirs["policies"].items() if key in said["policies"]}
    assert said["policies"] == told
    gates = {row["stage"]: row["passed_on"] for row in theirs["gate"]}
    assert {stage: on.isoformat() for stage, on in said["team"]["gates"].items()} == gates
    assert [row["cost"] for row in said["assembly"]["proposal"]] == [
        row["cost"] for row in theirs["assembly"]["proposal"]
    ]


def test_a_season_file_that_is_not_one_is_refused_in_words(tmp_path: Path) -> None:
    broken = tmp_path / "season.toml"
    broken.write_text("[season\n")
    for name in ("months", "hours", "ballots"):
        (tmp_path / f"{name}.csv").write_text((OWN.parent / f"{name}.csv").read_text())
    with pytest.raises(UnreadableSeason, match="cannot be read"):
        read(broken)
    broken.write_text("[season]\n")
    with pytest.raises(UnreadableSeason, match="it lacks policies"):
        read(broken)
