"""The one-file verifier: it agrees with every rule, runs alone, and finds what was tampered with."""

import json
import random
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from commonwork.assembly import bundles, pollcheck, sealing
from commonwork.assembly.actions import casting, paper_piles, polls
from commonwork.assembly.actions.polls import Option
from commonwork.assembly.models import BudgetPot, BudgetRound, Poll
from commonwork.rules.counting import ballots, budget, budget_parts, points, stv, votes
from commonwork.rules.counting.guards import Guard
from tests.rooms.assembly import make_polls as make
from tests.rooms.assembly.make_polls import AFTER, NOON

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
TOOL = Path(pollcheck.__file__)
TOWN = (
    Option("Van", cost_minor=800_00),
    Option("Path", cost_minor=500_00),
    Option("Trees", cost_minor=300_00),
)
BUDGET: dict[str, Any] = {"options": TOWN, "budget_minor": 1100_00}


def bundle_of(poll: Poll) -> bytes:
    return bundles.bundle(Poll.objects.get(pk=poll.pk))


def checked(content: bytes, path: Path, *more: str) -> tuple[int, str]:
    """Exit status and words of the verifier, run alone: no package path, no network."""
    path.write_bytes(content)
    command = [sys.executable, "-I", str(TOOL), str(path), *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("method", "more", "cast"),
    [
        ("majority", {"threshold": "2/3", "quorum_bp": 2500}, ("yes", "yes", "no", "abstain", "")),
        ("approval", {"seats": 2}, ("1 2", "2", "3", "")),
        ("score", {"most_each": 5}, ("1:5 2:4", "2:4", "3:5")),
        ("dots", {"points": 6, "quorum_count": 6, "without_quorum": "advice"}, ("1:6", "2:3 3:3")),
        ("irv", {}, ("1 2", "1", "2 1", "3 2", "3 2")),
        ("schulze", {}, ("1 2 3", "2 3 1", "3 1 2")),
        ("scottish", {"seats": 2}, ("1 3", "1 3", "1 3", "1 3", "2", "")),
        ("meek", {"seats": 2}, ("1 3", "1 3", "1 3", "2")),
        ("budget-approval", BUDGET, ("1", "1", "1", "2 3", "2")),
        ("budget-approval", {**BUDGET, "budget_rule": "greedy"}, ("1", "1", "2 3", "2")),
        ("budget-knapsack", {**BUDGET, "budget_rule": "greedy-no-skip"}, ("1 3", "2 3")),
        ("budget-points", {**BUDGET, "points": 10, "completion": "utilitarian"}, ("1:10", "2:4 3:6", "2:1")),
    ],
)
def test_the_verifier_gets_the_result_of_every_method(
    method: str, more: dict[str, Any], cast: tuple[str, ...], tmp_path: Path
) -> None:
    """The ballots come in by every way in turn: with a code, by account, at a table, on paper typed twice."""
    poll = make.opened(method, **more)
    for number, content in enumerate(cast, start=1):
        way = ("code", "account", "table", "paper")[number % 4]
        if way == "paper":
            make.pile(poll, (f"R-{number}", content), name=f"Pile {number}")
        else:
            casting.cast(poll=poll, voter=f"R-{number}", content=content, channel=way, at=NOON)
    tool = pollcheck.Check(bundle_of(make.counted(poll, seed="dice 2 5")))
    assert [said for said, holds, _ in tool.claims if not holds] == []
    assert len(tool.claims) >= 10


