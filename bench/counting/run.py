"""Time the counts against their bars and their peers: `.venv/bin/python bench/counting/run.py [--alone]`.

Bars: the single transferable vote over 100,000 stored ballots x 20 candidates x 5 seats in 0.3 s; Equal
Shares with Add1, 100,000 voters x 300 projects, in 1 s and 300 MB, at least 50 times as fast as pabutools
at the same endowment, in time of the processor. Exit status 1 when one is missed. `--alone` leaves the
peers out; otherwise they are looked for in bench/.venvs (made by `bench/counting/peers`).
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import instances  # noqa: E402

ABSENT = "{name} is not here to compare with: bench/counting/peers could not install it, or --alone was said."


def asked(python: str, script: str, *arguments: str) -> dict[str, Any]:
    """Run a script of this folder; return the JSON it prints last."""
    done = subprocess.run(
        [python, str(HERE / script), *arguments], capture_output=True, text=True, check=True, timeout=3600
    )
    return json.loads(done.stdout.splitlines()[-1])


def peer(name: str) -> str | None:
    python = HERE.parent / ".venvs" / name / "bin" / "python"
    return str(python) if python.exists() and "--alone" not in sys.argv else None


def bar(what: str, found: float, limit: float, unit: str, *, at_least: bool = False) -> bool:
    holds = found >= limit if at_least else found <= limit
    sign = ">=" if at_least else "<="
    print(f"{'ok    ' if holds else 'MISSED'} {what}: {found:.3g} {unit} (bar {sign} {limit:g})")
    return holds


def elections(folder: Path) -> bool:
    stored = folder / "ballots.sqlite3"
    instances.stored_ballots(stored)
    ours = asked(sys.executable, "ours.py", "stv", str(stored))
    holds = bar("STV 100,000 x 20 x 5, from stored ballots", ours["seconds"], 0.3, "s")
    print(f"       first, cold: {ours['first_seconds']:.3g} s; {ours['megabytes']:.0f} MB")
    print(f"       of the processor: {ours['processor_seconds']:.3g} s")
    if python := peer("votekit"):
        theirs = asked(python, "peer_votekit.py", str(stored))
        slower = theirs["processor_seconds"] / ours["processor_seconds"]
        print(
            f"       votekit, the same ballots: {theirs['processor_seconds']:.3g} s of the processor "
            f"({theirs['seconds']:.3g} s of the clock for the count alone): {slower:.3g} times as long"
        )
    else:
        print(f"       {ABSENT.format(name='votekit')}")
    return holds


def budgets(folder: Path) -> bool:
    path = folder / "budget.pb"
    instances.budget(path)
    ours = asked(sys.executable, "ours.py", "shares", str(path))
    holds = [
        bar("Equal Shares with Add1, 100,000 x 300", ours["seconds"], 1.0, "s"),
        bar("its memory, reading the file included", ours["megabytes"], 300, "MB"),
    ]
    print(
        f"       {ours['raises']} raises; of the processor {ours['processor_seconds']:.3g} s; "
        f"one endowment {ours['once_seconds']:.3g} s; reading {ours['read_seconds']:.3g} s"
    )
    if python := peer("pabutools"):
        theirs = asked(python, "peer_pabutools.py", str(path))
        faster = theirs["processor_seconds"] / ours["once_processor_seconds"]
        holds.append(bar("times as fast as pabutools, one endowment", faster, 50, "times", at_least=True))
        same = theirs["selected"] == ours["once_selected"]
        print(
            f"       pabutools {theirs['processor_seconds']:.3g} s of the processor, ours "
            f"{ours['once_processor_seconds']:.3g} s; same projects: {'yes' if same else 'no'}"
        )
    else:
        print(f"       {ABSENT.format(name='pabutools')}")
    return all(holds)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="commonwork-bench-") as folder:
        results = [elections(Path(folder)), budgets(Path(folder))]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
