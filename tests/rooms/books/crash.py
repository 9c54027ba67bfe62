"""A writer that is killed again and again. Run as a program on a database of its own; prints what it saw as JSON.

    python -m tests.rooms.books.crash KILLS SEED

One process starts Django and opens two books; then it forks a writer, kills it with SIGKILL at a random point while it
posts, and forks the next. A writer says on a pipe what was committed, each act by its token, and only after it was.
"""

import gc
import json
import os
import random
import signal
import sys
import time
from datetime import timedelta
from itertools import count

MOST_ACTS = 3  # a writer is killed during one of its first acts


def main(kills: int, seed: int) -> None:
    import django

    django.setup()
    from django.db import connection

    from tests.rooms.books import make

    chance = random.Random(seed)
    for key in ("nubias", "freedom_farm"):
        make.book(key)
    for step in range(3):  # so that a fork need not load what acts need
        _act("warm", step)
    connection.close()
    gc.freeze()
    said: list[str] = []
    in_the_middle = 0
    for number in range(kills):
        words = _killed(number, chance.randrange(MOST_ACTS), chance.random())
        whole = words.endswith("\n")
        said += words.split("\n")[: None if whole else -1]
        in_the_middle += words.count("begin") != words.count("done")
    done = [word.partition(" ")[2] for word in said if word.startswith("done")]
    print(json.dumps({"kills": kills, "done": done, "in_the_middle": in_the_middle} | _found(done)))


def _killed(number: int, acts: int, part: float) -> str:
    """Fork a writer, let it do some acts, and kill it when a part of the time of another has passed; what it said."""
    ear, mouth = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ear)
        try:
            _write(number, mouth)
        finally:
            os._exit(1)
    os.close(mouth)
    began, words = time.monotonic(), b""
    while words.count(b"done") < acts + 1:  # the first act of each is not counted: it opens the connection
        words += os.read(ear, 65536)
        if words.count(b"done") == 1:
            began = time.monotonic()
    time.sleep(part * (time.monotonic() - began) / max(acts, 1))
    os.kill(child, signal.SIGKILL)
    while more := os.read(ear, 65536):
        words += more
    os.close(ear)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the writer lived until it was killed"
    return words.decode()


def _write(number: int, mouth: int) -> None:
    """Act without end, and say so: before each act and when it is committed."""
    for step in count():
        token = f"{number}-{step}"
        os.write(mouth, f"begin {token}\n".encode())
        _act(token, step)
        os.write(mouth, f"done {token}\n".encode())


def _act(token: str, step: int) -> None:
    """A gift, a movement between the books, or an amount set aside and posted."""
    from commonwork.books.actions import gifts, holds, transfers
    from commonwork.books.models import Book
    from tests.rooms.books import make

    nubias, farm = (Book.objects.get(key=key).organisation for key in ("nubias", "freedom_farm"))
    who = {"by": make.BY, "at": make.AT}
    asked = {"on": make.FIRST, "once": f"{token}-{step}" if token == "warm" else token, **who}
    if step % 3 == 0:
        gifts.receive(organisation=nubias, amount_minor=step + 1, donor="d", **asked)
    elif step % 3 == 1:
        transfers.support(giver=nubias, receiver=farm, amount_minor=1, **asked)
    else:
        until = make.FIRST + timedelta(5)
        hold = holds.place(
            organisation=nubias, account="1000", against="5200", amount_minor=2, expires_on=until, **who
        )
        holds.post(hold=hold, amount_minor=1, **asked)


def _found(done: list[str]) -> dict[str, object]:
    """What is in the database afterwards, seen by a process that was never killed."""
    from commonwork.books.models import Entry
    from commonwork.books.proofs import prove
    from commonwork.record.models import Fact, Once

    there = set(Once.objects.filter(key__in=done).values_list("key", flat=True))
    posting = Fact.objects.filter(
        kind__in=["books.gift.received", "books.support.given", "books.hold.posted"]
    )
    sources = list(Entry.objects.values_list("source", flat=True))
    sides = {fact.code: 2 if fact.kind == "books.support.given" else 1 for fact in posting}
    report = prove()
    return {
        "lost": sorted(set(done) - there),
        "half": [code for code, sides in sides.items() if sources.count(code) != sides],
        "entries": len(sources),
        "faults": [fault for proof in report.proofs for fault in proof.faults],
    }


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
