"""Whether everything a start needs is up to date already, told without starting Django."""

import hashlib
import os
from pathlib import Path

from commonwork.site import home

SOURCE = Path(__file__).parents[1]
PATTERNS = (
    "*/migrations/*.py",
    "*/static/**/*",
    "locale/*/LC_MESSAGES/*.po",
    "*/guards*",
    "*/guards/*",
    "books/*.py",
)
MARK = "prepared"


def fingerprint(*, demo: bool) -> str:
    """Changes when a migration, a static file, a translation, a library or the database's name does."""
    lock = SOURCE.parents[1] / "requirements" / "runtime.lock"
    files = sorted({file for pattern in PATTERNS for file in SOURCE.glob(pattern) if file.is_file()})
    parts = [f"{file}:{file.stat().st_mtime_ns}" for file in [*files, *([lock] if lock.exists() else [])]]
    parts += [os.environ.get("DATABASE_URL", ""), str(demo)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def is_prepared(*, demo: bool) -> bool:
    """True when nothing has changed since the last `prepare` and the database file is still there."""
    folder = home.folder()
    mark = folder / MARK
    there = "DATABASE_URL" in os.environ or (folder / "commonwork.sqlite3").exists()
    return there and mark.exists() and mark.read_text() == fingerprint(demo=demo)


def remember(*, demo: bool) -> None:
    """Write down that everything is up to date now."""
    (home.folder() / MARK).write_text(fingerprint(demo=demo))
