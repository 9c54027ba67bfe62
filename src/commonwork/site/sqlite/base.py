"""Waiting for the one write lock: many short tries at random moments instead of SQLite's own ever longer sleeps.

SQLite's busy handler lets newcomers overtake those who wait long, so that of eight busy writers some starve.
"""

import random
import sqlite3
import time
from typing import Any

from django.db.backends.sqlite3 import base

_STATEMENT = "BEGIN IMMEDIATE"
SHORTEST, LONGEST = 0.0005, 0.004  # seconds between two tries


class DatabaseWrapper(base.DatabaseWrapper):
    """Waits as long as OPTIONS["timeout"] says, then raises OperationalError as before."""

    def _start_transaction_under_autocommit(self) -> None:
        self.ensure_connection()
        run: Any = self.connection
        patience = self.settings_dict["OPTIONS"].get("timeout", 5)
        with self.wrap_database_errors:
            run.execute("PRAGMA busy_timeout = 0")
            try:
                _begin(run, _STATEMENT, time.monotonic() + patience)
            finally:
                run.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")


def _begin(run: Any, statement: str, until: float) -> None:
    while True:
        try:
            run.execute(statement)
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(random.uniform(SHORTEST, LONGEST))  # noqa: S311  no secret
        else:
            return
