"""`commonwork serve`: granian over WSGI, on this machine's loopback unless told otherwise. Starts without Django."""

import argparse
import os
import sys
from pathlib import Path

from commonwork.site import home

PRACTICE = "practice.txt"


def main(argv: list[str]) -> int:
    """Say where to look, then become the server."""
    parser = argparse.ArgumentParser(prog="commonwork serve", description="Serves the network.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args(argv)
    sys.stdout.write(f"Commonwork: http://localhost:{options.port}   (stop with Ctrl+C)\n")
    practice = home.folder() / PRACTICE
    if practice.exists():
        sys.stdout.write(
            f"Practice sign-ins, invented people, one press each: http://localhost:{options.port}/practice/\n"
        )
        sys.stdout.write(practice.read_text(encoding="utf-8"))
    sys.stdout.flush()
    os.environ.setdefault("COMMONWORK_ORIGIN", f"http://localhost:{options.port}")
    program = str(Path(sys.executable).parent / "granian")
    arguments = [program, "--interface", "wsgi", "--host", options.host, "--port", str(options.port)]
    arguments += [
        "--workers",
        str(options.workers),
        "--blocking-threads",
        "4",
        "--no-ws",
        "--log-level",
        "warning",
    ]
    os.execv(program, [*arguments, "commonwork.site.wsgi:application"])  # noqa: S606  no shell is wanted
