"""Votes through the web: what the real server takes on this machine, with the crowd that votes on it too.

    python -m bench.votes [--seconds 60] [--people 8]         SQLite; DATABASE_URL names another, new database
    python tests/postgres.py --durable python -m bench.votes  PostgreSQL

Bar: 2,000 votes a minute without an error, five requests each. After that 200 people vote at the same moment: no error,
and each is counted once. Processor time is said apart for the server, the database and the crowd; from their sum follows
what two free cores would take, which a loaded machine cannot show on the clock.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

VOTES_A_MINUTE, AT_ONCE, REQUESTS, CORES = 2_000, 200, 5, 2
PATIENCE = 240  # seconds, for a machine that has other things to do
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> int:
    """Build a database in a fresh folder, then measure; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--people", type=int, default=8, help="how many vote at the same time")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{home}/bench.sqlite3")
        os.environ |= {"COMMONWORK_HOME": home, "DJANGO_SETTINGS_MODULE": "commonwork.site.settings"}
        subprocess.run([sys.executable, "-m", "commonwork", "migrate", "-v0"], check=True)
        import django

        django.setup()
        return 0 if through_the_web(Path(home), chosen.seconds, chosen.people) else 1


def opened(**more: Any) -> Any:
    """An open vote of a body made for it."""
    from commonwork.assembly.actions import polls
    from commonwork.registry.clock import now
    from commonwork.registry.models import Body, Network

    Network.objects.get_or_create(key="network", defaults={"name": "Bench"})
    body, _ = Body.objects.get_or_create(key="town", defaults={"name": "Town", "kind": "assembly"})
    who = {"by": "system/bench", "at": now()}
    poll = polls.draft(body=body, title="Bench", closes_at=now() + timedelta(hours=1), **more, **who)
    return polls.open(poll=poll, **who)


def through_the_web(home: Path, seconds: int, people: int = 8) -> bool:
    """Votes for so many seconds, then 200 at once; says what was found, and whether both bars hold."""
    from commonwork.assembly.actions import voting_codes
    from commonwork.assembly.actions.polls import Option, Voter
    from commonwork.registry.clock import now

    voters = [Voter(f"V-{number}") for number in range(seconds * 100 + 50 + AT_ONCE)]
    poll = opened(method="irv", options=[Option("Park"), Option("Pool"), Option("Path")], voters=voters)
    codes = voting_codes.drawn([voter.number for voter in voters])
    voting_codes.make(poll=poll, codes=codes, by="system/bench", at=now())
    left = list(codes.values())
    subprocess.run([sys.executable, "-m", "commonwork", "collectstatic", "--noinput", "-v0"], check=True)
    port = _free_port()
    command = [sys.executable, "-m", "commonwork", "serve", "--port", str(port), "--workers", "2"]
    environment = os.environ | {"COMMONWORK_ORIGIN": f"http://127.0.0.1:{port}"}
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        asked = {"port": port, "key": poll.key}
        warm = _crowd(**asked, people=8, seconds=0, codes=[left.pop() for _ in range(40)])
        at_once = [left.pop() for _ in range(AT_ONCE)]
        before = _spent(server.pid)
        found = _crowd(**asked, people=people, seconds=seconds, codes=left)
        spent = [later - sooner for later, sooner in zip(_spent(server.pid), before, strict=True)]
        crowded = _crowd(**asked, people=AT_ONCE, seconds=0, codes=at_once)
    finally:
        server.terminate()
        server.wait(PATIENCE)
    taken = warm["votes"] + found["votes"] + crowded["votes"]
    return _said(found, spent) & _said_at_once(poll, crowded, taken)


def _said(found: dict[str, Any], spent: list[float]) -> bool:
    votes = max(found["votes"], 1)
    costs = [seconds * 1000 / votes for seconds in spent] + [found["processor_ms"] / votes]
    rate = found["votes"] / found["seconds"] * 60
    holds = rate >= VOTES_A_MINUTE and not found["fault_count"]
    _say(
        holds,
        f"votes a minute through the web, {REQUESTS} requests each ({found['votes']:,} in {found['seconds']:.0f} s, "
        f"{found['fault_count']} errors, 95 % within {found['slow_ms']:.0f} ms): {rate:,.0f} (bar {VOTES_A_MINUTE:,})",
    )
    sys.stdout.write(
        f"       of the processor: server {costs[0]:.1f} ms a vote ({costs[0] / REQUESTS:.1f} ms a request), "
        f"database {costs[1]:.1f} ms, voters {costs[2]:.1f} ms; {CORES} free cores would take "
        f"{CORES * 60_000 / sum(costs):,.0f} votes a minute\n"
    )
    for fault in found["faults"]:
        sys.stdout.write(f"       {fault}\n")
    return holds


def _said_at_once(poll: Any, crowded: dict[str, Any], taken: int) -> bool:
    from commonwork.assembly import poll_queries
    from commonwork.assembly.models import PollBallot

    rows = PollBallot.objects.filter(poll=poll)
    counted = rows.filter(stands=True).values("voter").distinct().count()
    once = rows.count() == counted == poll_queries.voted_count(poll) == taken
    holds = once and crowded["votes"] == AT_ONCE and not crowded["fault_count"]
    _say(
        holds,
        f"{AT_ONCE} people at the same moment: {crowded['votes']} cast in {crowded['seconds']:.1f} s, "
        f"{crowded['fault_count']} errors; in all {taken:,} voters, {counted:,} of them counted, {rows.count():,} ballots",
    )
    return holds


def _say(holds: bool, what: str) -> None:
    sys.stdout.write(f"{'ok    ' if holds else 'MISSED'} {what}\n")
    sys.stdout.flush()


def _crowd(**asked: Any) -> dict[str, Any]:
    program = Path(__file__).with_name("voters.py")
    done = subprocess.run(
        [sys.executable, "-I", program], input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", port), 10) as line:
                line.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                line.recv(100)
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server does not answer")


def _spent(server: int) -> list[float]:
    """Seconds of the processor so far: [the server with its workers, PostgreSQL or 0]."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return [_of_family(server), 0.0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        own = int(cursor.fetchone()[0])
    return [_of_family(server), _of_family(_stat(own)[1])]


def _of_family(first: int) -> float:
    """Seconds of a process and all that it started, also of those that ended."""
    found = dict[int, tuple[float, int]]()
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                found[int(folder.name)] = _stat(int(folder.name))
            except OSError:
                continue
    family = {first}
    while more := {pid for pid, (_spent, parent) in found.items() if parent in family} - family:
        family |= more
    return sum(found[pid][0] for pid in family if pid in found)


def _stat(pid: int) -> tuple[float, int]:
    """(seconds of the processor, parent) of a process."""
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(word) for word in words[11:15]) / TICKS, int(words[1])


if __name__ == "__main__":
    sys.exit(main())
