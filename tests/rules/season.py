"""The golden season as the rules need it: inputs read from the published folder, answers beside them."""

import csv
import json
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from commonwork.rules.money import parse_minor

COOPS = ("freedom_farm", "nubias", "green_team")


def cents(text: str) -> int:
    return parse_minor(text, "USD")


@dataclass(frozen=True)
class Season:
    """`inputs` is season.toml, `answers` season-expected.json; hours and ballots come from the CSV files."""

    inputs: dict[str, Any]
    answers: dict[str, Any]
    hours: list[dict[str, str]]
    ballots: list[set[str]]
    sales: list[dict[str, str]]

    @property
    def policies(self) -> dict[str, Any]:
        return self.inputs["policies"]

    @property
    def parts_bp(self) -> dict[str, int]:
        return {
            name.removeprefix("split_").removesuffix("_bp"): value
            for name, value in self.policies.items()
            if name.startswith("split_")
        }

    def paid_hours_2016(self, coop: str) -> dict[str, Decimal]:
        """Hours of 2016 by worker that count: kind "paid"."""
        worked: dict[str, Decimal] = defaultdict(Decimal)
        for row in self.hours:
            if row["coop"] == coop and row["kind"] == "paid" and row["month"] < "2017-01":
                worked[row["person"]] += Decimal(row["hours"])
        return dict(worked)

    def members(self, coop: str) -> set[str]:
        return {
            worker["person"]
            for worker in self.inputs["worker"]
            if worker["coop"] == coop and worker["class"] == "member"
        }


def read(folder: Path) -> Season:
    jackson = folder / "jackson"

    def rows(name: str) -> list[dict[str, str]]:
        with (jackson / name).open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    return Season(
        inputs=tomllib.loads((jackson / "season.toml").read_text(encoding="utf-8")),
        answers=json.loads((jackson / "season-expected.json").read_text(encoding="utf-8")),
        hours=rows("hours.csv"),
        ballots=[set(filter(None, row["approves"].split(";"))) for row in rows("ballots.csv")],
        sales=rows("sales.csv"),
    )