@pytest.mark.soak
@pytest.mark.parametrize(
    ("method", "more", "cast"),
    [
        ("majority", {"threshold": "2/3"}, ("yes", "yes", "no", "abstain", "")),
        ("approval", {"seats": 2}, ("1 2", "2", "3", "")),
        ("score", {"most_each": 5}, ("1:5 2:4", "2:4", "3:5")),
        ("dots", {"points": 6}, ("1:6", "2:3 3:3")),
        ("schulze", {}, ("1 2 3", "2 3 1", "3 1 2")),
        ("scottish", {"seats": 2}, ("1 3", "1 3", "1 3", "1 3", "2", "")),
        ("meek", {"seats": 2}, ("1 3", "1 3", "1 3", "2")),
        ("budget-approval", BUDGET, ("1", "1", "1", "2 3", "2")),
        ("budget-knapsack", BUDGET, ("1 3", "2 3")),
        ("budget-points", {**BUDGET, "points": 10}, ("1:10", "2:4 3:6", "2:1")),
    ],
)
def test_the_verifier_gets_the_result_of_every_method_sealed(
    method: str, more: dict[str, Any], cast: tuple[str, ...]
) -> None:
    poll, codes = make.sealed(method=method, **more)
    for number, content in enumerate(cast, start=1):
        secret, channel = sealing.new_code(20), ("code", "account", "table")[number % 3]
        casting.cast(poll=poll, voter=f"R-{number}", content=content, channel=channel, at=NOON, secret=secret)
    make.pile(poll, ("1", cast[0]), name="Pile")
    paper_piles.mark_roll(poll=poll, voters=["R-12"], **make.WHO)
    make.closed(poll)
    make.unsealed(poll, codes, 1, 3)
    polls.count(poll=poll, **AFTER)
    tool = pollcheck.Check(bundle_of(poll))
    assert [said for said, holds, _ in tool.claims if not holds] == []
    assert len(tool.texts) == len(cast) + 1


def test_it_runs_alone_on_a_sealed_bundle_and_finds_the_voters_ballot(tmp_path: Path) -> None:
    poll, codes = make.sealed(method="irv")
    secrets = [sealing.new_code(20) for _ in range(4)]
    for number, (secret, content) in enumerate(zip(secrets, ("1 2", "2", "3", "2 1"), strict=True), start=1):
        casting.cast(poll=poll, voter=f"R-{number}", content=content, channel="code", at=NOON, secret=secret)
    casting.cast(poll=poll, voter="R-3", content="3 1", channel="code", at=NOON, secret=secrets[2])
    make.closed(poll)
    make.unsealed(poll, codes, 1, 3)
    polls.count(poll=poll, **AFTER)
    path, content = tmp_path / "vote.json", bundle_of(poll)
    status, said = checked(content, path, "--code", sealing.shown(secrets[2]))
    assert (status, "BROKEN" in said) == (0, False), said
    assert "All of it holds." in said and "Your ballot is in the count: 3 1" in said
    assert "No ballot stands beside this code." in checked(content, path, "--code", "NO CODE")[1]
    status, said = checked(content, path, "--json", "--code", sealing.receipt_code(poll.key, secrets[0]))
    assert status == 0 and json.loads(said)["own"] == "Your ballot is in the count: 1 2"
    assert checked(b"{}", path)[0] == 2
    changed = content.replace(b'"3 1"', b'"1 3"', 1)
    assert changed != content
    status, said = checked(changed, path)
    assert status == 1 and "BROKEN the ballots are those on the board" in said


def lied(content: bytes, change: Any) -> pollcheck.Check:
    """The bundle of a cheat who changes it and mends the outer hash."""
    body = json.loads(content)["bundle"]
    change(body)
    return pollcheck.Check(pollcheck.canonical({"bundle": body, "hash": pollcheck.hashed(body)}) + b"\n")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda body: body["ballots"].append(["", "1", 1]), "the ballots are those on the board"),
        (lambda body: body["result"].update(chosen=["path"]), "and the same is chosen"),
        (
            lambda body: body["result"]["quorum"].update(needed=0),
            "the quorum and what follows from it are right",
        ),
        (lambda body: body["board"][0][2].update(seats=2), "each line of the board fixes the one before"),
        (lambda body: body.update(seed="another"), "the result is the one on the board"),
        (
            lambda body: body["result"]["count"]["stages"][0]["totals"].update(park="9"),
            "every stage of the count is right (1)",
        ),
    ],
)
def test_who_mends_the_outer_hash_is_still_found_out(change: Any, said: str) -> None:
    poll = make.counted(make.cast(make.opened("approval", quorum_count=2), "1 2", "2", "3"), seed="dice")
    assert said in [claim for claim, holds, _ in lied(bundle_of(poll), change).claims if not holds]


