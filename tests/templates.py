"""Build the databases that tests copy, before the tests: `python tests/templates.py`, of PostgreSQL where there is
TEST_DATABASE_URL, of SQLite otherwise. The folder is $COMMONWORK_TEST_FOLDER, as in tests/conftest.py.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.databases import Databases


def main() -> None:
    """Build "empty" and "season"."""
    folder, url = Path(os.environ["COMMONWORK_TEST_FOLDER"]), os.environ.get("TEST_DATABASE_URL", "")
    Databases(folder / ("postgresql" if url else "sqlite"), "solo", url).build("season")


if __name__ == "__main__":
    main()
