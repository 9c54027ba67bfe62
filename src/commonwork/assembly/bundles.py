"""The bundle of a counted vote: one file with the rules, the board, every ballot and the result, for the verifier.

The file is canonical JSON, so that any changed byte shows; titles stand beside the hashed parts, since they are erasable.
"""

from importlib.resources import files

from commonwork.assembly.board import hashed
from commonwork.assembly.models import Poll
from commonwork.assembly.poll_queries import all_options, published_ballots, result_of
from commonwork.registry.queries import network
from commonwork.rules.chain import canonical

FORMAT = "commonwork-vote-1"


def bundle(poll: Poll) -> bytes:
    """The bytes of the bundle of a counted vote."""
    here = network()
    body = {
        "format": FORMAT,
        "poll": poll.key,
        "title": poll.title,
        "body": poll.body.name,
        "is_demo": bool(here and here.is_demo),
        "titles": {row.key: row.title for row in all_options(poll)},
        "withdrawn": [row.number for row in all_options(poll) if row.withdrawn_on],
        "board": [[row.number, row.kind, row.content, row.hash] for row in poll.board.order_by("number")],
        "ballots": published_ballots(poll),
        "seed": poll.seed,
        "result": result_of(poll),
    }
    return canonical({"bundle": body, "hash": hashed(body)}) + b"\n"


def verifier() -> bytes:
    """The source of the one-file verifier."""
    return files("commonwork.assembly").joinpath("pollcheck.py").read_bytes()
