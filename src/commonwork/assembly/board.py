"""The public board of a poll: what happened, line by line, each line's hash over the one before.

A line says "sealed" for each sealed ballot as it comes in (its hash only), "opened", "closed", "ballots", "counted". The
one-file verifier (`pollcheck.py`) repeats every hash.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from commonwork.assembly.models import BoardEntry, Poll, PollOption
from commonwork.assembly.poll_queries import published_ballots
from commonwork.rules.chain import GENESIS, canonical, merkle_root

# What else a kind of vote fixes at its opening, told by who counts it: {"guards": [[class, [numbers], least]]} for seats
# kept for a class; {"pots": [[name, cents, [keys]]], "least_votes": n} for a budget in parts.
DEFINERS: list[Callable[[Poll], dict[str, Any]]] = []


def hashed(content: Any) -> str:
    """The hash of a value in its canonical spelling."""
    return sha256(canonical(content)).hexdigest()


def bytes_hash(sealed: bytes | memoryview) -> str:
    """The hash of a sealed ballot, as the board shows it."""
    return sha256(bytes(sealed)).hexdigest()


def add(poll: Poll, kind: str, content: dict[str, Any]) -> BoardEntry:
    """Write the next line. The caller holds the poll's lock."""
    last = poll.board.order_by("-number").first()
    number, previous = (last.number + 1, last.hash) if last else (1, GENESIS)
    line = hashed([previous, poll.key, number, kind, content])
    return BoardEntry.objects.create(poll=poll, number=number, kind=kind, content=content, hash=line)


def head(poll: Poll) -> str:
    """The hash of the last line, which fixes all before it; "" while there is none."""
    last = poll.board.order_by("-number").first()
    return last.hash if last else ""


def definition(poll: Poll, options: list[PollOption]) -> dict[str, Any]:
    """What a vote is, as fixed when it opens: everything a recount needs. Options by key: titles stay erasable."""
    further = {name: value for tell in DEFINERS for name, value in tell(poll).items()}
    return further | {
        "method": poll.method,
        "seats": poll.seats,
        "secrecy": poll.secrecy,
        "budget": poll.budget_minor,
        "budget_rule": poll.budget_rule,
        "completion": poll.completion,
        "points": poll.points,
        "most_choices": poll.most_choices,
        "most_each": poll.most_each,
        "threshold": poll.threshold,
        "threshold_base": poll.threshold_base,
        "quorum_bp": poll.quorum_bp,
        "quorum_count": poll.quorum_count,
        "quorum_base": poll.quorum_base,
        "without_quorum": poll.without_quorum,
        "channel_rule": poll.channel_rule,
        "closes_at": poll.closes_at.isoformat() if poll.closes_at else None,
        "seed": poll.seed,
        "roll": poll.voters.count(),
        "roll_votes": sum(poll.voters.values_list("weight", flat=True)),
        "options": [_option(row) for row in options],
        "key": bytes(poll.sealing_key).hex() if poll.sealing_key else None,
        "keepers": [poll.keepers_needed, poll.keepers.count()] if poll.is_sealed else None,
    }


def _option(row: PollOption) -> dict[str, Any]:
    said = {"number": row.number, "key": row.key, "cost": row.cost_minor, "class": row.class_key}
    return said | {"category": row.category, "excludes": row.excludes}


def closing(poll: Poll) -> dict[str, Any]:
    """How many ballots are in when voting closes; of sealed ones the root over their hashes."""
    if not poll.is_sealed:
        return {"ballots": poll.ballots.filter(stands=True).count(), "present": poll.present_count}
    hashes = sealed_hashes(poll)
    return {"ballots": len(hashes), "root": merkle_root(hashes), "present": poll.present_count}


def sealed_hashes(poll: Poll) -> list[str]:
    """The hashes of the sealed ballots that stand, in order of the hashes."""
    rows = poll.sealed_ballots.values_list("sealed", flat=True)
    return sorted(bytes_hash(row) for row in rows)


def opened_ballots(poll: Poll) -> dict[str, Any]:
    """The list of ballots as it is published: how many, and its hash."""
    rows = published_ballots(poll)
    return {"ballots": len(rows), "hash": hashed(rows)}
