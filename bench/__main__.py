"""`make bench`: every speed bar of the project, each as figures of one run on this machine."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
PYTHON = sys.executable
PARTS = (
    [PYTHON, "-m", "bench.pages"],
    [PYTHON, "-m", "bench.incubator"],
    [PYTHON, "-m", "bench.federation"],
    [PYTHON, "-m", "bench.gatherings"],
    [PYTHON, "-m", "bench.bank"],
    [PYTHON, "-m", "bench.bank_payments"],
    [PYTHON, "-m", "bench.assembly"],
    ["bash", "bench/books/peers"],
    [PYTHON, "tests/postgres.py", "--durable", PYTHON, "-m", "bench.votes"],
    [PYTHON, "bench/books/run.py"],
    ["bash", "bench/counting/peers"],
    [PYTHON, "bench/counting/run.py"],
    [PYTHON, "tests/postgres.py", PYTHON, "-m", "bench.city"],
)


def main() -> int:
    """Run each part in a process of its own; returns 1 when one of them failed."""
    failed = 0
    for part in PARTS:
        print(f"== {' '.join(part)}", flush=True)
        with tempfile.TemporaryDirectory() as home:
            own = {"DATABASE_URL": f"sqlite:///{home}/bench.sqlite3", "COMMONWORK_HOME": home}
            failed |= subprocess.call(part, cwd=HERE.parent, env=os.environ | own)
    return failed


if __name__ == "__main__":
    sys.exit(main())
