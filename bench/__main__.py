"""`make bench`: every speed bar of the project, each as figures of one run on this machine."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PARTS = ("bench.pages", "bench.books.ledger", "bench.counting.run")


def main() -> int:
    """Run each part in a process of its own; returns 1 when one of them failed."""
    failed = 0
    for part in PARTS:
        print(f"== {part}", flush=True)
        failed |= subprocess.call([sys.executable, "-m", part], cwd=HERE.parent)
    return failed


if __name__ == "__main__":
    sys.exit(main())
