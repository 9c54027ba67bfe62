"""The golden season's assembly as a vote: forty residents by account, mailed code and paper, counted once each, checked
by the one-file verifier, and what they chose paid from budget lines to 100 %."""

import csv
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from commonwork.assembly import poll_queries, pollcheck
from commonwork.assembly.actions import casting, decisions, effects, polls
from commonwork.assembly.actions.polls import Option, Voter
from commonwork.assembly.effects import progress_of
from commonwork.assembly.models import PaperBatch, Poll
from commonwork.books import actions as books
from commonwork.registry.models import Contact
from tests.rooms.assembly import make
from tests.rooms.assembly.make_polls import CLOSE, NOON
from tests.rooms.assembly.test_votes_pages import cast, signed_in

pytestmark = pytest.mark.django_db
BUDGET = 1000_00  # with 1,000.00 two of the five projects win: childcare (29 votes, 350.00), tool chest (26, 500.00)
WON = ["childcare", "tool_chest"]
BY_ACCOUNT, BY_CODE, ON_PAPER = range(1, 16), range(16, 31), range(31, 41)
ON_PAGES = (
    1,
    2,
    3,
    4,
    16,
    17,
    18,
    19,
)  # each votes on the pages; the others by the same act, to keep this quick
BOTH = 31  # voted by code first, and handed in a paper too: the paper counts


