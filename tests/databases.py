"""Databases for tests: each built once as a template, then copied for every worker and restored by copying again.

"empty": all migrations. "season": the demo network with the golden season played. Restoring is a copy because posted
rows and facts cannot be deleted, not even by a test.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = {
    "empty": ["migrate", "--verbosity", "0"],
    "season": ["demo-data"],
}  # a season begins as a copy of empty


SHAPING = ("*/migrations/*.py", "*/guards*", "*/guards/*", "books/*.py", "books/charts.toml")


def fingerprint() -> str:
    """Changes when an empty database would look different."""
    source = ROOT / "src" / "commonwork"
    files = sorted({file for pattern in SHAPING for file in source.glob(pattern) if file.is_file()})
    text = b"".join(file.read_bytes() for file in [*files, ROOT / "requirements" / "runtime.lock"])
    return hashlib.sha256(text).hexdigest()[:16]


class Databases:
    """The databases of one test run. `url` is the server (PostgreSQL) or empty (SQLite files in `folder`).

    An empty SQLite template is kept from run to run, under the fingerprint of what shapes it.
    """

    def __init__(self, folder: Path, worker: str, url: str = "") -> None:
        self.folder, self.worker, self.url = folder, worker, url
        self.kept = (
            folder if url else Path(tempfile.gettempdir()) / f"commonwork-empty-{os.getuid()}-{fingerprint()}"
        )
        for one in (folder, self.kept):
            one.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _place(self, kind: str) -> Path:
        return self.kept if kind == "empty" else self.folder

    def fresh(self, kind: str) -> str:
        """A new copy of a template for this worker; returns its name (a file for SQLite)."""
        if kind in COMMANDS:
            self.build(kind)
        name = f"{kind}_{self.worker}"
        if not self.url:
            target = self.folder / f"{name}.sqlite3"
            for suffix in ("", "-wal", "-shm"):
                Path(f"{target}{suffix}").unlink(missing_ok=True)
            shutil.copyfile(self._template(kind), target)
            return str(target)
        self._copy(f"cw_{name}", f"cw_template_{kind}" if kind in COMMANDS else f"cw_made_{name}")
        return f"cw_{name}"

    def begin_world(self, kind: str) -> str:
        """An empty database in which this worker makes a world; `fresh` copies it from then on."""
        self.build("empty")
        if not self.url:
            shutil.copyfile(self._template("empty"), self._template(kind))
            return str(self._template(kind))
        self._copy(f"cw_made_{kind}_{self.worker}", "cw_template_empty")
        return f"cw_made_{kind}_{self.worker}"

    def end_world(self, kind: str) -> None:
        """The world is made; its database is left as it is."""
        if not self.url:
            _fold_wal(self._template(kind))

    def _template(self, kind: str) -> Path:
        owner = "" if kind in COMMANDS else f"_{self.worker}"
        return self._place(kind) / f"template_{kind}{owner}.sqlite3"

    def _copy(self, name: str, template: str) -> None:
        with self._locked(self.folder):
            self._server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            self._server(f"CREATE DATABASE {name} TEMPLATE {template}")

    def build(self, kind: str) -> None:
        """Make the template of this kind unless another worker has."""
        place = self._place(kind)
        done = place / f"template_{kind}.done"
        if done.exists():
            return
        if kind != "empty":
            self.build("empty")
        with self._locked(place):
            if done.exists():
                return
            url = self._start_postgresql(kind) if self.url else self._start_sqlite(kind)
            environment = os.environ | {
                "DATABASE_URL": url,
                "COMMONWORK_TESTING": "1",
                "COMMONWORK_HOME": str(place / f"home_{kind}"),
            }
            program = [sys.executable, "-m", "commonwork", *COMMANDS[kind]]
            subprocess.run(program, check=True, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
            if not self.url:
                _fold_wal(place / f"template_{kind}.sqlite3")
            done.touch()

    def _start_sqlite(self, kind: str) -> str:
        template = self._place(kind) / f"template_{kind}.sqlite3"
        template.unlink(missing_ok=True)
        if kind != "empty":
            shutil.copyfile(self._place("empty") / "template_empty.sqlite3", template)
        return f"sqlite:///{template}"

    def _start_postgresql(self, kind: str) -> str:
        source = "template0" if kind == "empty" else "cw_template_empty"
        self._server(f"DROP DATABASE IF EXISTS cw_template_{kind}")
        self._server(f"CREATE DATABASE cw_template_{kind} ENCODING 'UTF8' TEMPLATE {source}")
        return urlsplit(self.url)._replace(path=f"/cw_template_{kind}").geturl()

    def _server(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def _locked(self, place: Path) -> "_Lock":
        return _Lock(place / "lock")


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