def mutations(content: bytes, count: int) -> list[bytes]:
    """So many single bytes changed, places and values from a fixed seed."""
    draw, found = random.Random(12), []
    for _ in range(count):
        at = draw.randrange(len(content))
        value = draw.choice([one for one in range(256) if one != content[at]])
        found.append(content[:at] + bytes([value]) + content[at + 1 :])
    return found


@pytest.mark.parametrize("count", [100, pytest.param(10_000, marks=pytest.mark.soak)])
def test_every_single_changed_byte_is_detected(count: int, tmp_path: Path, capsys: Any) -> None:
    content = bundle_of(make.counted(make.cast(make.opened("scottish", seats=2), "1 2", "2 3", "3", "1")))
    path = tmp_path / "vote.json"
    passed = 0
    for changed in mutations(content, count):
        path.write_bytes(changed)
        passed += pollcheck.main([str(path)]) == 0
    path.write_bytes(content)
    assert pollcheck.main([str(path)]) == 0
    capsys.readouterr()
    print(f"{count:,} single-byte changes, {passed} passed")
    assert passed == 0


@pytest.mark.parametrize("count", [6, pytest.param(1_000, marks=pytest.mark.soak)])
def test_it_agrees_with_the_rules_on_random_votes(count: int) -> None:
    """Rankings, points and budgets drawn from a seed: the same stages, elected and selected, lots included."""
    draw = random.Random(11)
    names = [f"c{number}" for number in range(5)]
    for at in range(count):
        papers = [
            (draw.sample(range(5), draw.randint(0, 5)), draw.randint(1, 3))
            for _ in range(draw.randint(1, 14))
        ]
        packed = ballots.of(
            [[one + 1 for one in ranking] for ranking, _ in papers], [many for _, many in papers]
        )
        seats, seed = draw.randint(1, 3), f"seed {at}"
        urn, members = pollcheck.Urn(names, seed), frozenset(draw.sample(range(5), 2))
        for rule in ("scottish", "meek", "irv", "schulze", "guarded"):
            asked = 1 if rule in ("irv", "schulze") else seats
            guards = [(set(members), 1)] if rule == "guarded" else []
            tool = pollcheck.Ranked(papers, list(range(5)), asked, urn, guards)
            stages, elected, _quota = getattr(tool, "scottish" if guards else rule)()
            found = stv.count(
                packed,
                names,
                asked,
                rule="scottish" if guards else rule,  # type: ignore[arg-type]
                seed=seed,
                guards=[Guard("g", members, 1)] if guards else [],
            )
            assert [names[one] for one in elected] == list(found.elected), (rule, seed)
            assert [list(stage.totals.values()) for stage in found.stages] == [stage[0] for stage in stages]
        _budgets_agree(draw, seed)
        _parts_agree(draw, seed)


def _parts_agree(draw: random.Random, seed: str) -> None:
    """Pots, or none; projects that exclude each other; votes a project needs: as `rules.counting.budget_parts` has it."""
    keys = [f"p{number}" for number in range(6)]
    projects = [votes.Project(key, draw.randint(1, 9) * 10_00) for key in keys]
    given = [{at: draw.randint(1, 3) for at in draw.sample(range(6), draw.randint(0, 5))} for _ in range(9)]
    rivals = {key: draw.sample([one for one in keys if one != key], draw.randint(0, 2)) for key in keys}
    pots = [["north", 90_00, keys[:3]], ["south", 70_00, keys[3:]]] if draw.random() < 0.5 else []
    rule, least = draw.choice(["equal-shares", "greedy"]), draw.randint(0, 3)
    check = pollcheck.Check.__new__(pollcheck.Check)
    options = [{"key": key, "excludes": rivals[key]} for key in keys]
    check.rules = {"budget": 150_00, "budget_rule": rule, "completion": "none", "least_votes": least}
    check.rules |= {"options": options, "pots": pots}
    costs = [project.cost for project in projects]
    chosen, found = check.budget(keys, costs, given, pollcheck.Urn(keys, seed))
    packed = votes.of(projects, [{keys[at]: points for at, points in one.items()} for one in given])
    decide = partial(budget.equal_shares, step=100) if rule == "equal-shares" else budget.greedy
    parts = budget_parts.decide(
        projects,
        packed,
        150_00,
        partial(decide, seed=seed),
        pots=[budget_parts.Pot(name, money, frozenset(of_pot)) for name, money, of_pot in pots],
        rivals=rivals,
        least_votes=least,
    )
    ours = budget_parts.combined(parts, projects, packed)
    assert chosen == list(ours.selected), (seed, rule, pots, least)
    assert (found["cost"], found["voters_with_a_project"]) == (ours.cost, ours.voters_with_a_project)


