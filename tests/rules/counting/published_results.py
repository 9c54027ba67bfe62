"""Readers of the published results; figures as text, so that every decimal is compared."""

import csv
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from commonwork.rules.counting import ranked_csv
from commonwork.rules.counting.election import Election
from commonwork.rules.counting.result import Count


@dataclass
class Ward:
    """A council's own result: rows of `official_results.csv`, and the ballots."""

    file: str
    quota: int
    rounds: int
    election: Election
    rows: list[dict[str, str]]

    def names(self, count: Count) -> dict[str, str]:
        """Return {name in the result: name in the count}; spelling differs, first preferences do not."""
        plain = {_letters(name): name for name in count.candidates}
        found = {row["name"]: plain[key] for row in self.rows if (key := _letters(row["name"])) in plain}
        for row in self.rows:
            if row["name"] not in found:
                first = round(float(row["first_prefs"]) * 10**5)
                same = [
                    name
                    for name in count.candidates
                    if name not in found.values() and count.stages[0].totals[name] == first
                ]
                assert len(same) == 1, f"{self.file}: who is {row['name']}?"
                found[row["name"]] = same[0]
        return found


def _letters(name: str) -> str:
    return re.sub("[^a-z]", "", name.lower())


def totals_of(row: dict[str, str]) -> list[str]:
    """Return a candidate's totals after every stage, as published."""
    return [
        text for text in [row["first_prefs"], *(row[f"total_votes{n:02d}"] for n in range(2, 13))] if text
    ]


def scottish_wards(published: Path) -> list[Ward]:
    """Return all wards of 2017, joined by the index."""
    folder = published / "voting" / "stv-scotland-2017"
    rows = defaultdict(list)
    for row in csv.DictReader((folder / "official_results.csv").open(encoding="utf-8")):
        rows[row["council_id"], row["map_ward_id"]].append(row)
    return [
        Ward(
            entry["ballot_file"],
            int(entry["official_quota"]),
            int(entry["official_rounds"]),
            ranked_csv.parse((folder / "ballots" / entry["ballot_file"]).read_text(encoding="utf-8")),
            rows[entry["council_id"], entry["map_ward_id"]],
        )
        for entry in csv.DictReader((folder / "index.csv").open(encoding="utf-8"))
    ]


@dataclass
class Action:
    """One action of a reference report, with the votes listed below it."""

    round: int
    what: str
    votes: dict[str, str] = field(default_factory=dict)


def actions_of(report: Path) -> list[Action]:
    """Return the actions of a report of the Droop counter."""
    actions: list[Action] = []
    number = 0
    for line in report.read_text(encoding="utf-8").splitlines():
        if found := re.fullmatch(r"Round (\d+):", line):
            number = int(found[1])
        elif line.startswith("Action: "):
            actions.append(Action(number, line.removeprefix("Action: ")))
        elif found := re.fullmatch(r"\t(Hopeful|Elected|Pending|Defeated): +(.*) \(([\d.]+)\)", line):
            names = found[2].split(", ") if found[1] == "Defeated" else [found[2]]
            actions[-1].votes.update(dict.fromkeys(names, found[3]))
    return actions
