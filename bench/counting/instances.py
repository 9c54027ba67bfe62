"""The elections that are timed: made by chance from a fixed seed, so that everyone times the same."""

import sqlite3
from pathlib import Path

import numpy as np

SEED = 20_240_601


def stored_ballots(path: Path, *, ballots: int = 100_000, candidates: int = 20) -> None:
    """Write ballots as the assembly stores them: one row a ballot, candidate numbers with spaces between."""
    chance = np.random.default_rng(SEED)
    rows = [
        (" ".join(map(str, chance.permutation(candidates)[: chance.integers(1, candidates + 1)] + 1)),)
        for _ in range(ballots)
    ]
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE ballot (id INTEGER PRIMARY KEY, ranking TEXT NOT NULL)")
    connection.executemany("INSERT INTO ballot (ranking) VALUES (?)", rows)
    connection.commit()
    connection.close()


def budget(
    path: Path, *, voters: int = 100_000, projects: int = 300, each: int = 8, amount: int = 5_000_000
) -> None:
    """Write a .pb file: every voter approves about `each` projects, popular ones more often.

    Costs are spread as in real budgets (many small, few large) and add up to nearly three budgets.
    """
    chance = np.random.default_rng(SEED)
    liking = np.log(chance.lognormal(0, 0.8, projects))
    sizes = chance.lognormal(0, 0.9, projects)
    costs = np.maximum(1000, (sizes / sizes.sum() * amount / 0.35).round(-3)).astype(int)
    lines = ["META", "key;value", f"num_projects;{projects}", f"num_votes;{voters}", f"budget;{amount}"]
    lines += ["vote_type;approval", "rule;equalshares/add1", "PROJECTS", "project_id;cost;name"]
    lines += [f"{at};{cost};Project {at}" for at, cost in enumerate(costs)]
    lines += ["VOTES", "voter_id;vote"]
    for voter in range(voters):
        wish = liking - np.log(-np.log(chance.random(projects)))
        many = min(40, max(1, int(chance.poisson(each))))
        lines.append(f"{voter};{','.join(map(str, np.argpartition(-wish, many)[:many]))}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