def _budgets_agree(draw: random.Random, seed: str) -> None:
    projects = [votes.Project(f"p{number}", draw.randint(1, 9) * 10_00) for number in range(4)]
    given = [
        {at: draw.randint(1, 3) for at in draw.sample(range(4), draw.randint(0, 4))}
        for _ in range(draw.randint(1, 9))
    ]
    packed = votes.of(projects, [{projects[at].key: points for at, points in one.items()} for one in given])
    urn = pollcheck.Urn([project.key for project in projects], seed)
    tool = pollcheck.Budget([project.cost for project in projects], given, 150_00, urn)
    ours = budget.equal_shares(projects, packed, 150_00, step=100, completion="utilitarian", seed=seed)
    taken = tool.decide("equal-shares", True)
    assert [projects[at].key for at in taken] == list(ours.selected), seed
    for kind, skips in (("skip", True), ("no-skip", False)):
        found = budget.greedy(projects, packed, 150_00, kind=kind, seed=seed)  # type: ignore[arg-type]
        assert [projects[at].key for at in tool.greedy(skips, [], 150_00)] == list(found.selected)
    sums = points.count(
        [(({at + 1: p for at, p in one.items()}), 1) for one in given], ["a", "b", "c", "d"], 2, seed=seed
    )
    ranked = pollcheck.Ranked([], [0, 1, 2, 3], 2, pollcheck.Urn(["a", "b", "c", "d"], seed), [])
    totals = [sum(one.get(at, 0) for one in given) for at in range(4)]
    assert ["abcd"[at] for at in ranked.summed(totals)[1]] == list(sums.elected)


def test_the_verifier_is_short_and_uses_the_standard_library_alone() -> None:
    text = TOOL.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 400
    brought = {
        line.split()[1].partition(".")[0]
        for line in text.splitlines()
        if line.startswith(("import ", "from "))
    }
    assert brought <= set(sys.stdlib_module_names)


def test_a_budget_in_pots_with_rivals_is_recounted_as_it_was_decided() -> None:
    """Streets 1,000: the pool (3 votes) keeps the lake (2) out, so the path (1) fits; parks 200: the bench has one vote
    of the two it needs."""
    town = (
        Option("Pool", key="pool", cost_minor=500_00, category="streets", excludes=("lake",)),
        Option("Lake", key="lake", cost_minor=400_00, category="streets"),
        Option("Path", key="path", cost_minor=300_00, category="streets"),
        Option("Bench", key="bench", cost_minor=100_00, category="parks"),
    )
    poll = make.draft("budget-approval", options=town, budget_minor=1200_00, budget_rule="greedy")
    day = make.HELD
    round = BudgetRound.objects.create(
        key="round", body=poll.body, title="Town", budget_minor=1200_00, rule="greedy", least_votes=1, poll=poll.key,
        ideas_until=day, costed_until=day, votes_until=day, state="voting",
    )  # fmt: skip
    for code, money in (("streets", 1000_00), ("parks", 200_00)):
        BudgetPot.objects.create(round=round, code=code, name=code.title(), budget_minor=money)
    polls.open(poll=poll, **make.WHO)
    make.counted(make.cast(poll, "1 2", "1 2", "1", "3", ""))
    tool = pollcheck.Check(bundle_of(poll))
    keys, found = tool.recount("")
    assert (keys, found["cost"], found["voters_with_a_project"]) == (["pool", "path"], 800_00, 4)
