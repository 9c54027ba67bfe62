"""Databases for tests: each built once as a template, then copied for every worker and restored by copying again.

"empty": all migrations. "season": the demo network with the golden season played. Restoring is a copy because posted
rows and facts cannot be deleted, not even by a test.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = {
    "empty": [["migrate", "--verbosity", "0"]],
    "season": [["migrate", "--verbosity", "0"], ["demo-data"]],
}


class Databases:
    """The databases of one test run. `url` is the server (PostgreSQL) or empty (SQLite files in `folder`)."""

    def __init__(self, folder: Path, worker: str, url: str = "") -> None:
        self.folder, self.worker, self.url = folder, worker, url
        folder.mkdir(parents=True, exist_ok=True)

    def fresh(self, kind: str) -> str:
        """A new copy of a template for this worker; returns its name (a file for SQLite)."""
        self._build(kind)
        name = f"{kind}_{self.worker}"
        if not self.url:
            target = self.folder / f"{name}.sqlite3"
            for suffix in ("", "-wal", "-shm"):
                Path(f"{target}{suffix}").unlink(missing_ok=True)
            shutil.copyfile(self.folder / f"template_{kind}.sqlite3", target)
            return str(target)
        with self._locked():
            self._server(f"DROP DATABASE IF EXISTS cw_{name} WITH (FORCE)")
            self._server(f"CREATE DATABASE cw_{name} TEMPLATE cw_template_{kind}")
        return f"cw_{name}"

    def _build(self, kind: str) -> None:
        done = self.folder / f"template_{kind}.done"
        if done.exists():
            return
        with self._locked():
            if done.exists():
                return
            if self.url:
                self._server(f"DROP DATABASE IF EXISTS cw_template_{kind}")
                self._server(f"CREATE DATABASE cw_template_{kind} ENCODING 'UTF8' TEMPLATE template0")
                url = urlsplit(self.url)._replace(path=f"/cw_template_{kind}").geturl()
            else:
                template = self.folder / f"template_{kind}.sqlite3"
                template.unlink(missing_ok=True)
                url = f"sqlite:///{template}"
            environment = os.environ | {
                "DATABASE_URL": url,
                "COMMONWORK_TESTING": "1",
                "COMMONWORK_HOME": str(self.folder / f"home_{kind}"),
            }
            for command in COMMANDS[kind]:
                program = [sys.executable, "-m", "commonwork", *command]
                subprocess.run(program, check=True, env=environment, cwd=ROOT)
            if not self.url:
                _fold_wal(self.folder / f"template_{kind}.sqlite3")
            done.touch()

    def _server(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def _locked(self) -> "_Lock":
        return _Lock(self.folder / "lock")


class _Lock:
    def __init__(self, path: Path) -> None:
        self.stream = path.open("w")

    def __enter__(self) -> None:
        fcntl.flock(self.stream, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self.stream.close()


def _fold_wal(path: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
