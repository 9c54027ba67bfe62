"""A writer killed at random points loses nothing it said was done, and leaves nothing half done (PROMISES 1)."""

import json
import os
import subprocess
import sys
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

from tests.databases import ROOT

pytestmark = pytest.mark.django_db(transaction=True)


def address() -> str:
    """The database of this test, as another program is told."""
    of = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{of['NAME']}"
    place = of["HOST"] or ""
    host = quote(place, safe="") if place.startswith("/") else place
    port = f":{of['PORT']}" if of["PORT"] else ""
    return f"postgres://{of['USER']}:{of['PASSWORD']}@{host}{port}/{of['NAME']}"


def crashed(kills: int, seed: int) -> dict[str, Any]:
    connection.close()
    program = [sys.executable, "-m", "tests.rooms.books.crash", str(kills), str(seed)]
    environment = os.environ | {
        "DATABASE_URL": address(),
        "DJANGO_SETTINGS_MODULE": "commonwork.site.settings",
        "COMMONWORK_TESTING": "1",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    answer = subprocess.run(program, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr[-3000:]
    return json.loads(answer.stdout)


def holds_up(kills: int, seed: int) -> None:
    seen = crashed(kills, seed)
    print(
        f"{seen['kills']} kills, {len(seen['done'])} acts done, {seen['entries']} entries, "
        f"{seen['in_the_middle']} killed in the middle of an act"
    )
    assert seen["in_the_middle"] > kills // 2, "most kills met an act half-way"
    assert len(seen["done"]) > kills // 5, "and there was something to lose"
    assert (seen["lost"], seen["half"], seen["faults"]) == ([], [], [])


def test_50_kills_lose_nothing_and_leave_nothing_half_done() -> None:
    holds_up(50, seed=1)


@pytest.mark.soak
def test_1000_kills_lose_nothing_and_leave_nothing_half_done() -> None:
    holds_up(1000, seed=2)
