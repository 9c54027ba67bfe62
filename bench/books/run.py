"""Hold the books against their bars on both engines: `.venv/bin/python bench/books/run.py [--small]`.

Raw is a bare pair of tables with the same columns and unique indexes, filled the quickest way the driver offers, with
one set-wise check that all entries balance (raw.py). Raw and ledger take turns in one run; the ratio is the median of
the rounds. SQLite and PostgreSQL both write durably. Peers (django-hordak on PostgreSQL, django-ledger on SQLite) post
in their own environments (`bench/books/peers`), after the ledger and before it posts once more; `--alone` leaves them
out, `--peers` measures nothing else. Exit status 1 when a bar is missed.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
OURS = [
    sys.executable,
    str(HERE / "ours.py"),
    *(["--entries=20000", "--singles=200"] if "--small" in sys.argv else []),
]
SERVER = [sys.executable, str(HERE.parents[1] / "tests" / "postgres.py"), "--durable"]
BARS = {  # figure: (bar on SQLite, bar on PostgreSQL, must be at least)
    "many_of_raw": (0.28, 0.50, True),
    "one_of_raw": (0.60, 0.60, True),
    "crowd_of_one": (0.0, 0.80, True),
    "crowd_least_of_fair_share": (0.50, 0.0, True),
    "crowd_errors": (0, 0, False),
    "trial_balance_now_ms": (5, 5, False),
    "trial_balance_past_ms": (60, 60, False),
    "account_page_ms": (100, 100, False),
    "account_page_middle_ms": (100, 100, False),
}
PEERS = {  # peer: (its name, on PostgreSQL, we post at least so many times as fast in a batch)
    "hordak": ("django-hordak", True, 10),
    "django_ledger": ("django-ledger", False, 100),
}


def asked(command: list[str], **environment: str) -> dict[str, Any]:
    """Run one engine; return the figures it prints last."""
    own = os.environ | {"COMMONWORK_TESTING": "1"} | environment
    done = subprocess.run(command, env=own, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def judged(figures: dict[str, Any]) -> bool:
    """Print every figure, those with a bar beside it; returns whether all bars hold."""
    holds = True
    for name, value in figures.items():
        if name not in BARS:
            print(f"       {name}: {value}")
            continue
        on_sqlite, on_postgresql, at_least = BARS[name]
        limit = on_sqlite if figures["engine"] == "sqlite" else on_postgresql
        good = value >= limit if at_least else value <= limit
        holds = holds and good
        print(f"{'ok    ' if good else 'MISSED'} {name}: {value} (bar {'>=' if at_least else '<='} {limit})")
    return holds


def beside_peer(folder: str, peer: str) -> bool:
    """A batch of ours, the peer's, a batch of ours; returns whether we are as many times as fast as we must be."""
    name, on_postgresql, bar = PEERS[peer]
    python = HERE.parent / ".venvs" / peer / "bin" / "python"
    if not python.exists():
        print(
            f"       {name} is not installed here (bench/books/peers), so the books are not measured against it."
        )
        return True
    many = [sys.executable, str(HERE / "ours.py"), "many", "--entries=20000", "--rounds=1"]

    def ours(turn: int) -> float:
        url = {} if on_postgresql else {"DATABASE_URL": f"sqlite:///{folder}/{peer}-{turn}.sqlite3"}
        found = asked([*SERVER, *many] if on_postgresql else many, COMMONWORK_HOME=folder, **url)
        return float(found["many_per_s"])

    theirs = [str(python), str(HERE / f"peer_{peer}.py")]
    before = ours(1)
    rate = asked([*SERVER, *theirs] if on_postgresql else theirs)["entries_per_s"]
    times = (before + ours(2)) / 2 / rate
    good = times >= bar
    print(
        f"{'ok    ' if good else 'MISSED'} {times:.0f} times as fast as {name} ({rate:.0f}/s) (bar >= {bar})"
    )
    return good


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="commonwork-bench-") as folder:
        results = []
        if "--peers" not in sys.argv:
            sqlite = asked(OURS, DATABASE_URL=f"sqlite:///{folder}/books.sqlite3", COMMONWORK_HOME=folder)
            results += [judged(sqlite), judged(asked([*SERVER, *OURS], COMMONWORK_HOME=folder))]
        if "--alone" not in sys.argv:
            results += [beside_peer(folder, peer) for peer in PEERS]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
