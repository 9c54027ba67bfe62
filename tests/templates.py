"""Build the databases that tests copy, before the tests: `python tests/templates.py`, with or without TEST_DATABASE_URL.

With it, those of both engines. The folder is $COMMONWORK_TEST_FOLDER, as in tests/conftest.py.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.databases import Databases


def main() -> None:
    """Build "empty" and "season" on SQLite, then on PostgreSQL where there is one."""
    folder = Path(os.environ["COMMONWORK_TEST_FOLDER"])
    Databases(folder / "sqlite", "solo").build("season")
    if url := os.environ.get("TEST_DATABASE_URL"):
        Databases(folder / "postgresql", "solo", url).build("season")


if __name__ == "__main__":
    main()