@pytest.fixture
def said(published: Path) -> dict[int, str]:
    """{resident: the ballot of season data, by the numbers on the paper}."""
    with (published / "jackson" / "ballots.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    keys = [row[0] for row in make.PROPOSALS]
    ticked = (row["approves"].split(";") for row in rows)
    ballots = (" ".join(str(at) for at, key in enumerate(keys, 1) if key in ticks) for ticks in ticked)
    return dict(enumerate(ballots, start=1))


def prepared() -> Poll:
    """The vote with its roll: residents 16 to 31 have an address for mail and no account."""
    make.network()
    make.Network.objects.update(demo_on=make.HELD)
    people = {number: make.person(f"Resident{number:02}") for number in range(1, 41)}
    for number in (*BY_CODE, BOTH):
        Contact.objects.create(person=people[number], kind="email", value=f"r{number}@example.org")
    options = [Option(title, key=key, cost_minor=cost) for key, title, cost, _ in make.PROPOSALS]
    return polls.draft(
        body=make.body(),
        title="What the solidarity share does",
        method="budget-approval",
        budget_rule="equal-shares",
        budget_minor=BUDGET,
        quorum_bp=5000,
        options=options,
        voters=[Voter(f"R-{number:02}", person) for number, person in people.items()],
        closes_at=CLOSE,
        by="system/test",
        at=NOON,
    )


def mailed_codes() -> dict[str, tuple[str, str]]:
    """{address: (link, code)} of the letters that were sent."""
    found = {}
    for letter in mail.outbox:
        link, code = re.search(r"https?://\S+", letter.body), re.search(r"Your code: (.+)", letter.body)
        assert link and code
        found[letter.to[0]] = (link[0], code[1])
    return found


def by_code(poll: Poll, letter: tuple[str, str], content: str) -> None:
    """A resident follows the letter and votes; no account, no JavaScript."""
    client, (link, code) = Client(), letter
    assert link.endswith(reverse("assembly_vote_code", args=[poll.key]))
    assert client.post(reverse("assembly_vote_code", args=[poll.key]), {"code": code}).status_code == 302
    cast(client, poll, presses=1, choice=content.split())


def on_paper(poll: Poll, lines: list[str]) -> None:
    """Two people type the pile; one paper is read differently and settled."""
    first, second = (signed_in(name, "assembly-facilitator") for name in ("Tess", "Uli"))
    typed = {"name": "Pile 1", "paper_count": str(len(lines)), "text": "\n".join(lines)}
    assert first.post(reverse("assembly_vote_piles", args=[poll.key]), typed).status_code == 302
    batch = PaperBatch.objects.get()
    voter, _comma, content = lines[-1].partition(", ")
    misread = [*lines[:-1], f"{voter}, 5"]
    again = reverse("assembly_vote_second", args=[batch.key])
    assert second.post(again, {"text": "\n".join(misread)}).headers["Location"].endswith("/settle/")
    settle = reverse("assembly_vote_settle", args=[batch.key])
    assert second.post(settle, {"line_0": content}).status_code == 302


def test_forty_residents_decide_and_see_it_paid(
    said: dict[int, str], tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        poll, runs = prepared(), signed_in("Sol", "assembly-facilitator")
        accounts = {number: signed_in(f"Resident{number:02}") for number in BY_ACCOUNT if number in ON_PAGES}
        assert runs.post(reverse("assembly_vote_open", args=[poll.key]), {"once": "o"}).status_code == 302
        with django_capture_on_commit_callbacks(execute=True):
            codes = reverse("assembly_vote_codes", args=[poll.key])
            slips = runs.post(codes, {"whom": "without", "by_mail": "on"}).content.decode()
        letters = mailed_codes()
        assert len(letters) == 16 and "16 letters were sent." in slips and "20 codes to print" in slips
        for number, client in accounts.items():
            cast(client, poll, presses=1, choice=said[number].split())
        for number in BY_CODE:
            if number in ON_PAGES:
                by_code(poll, letters[f"r{number}@example.org"], said[number])
        for number in (*BY_ACCOUNT, *BY_CODE):
            if number not in ON_PAGES:
                channel = "account" if number in BY_ACCOUNT else "code"
                content = said[number]
                casting.cast(poll=poll, voter=f"R-{number:02}", content=content, channel=channel, at=NOON)
        by_code(poll, letters[f"r{BOTH}@example.org"], "5")
        on_paper(poll, [f"R-{number}, {said[number]}" for number in ON_PAPER])
        clock.move_to(CLOSE)
        for name in ("assembly_vote_close", "assembly_vote_count"):
            assert runs.post(reverse(name, args=[poll.key]), {"once": name}).status_code == 302
        decided(poll, Client(), tmp_path)


def decided(poll: Poll, anyone: Client, folder: Path) -> None:
    """The page, the bundle and the verifier agree; the winners get budget lines and are paid to 100 %."""
    found = poll_queries.result_of(Poll.objects.get(pk=poll.pk))
    assert found is not None and found["chosen"] == WON
    assert found["turnout"]["by_channel"] == {"account": 15, "code": 15, "paper": 10}
    assert (found["turnout"]["ballots"], found["turnout"]["blank"]) == (40, 1)
    assert found["count"]["beside"]["selected"] == WON
    page = anyone.get(poll.get_absolute_url()).content.decode()
    assert "Chosen: Childcare at evening courses, Tool chest for new teams." in page
    assert "1 ballot was set aside because its voter cast another." in page
    bundle, tool = folder / "vote.json", folder / "pollcheck.py"
    bundle.write_bytes(anyone.get(reverse("assembly_vote_bundle", args=[poll.key])).content)
    tool.write_bytes(anyone.get(reverse("assembly_pollcheck")).content)
    assert tool.read_bytes() == Path(pollcheck.__file__).read_bytes()
    done = subprocess.run(
        [sys.executable, "-I", str(tool), str(bundle)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and "All of it holds." in done.stdout, done.stdout + done.stderr
    assert "Childcare at evening courses, Tool chest for new teams; 40 ballots." in done.stdout
    paid(poll, WON, anyone)


def paid(poll: Poll, keys: list[str], anyone: Client) -> None:
    """A decision with a budget line for each winner, begun, paid and whole."""
    day, who = make.HELD, {"by": "system/test", "at": CLOSE + timedelta(hours=1)}
    federation = make.organisation("federation")
    for key in ("federation", "school", "incubator"):
        books.open_book(organisation=make.organisation(key), on=day, **who)
    decision = decisions.record(
        body=poll.body, title=poll.title, text="As counted.", on=day, how="budget", source=poll, **who
    )
    doers = {key: (title, cost, recipient) for key, title, cost, recipient in make.PROPOSALS}
    for key in keys:
        title, cost, recipient = doers[key]
        data = {
            "organisation": federation.key,
            "account": "5600",
            "amount_minor": cost,
            "recipient": recipient,
        }
        data |= {"starts_on": day.isoformat(), "ends_on": (day + timedelta(days=365)).isoformat()}
        line = effects.plan(
            decided_in=decision, body=poll.body, kind="budget-line", title=title, data=data, **who
        )
        line = effects.begin(effect=line, on=day, **who)
        line = effects.pay(effect=line, amount_minor=cost, on=day, what=title, **who)
        assert progress_of(line, on=day).done_bp == 10_000
        page = anyone.get(reverse("assembly_effect", args=[line.key])).content.decode()
        assert title in page and re.search(r"100\s%", page)
