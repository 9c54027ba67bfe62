"""Time one count of ours in a process of its own: `ours.py stv FILE.sqlite3` or `ours.py shares FILE.pb`.

Prints JSON: seconds from stored ballots to result (the best of five, and the first, cold one), the time of
reading where that is apart, and the peak memory of the process.
"""

import json
import resource
import sqlite3
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from time import perf_counter, process_time

from commonwork.rules.counting import ballots, budget, pabulib, shares, stv

NAMES = [f"Candidate {number}" for number in range(1, 21)]


def timed(act: Callable[[], object], times: int = 5) -> dict[str, float]:
    taken, worked = [], []
    for _ in range(times):
        start, busy = perf_counter(), process_time()
        act()
        taken.append(perf_counter() - start)
        worked.append(process_time() - busy)
    return {"seconds": min(taken), "first_seconds": taken[0], "processor_seconds": min(worked)}


def scottish(path: Path) -> dict[str, object]:
    connection = sqlite3.connect(path)

    def count() -> None:
        rows = [row[0] for row in connection.execute("SELECT ranking FROM ballot")]
        stv.count(ballots.from_texts(rows), NAMES, 5, seed="bench")

    return dict(timed(count))


def equal_shares(path: Path) -> dict[str, object]:
    start = perf_counter()
    election = pabulib.parse(path.read_text(encoding="utf-8"))
    read = perf_counter() - start
    found: list[budget.Outcome] = []
    times = timed(lambda: found.append(election.count("equal-shares")))
    ground = shares.Ground(election.projects, election.votes)
    start_at = Fraction(election.budget, election.votes.voters)
    once = timed(lambda: shares.run(ground, start_at, min))
    return {
        **times,
        "once_seconds": once["seconds"],
        "once_processor_seconds": once["processor_seconds"],
        "read_seconds": read,
        "raises": found[0].raised_by,
        "selected": len(found[0].selected),
        "once_selected": sorted(
            election.projects[at].key for at in shares.run(ground, start_at, min).projects
        ),
    }


def main() -> None:
    kind, path = sys.argv[1], Path(sys.argv[2])
    found = scottish(path) if kind == "stv" else equal_shares(path)
    found["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found))


if __name__ == "__main__":
    main()
