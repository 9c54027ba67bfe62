"""How an entry is hashed: `payload_hash` and `entry_hash` say it plainly, for whoever checks an entry later;
`payload_hash_of` and `entry_hash_of` put the same bytes together without a detour, for the writer.

The payload hash covers what the entry says; the chain hash covers the entry before, the number, the id, the moment
and the payload. Memos are covered by their salted hash, so that one can be erased without breaking the chain.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from json.encoder import encode_basestring  # type: ignore[attr-defined]
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


@lru_cache(maxsize=8192)
def quoted(text: str) -> str:
    """A text as canonical JSON spells it."""
    return str(encode_basestring(text))


def payload_hash_of(
    book: str,
    closing: bool,
    kind: str,
    lines: str,
    memo: str,
    mirror: UUID | None,
    on: date,
    reverses: UUID | None,
    source: str,
) -> str:
    """The same hash as `payload_hash`; `book` and `lines` (joined by commas) come quoted already."""
    text = (
        f'{{"book":{book},"closing":{"true" if closing else "false"},"kind":{quoted(kind)},"lines":[{lines}],'
        f'"memo":"{memo}","mirror":"{mirror or ""}","on":"{on.isoformat()}","reverses":"{reverses or ""}",'
        f'"source":{quoted(source)}}}'
    )
    return sha256(text.encode()).hexdigest()


def entry_hash_of(previous: str, seq: int, entry: str, moment: str, payload: str) -> str:
    """The same hash as `entry_hash`; `moment` as `chain.moment` spells it."""
    return sha256(f'["{previous}",{seq},"{entry}","{moment}","{payload}"]'.encode()).hexdigest()


def memo_hash(*, salt: str, text: str) -> str:
    """The salted hash of a memo."""
    return sha256(f"{salt}:{text}".encode()).hexdigest()
