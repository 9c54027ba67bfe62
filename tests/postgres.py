"""Start a PostgreSQL of the tests' own on a socket in a temporary folder, run a command, stop it.

    python tests/postgres.py pytest ...
    python tests/postgres.py --durable python -m bench   # every commit reaches the disk, as in a real house

Uses $TEST_DATABASE_URL when it is set, else Debian's binaries. As root the server runs as the user nobody.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOM = ["-c", "max_connections=200", "-c", "shared_buffers=256MB"]
SPEED = ["-c", "fsync=off", "-c", "full_page_writes=off"]


def binaries() -> Path | None:
    """The folder with initdb and postgres, the newest first; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _as_server() -> dict[str, object]:
    if os.getuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _quick() -> str:
    """Making a database of 1,300 files takes a second on a disk and a tenth in memory."""
    here = Path(__file__).resolve().parents[1] / "deploy" / "quick-folder"
    return subprocess.run([here], check=True, capture_output=True, text=True).stdout.strip()


def main(command: list[str]) -> int:
    """Run the command with TEST_DATABASE_URL and DATABASE_URL set; returns its exit status."""
    durable = command[0] == "--durable"
    command = command[1:] if durable else command
    if url := os.environ.get("TEST_DATABASE_URL"):
        return subprocess.call(command, env=os.environ | {"DATABASE_URL": url})
    programs = binaries()
    if programs is None:
        print("PostgreSQL's programs are missing. On Debian: apt-get install postgresql", file=sys.stderr)
        return 1
    folder = Path(tempfile.mkdtemp(prefix="commonwork-postgres-", dir=None if durable else _quick()))
    if os.getuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    options = _as_server()
    data = folder / "data"
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "commonwork", "-A", "trust", "-E", "UTF8", "--no-sync"],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=folder,
        **options,  # type: ignore[call-overload]
    )
    server = subprocess.Popen(
        [
            programs / "postgres",
            "-D",
            data,
            "-k",
            folder,
            "-c",
            "listen_addresses=",
            *ROOM,
            *([] if durable else SPEED),
        ],
        stdout=subprocess.DEVNULL,
        stderr=(folder / "log").open("w"),
        cwd=folder,
        **options,  # type: ignore[call-overload]
    )
    try:
        _wait(programs, folder)
        url = f"postgres://commonwork@{str(folder).replace('/', '%2F')}/postgres"
        return subprocess.call(command, env=os.environ | {"TEST_DATABASE_URL": url, "DATABASE_URL": url})
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(programs: Path, folder: Path) -> None:
    for _ in range(200):
        ready = subprocess.run(
            [programs / "pg_isready", "-q", "-h", folder], stdout=subprocess.DEVNULL, check=False
        )
        if ready.returncode == 0:
            return
        time.sleep(0.05)
    raise SystemExit("PostgreSQL did not start within ten seconds")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
