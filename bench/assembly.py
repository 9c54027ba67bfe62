"""The assembly: a count of 100,000 stored ballots, and votes through the web. Figures of one run on SQLite.

Bars: the single transferable vote over 100,000 ballots of a poll x 20 candidates x 5 seats, from the stored ballots to the
result, in 0.3 s; 2,000 votes a minute through the real server on this machine without an error. Each vote is what a
resident with a code does: open the page, type the code, fill in, look over, cast. `--seconds 60` votes for longer.
"""

import argparse
import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

BALLOTS, CANDIDATES, SEATS, PEOPLE = 100_000, 20, 5, 6
LONGEST, VOTES_A_MINUTE = 0.3, 2_000
SHARED = {"COMMONWORK_TESTING": "1", "DJANGO_SETTINGS_MODULE": "commonwork.site.settings"}


def main() -> int:
    """Build the database in a fresh folder, then measure; 1 when a bar is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=20)
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as home:
        own = {"COMMONWORK_HOME": home, "DATABASE_URL": f"sqlite:///{home}/bench.sqlite3"}
        os.environ.update(own | SHARED)
        subprocess.run([sys.executable, "-m", "commonwork", "migrate", "-v0"], check=True)
        import django

        django.setup()
        holds = [_count(), _web(Path(home), seconds)]
    return 0 if all(holds) else 1


def _poll(**more: Any) -> Any:
    from commonwork.assembly.actions import polls
    from commonwork.registry.clock import now
    from commonwork.registry.models import Body, Network

    Network.objects.get_or_create(key="network", defaults={"name": "Bench"})
    body, _ = Body.objects.get_or_create(key="town", defaults={"name": "Town", "kind": "assembly"})
    who = {"by": "system/bench", "at": now()}
    poll = polls.draft(body=body, title="Bench", closes_at=now() + timedelta(hours=1), **more, **who)
    return polls.open(poll=poll, **who)


def _count() -> bool:
    import numpy as np

    from commonwork.assembly import tallies
    from commonwork.assembly.actions.polls import Option, Voter
    from commonwork.assembly.models import PollBallot
    from commonwork.registry.clock import now

    options = [Option(f"Candidate {number}") for number in range(CANDIDATES)]
    poll = _poll(method="scottish", seats=SEATS, options=options, voters=[Voter("R-1")], seed="bench")
    chance, at = np.random.default_rng(20_240_601), now()
    texts = (
        " ".join(map(str, chance.permutation(CANDIDATES)[: chance.integers(1, CANDIDATES + 1)] + 1))
        for _ in range(BALLOTS)
    )
    rows = (
        PollBallot(poll=poll, voter=f"R-{number}", content=text, channel="paper", cast_at=at)
        for number, text in enumerate(texts)
    )
    PollBallot.objects.bulk_create(rows, batch_size=5_000)
    taken, worked = [], []
    for _ in range(5):
        begun, busy = time.perf_counter(), time.process_time()
        chosen, _count = tallies.TALLIES["scottish"](poll)
        taken.append(time.perf_counter() - begun)
        worked.append(time.process_time() - busy)
    assert len(chosen) == SEATS
    begun = time.perf_counter()
    tallies.result_json(poll)
    whole = time.perf_counter() - begun
    return _bar(
        f"STV {BALLOTS:,} x {CANDIDATES} x {SEATS}, from stored ballots (first {taken[0]:.2f} s; "
        f"with turnout and quorum {whole:.2f} s; of the processor {min(worked):.2f} s)",
        min(taken),
        LONGEST,
        "s",
        most=True,
    )


def _web(home: Path, seconds: int) -> bool:
    """Votes through the server for so many seconds, by people who each vote one after the other."""
    from commonwork.assembly.actions import voting_codes
    from commonwork.assembly.actions.polls import Option, Voter
    from commonwork.assembly.models import PollBallot
    from commonwork.registry.clock import now

    voters = [Voter(f"V-{number}") for number in range(seconds * 120)]
    poll = _poll(method="irv", options=[Option("Park"), Option("Pool"), Option("Path")], voters=voters)
    codes = voting_codes.drawn([voter.number for voter in voters])
    voting_codes.make(poll=poll, codes=codes, by="system/bench", at=now())
    waiting, faults, done = list(codes.values()), list[str](), list[float]()
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = int(one.getsockname()[1])
    command = [sys.executable, "-m", "commonwork", "serve", "--port", str(port), "--workers", "2"]
    environment = os.environ | {"COMMONWORK_ORIGIN": f"http://127.0.0.1:{port}"}
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        _one_vote(port, poll.key, waiting.pop())
        begun = time.perf_counter()

        def person() -> None:
            while time.perf_counter() - begun < seconds and waiting:
                started = time.perf_counter()
                try:
                    _one_vote(port, poll.key, waiting.pop())
                except (OSError, AssertionError, http.client.HTTPException) as fault:
                    faults.append(repr(fault))
                done.append(time.perf_counter() - started)

        people = [threading.Thread(target=person) for _ in range(PEOPLE)]
        for one_person in people:
            one_person.start()
        for one_person in people:
            one_person.join()
        taken = time.perf_counter() - begun
    finally:
        server.terminate()
        server.wait(20)
    stored = PollBallot.objects.filter(poll=poll, stands=True).count()
    done.sort()
    slowest = done[int(len(done) * 0.95)]
    assert stored == len(done) + 1 - len(faults), (stored, len(done), faults[:3])
    return _bar(
        f"votes a minute through the web, 5 requests each ({len(done):,} in {taken:.0f} s, {len(faults)} errors, "
        f"95 % within {slowest * 1000:.0f} ms)",
        0 if faults else len(done) / taken * 60,
        VOTES_A_MINUTE,
        "",
        most=False,
    )


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server does not answer")


def _one_vote(port: int, key: str, code: str) -> None:
    """What a resident with a code does, as a phone without JavaScript sends it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    cookies: dict[str, str] = {}

    def ask(path: str, status: int, **data: str) -> str:
        head = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        if data:
            head |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://127.0.0.1:{port}",
            }
        connection.request("POST" if data else "GET", path, urlencode(data) if data else None, head)
        answer = connection.getresponse()
        body = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = cookie.partition(";")[0].partition("=")
            cookies[name] = value
        assert answer.status == status, (path, answer.status)
        return body

    def hidden(page: str) -> dict[str, str]:
        return dict(re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', page))

    home = f"/assembly/votes/{key}"
    page = ask(f"{home}/code/", 200)
    ask(f"{home}/code/", 302, code=code, **hidden(page))
    page = ask(f"{home}/vote/", 200)
    page = ask(f"{home}/vote/", 200, **{**hidden(page), "order": "2 3", "step": "check"})
    assert "It is cast" in ask(f"{home}/vote/", 200, **{**hidden(page), "step": "cast"})
    connection.close()


def _bar(what: str, found: float, bar: float, unit: str, *, most: bool) -> bool:
    holds = found <= bar if most else found >= bar
    sys.stdout.write(f"{'ok    ' if holds else 'MISSED'} {what}: {found:.3g} {unit} (bar {bar:g})\n")
    sys.stdout.flush()
    return holds


if __name__ == "__main__":
    sys.exit(main())
