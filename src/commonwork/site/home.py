"""Where this installation keeps what it owns: database, secret key, mail files, uploads.

`COMMONWORK_HOME` names the folder; by default it is `var/` beside pyproject.toml, or under the current
folder when Commonwork is installed without its source tree.
"""

import os
import secrets
from pathlib import Path


def folder() -> Path:
    """The folder this installation writes to; made (mode 0700) when it is not there yet."""
    if named := os.environ.get("COMMONWORK_HOME"):
        path = Path(named)
    else:
        root = Path(__file__).resolve().parents[3]
        path = (root if (root / "pyproject.toml").exists() else Path.cwd()) / "var"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def secret_key(at: Path) -> str:
    """The installation's secret key: from COMMONWORK_SECRET_KEY, else a file of mode 0600 made on first start."""
    if given := os.environ.get("COMMONWORK_SECRET_KEY"):
        return given
    file = at / "secret_key"
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(handle, "w") as stream:
        stream.write(secrets.token_urlsafe(64))
    return file.read_text().strip()
