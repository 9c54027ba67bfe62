"""The assembly: a count of 100,000 stored ballots, and votes through the web. Figures of one run on SQLite.

Bar: the single transferable vote over 100,000 ballots of a poll x 20 candidates x 5 seats, from the stored ballots to the
result, in 0.3 s. How votes come in, and their bar, stands in bench/votes.py. `--seconds 60` votes for longer.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.votes import opened, through_the_web

BALLOTS, CANDIDATES, SEATS = 100_000, 20, 5
LONGEST = 0.3  # seconds


def main() -> int:
    """Build the database in a fresh folder, then measure; 1 when a bar is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=20)
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as home:
        own = {"COMMONWORK_HOME": home, "DATABASE_URL": f"sqlite:///{home}/bench.sqlite3"}
        os.environ.update(own | {"DJANGO_SETTINGS_MODULE": "commonwork.site.settings"})
        subprocess.run([sys.executable, "-m", "commonwork", "migrate", "-v0"], check=True)
        import django

        django.setup()
        holds = [_count(), through_the_web(Path(home), seconds)]
    return 0 if all(holds) else 1


def _count() -> bool:
    import numpy as np

    from commonwork.assembly import tallies
    from commonwork.assembly.actions.polls import Option, Voter
    from commonwork.assembly.models import PollBallot
    from commonwork.registry.clock import now

    options = [Option(f"Candidate {number}") for number in range(CANDIDATES)]
    poll = opened(method="scottish", seats=SEATS, options=options, voters=[Voter("R-1")], seed="bench")
    chance, at = np.random.default_rng(20_240_601), now()
    texts = (
        " ".join(map(str, chance.permutation(CANDIDATES)[: chance.integers(1, CANDIDATES + 1)] + 1))
        for _ in range(BALLOTS)
    )
    rows = (
        PollBallot(poll=poll, voter=f"R-{number}", content=text, channel="paper", cast_at=at)
        for number, text in enumerate(texts)
    )
    PollBallot.objects.bulk_create(rows, batch_size=5_000)
    taken, worked = [], []
    for _ in range(5):
        begun, busy = time.perf_counter(), time.process_time()
        chosen, _count = tallies.TALLIES["scottish"](poll)
        taken.append(time.perf_counter() - begun)
        worked.append(time.process_time() - busy)
    assert len(chosen) == SEATS
    begun = time.perf_counter()
    tallies.result_json(poll)
    whole = time.perf_counter() - begun
    return _bar(
        f"STV {BALLOTS:,} x {CANDIDATES} x {SEATS}, from stored ballots (first {taken[0]:.2f} s; "
        f"with turnout and quorum {whole:.2f} s; of the processor {min(worked):.2f} s)",
        min(taken),
        LONGEST,
    )


def _bar(what: str, found: float, longest: float) -> bool:
    holds = found <= longest
    print(f"{'ok    ' if holds else 'MISSED'} {what}: {found:.3g} s (bar {longest:g})", flush=True)
    return holds


if __name__ == "__main__":
    sys.exit(main())
