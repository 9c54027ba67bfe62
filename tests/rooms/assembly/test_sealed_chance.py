"""Promise 13: what is stored and logged while people vote sealed links voters to choices no better than chance.

Hypothesis H0: a ballot's choice, drawn by a fair coin, is independent of everything that a watcher can copy during the
vote (`sealed_watch`), and the order of the opened list is independent of everything that belongs to a voter. Then

* whatever rule a watcher has learnt from the ballots of other votes, the number of right guesses among n ballots is
  binomial (n, 1/2), because the coin is ours and the rule was fixed before;
* whoever lays the opened list beside the voters in some order hits as in a random order: per vote with a ballots of the
  one kind among n, the number of voters laid beside their own kind is n - 2(a - x), x hypergeometric (n, a, a).

H0 is rejected when one of the guesses does so well that its one-sided probability under H0 is at most ERROR / (number of
guesses) (Bonferroni): a sound program fails by chance once in a million runs. Coins have a fixed seed; keys, nonces and
secrets are random, as they are in life. With the counts below a watcher who is right about three of four ballots is found
out with a probability above 95 %; in an open vote, where the choice is stored, the same watcher must be found out.
"""

import json
import os
import subprocess
import sys
from fractions import Fraction
from functools import reduce
from math import comb
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.rooms.assembly.sealed_watch import CHOICES

pytestmark = [pytest.mark.soak, pytest.mark.one_engine]
ROOT = Path(__file__).parents[3]
ERROR = Fraction(1, 1_000_000)
SEED, POLLS, VOTERS = 20170331, 10, 40
PARTS = ("rows", "wal", "log")
ORDERS = ("came", "pk", "pseudonym", "hash")


def watched(kind: str, polls: int, voters: int, folder: Path) -> list[dict[str, Any]]:
    own = {"DATABASE_URL": f"sqlite:///{folder}/{kind}.sqlite3", "COMMONWORK_HOME": str(folder)}
    command = [
        sys.executable,
        "-m",
        "tests.rooms.assembly.sealed_watch",
        kind,
        str(polls),
        str(voters),
        str(SEED),
    ]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | own, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def right_guesses(found: list[dict[str, Any]], part: str) -> tuple[int, int]:
    """(right, of): learn on the first half of the votes what tells the two kinds apart, guess on the second half.

    A linear rule over the measures whose means differ by three standard errors or more (else over the one that differs
    most), each weighed by its difference and its spread.
    """
    half = len(found) // 2
    taught, asked = ([one for poll in few for one in poll["ballots"]] for few in (found[:half], found[half:]))
    known, truth = np.array([one[part] for one in taught], float), np.array([one["choice"] for one in taught])
    kinds = [known[truth == choice] for choice in range(len(CHOICES))]
    means, spread = [kind.mean(axis=0) for kind in kinds], known.var(axis=0) + 1e-9
    gap = means[1] - means[0]
    told = np.abs(gap) / np.sqrt(spread / len(kinds[0]) + spread / len(kinds[1]))
    weights = np.where(told >= min(3.0, told.max()), gap / spread, 0)
    middle = float(weights @ (means[0] + means[1])) / 2
    guesses = [int(float(weights @ np.array(one[part], float)) > middle) for one in asked]
    return sum(guess == one["choice"] for guess, one in zip(guesses, asked, strict=True)), len(asked)


def chance_of_guesses(right: int, of: int) -> Fraction:
    """P(at least so many right) when each is right with 1/2."""
    return Fraction(sum(comb(of, many) for many in range(right, of + 1)), 2**of)


def hits(poll: dict[str, Any], order: str, listed: str) -> int:
    """Voters in an order laid beside the opened list: how many lie beside their own kind."""
    ballots = poll["ballots"]
    laid = ballots if order == "came" else sorted(ballots, key=lambda one: str(one[order]))
    return sum(one["choice"] == kind for one, kind in zip(laid, poll[listed], strict=True))


def spread_of_hits(poll: dict[str, Any]) -> list[Fraction]:
    """P(0 hits), P(1 hit) ... when the list is in a random order."""
    n, a = len(poll["published"]), sum(poll["published"])
    found = [Fraction(0)] * (n + 1)
    for x in range(max(0, 2 * a - n), a + 1):
        found[n - 2 * (a - x)] += Fraction(comb(a, x) * comb(n - a, a - x), comb(n, a))
    return found


def together(one: list[Fraction], other: list[Fraction]) -> list[Fraction]:
    """The spread of a sum."""
    sums = [Fraction(0)] * (len(one) + len(other) - 1)
    for at, left in enumerate(one):
        for by, right in enumerate(other):
            sums[at + by] += left * right
    return sums


def test_the_watcher_of_a_sealed_vote_does_no_better_than_chance(tmp_path: Path) -> None:
    found = watched("sealed", POLLS, VOTERS, tmp_path)
    limit = ERROR / (len(PARTS) + 2 * len(ORDERS))
    for part in PARTS:
        right, of = right_guesses(found, part)
        chance = chance_of_guesses(right, of)
        print(f"guessing from {part}: {right} of {of} right, probability by chance {float(chance):.3g}")
        assert chance > limit, part
    spread = reduce(together, [spread_of_hits(poll) for poll in found])
    for listed in ("published", "stored"):
        for order in ORDERS:
            right = sum(hits(poll, order, listed) for poll in found)
            chance = sum(spread[right:], Fraction(0))
            print(
                f"{listed} list laid beside voters by {order}: {right} hits, probability {float(chance):.3g}"
            )
            assert chance > limit, (listed, order)


def test_the_same_watcher_finds_out_an_open_vote(tmp_path: Path) -> None:
    found = watched("open", 4, VOTERS, tmp_path)
    limit = ERROR / (len(PARTS) + 2 * len(ORDERS))
    right, of = right_guesses(found, "rows")
    print(f"open vote, guessing from rows: {right} of {of} right")
    assert chance_of_guesses(right, of) < limit


def test_a_watcher_right_about_three_of_four_would_be_found_out() -> None:
    """Power: half the ballots guessed, the limit of the test above, P(rejected) when each guess is right with 3/4."""
    limit, of = ERROR / (len(PARTS) + 2 * len(ORDERS)), POLLS * VOTERS // 2
    least = next(right for right in range(of + 1) if chance_of_guesses(right, of) <= limit)
    power = sum(comb(of, many) * 0.75**many * 0.25 ** (of - many) for many in range(least, of + 1))
    print(f"{least} of {of} right guesses reject; power at 75 %: {power:.3f}")
    assert power > 0.95
