"""How an entry is hashed: one function for the writer and for whoever checks it later.

The payload hash covers what the entry says; the chain hash covers the entry before, the number, the id, the moment
and the payload. Memos are covered by their salted hash, so that one can be erased without breaking the chain.
"""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from commonwork.rules import chain


class HashedLine(NamedTuple):
    """A line as the hash sees it."""

    account: str
    amount_minor: int
    party: str
    fund: str


def payload_hash(
    *,
    book: str,
    kind: str,
    on: date,
    source: str,
    lines: Sequence[HashedLine],
    memo_hash: str = "",
    mirror: UUID | None = None,
    reverses: UUID | None = None,
    is_closing: bool = False,
) -> str:
    """The hash of what an entry says, in the book with this key; lines in their order."""
    return chain.payload_hash(
        {
            "book": book,
            "closing": is_closing,
            "kind": kind,
            "lines": [list(line) for line in lines],
            "memo": memo_hash,
            "mirror": str(mirror) if mirror else "",
            "on": on.isoformat(),
            "reverses": str(reverses) if reverses else "",
            "source": source,
        }
    )


def entry_hash(*, previous: str, seq: int, entry: UUID, recorded_at: datetime, payload: str) -> str:
    """The hash that chains an entry to the one before it."""
    return chain.step(previous=previous, seq=seq, key=str(entry), at=recorded_at, payload=payload)


def memo_hash(*, salt: str, text: str) -> str:
    """The salted hash of a memo."""
    return sha256(f"{salt}:{text}".encode()).hexdigest()
