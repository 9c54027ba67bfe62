"""Hashes that make a changed record show: canonical bytes, a chain of steps, a Merkle tree over a batch.

Everything is SHA-256, written as 64 lower-case hexadecimal digits. What is stored, when a batch is sealed and
who keeps the root is left to the record and the books. The file uses the standard library alone, so that an
outside verifier can copy the few lines it needs.

Canonical JSON: UTF-8, object keys sorted by code point, no spaces, text unescaped where JSON allows it;
strings, whole numbers, true, false, null, lists and objects with text keys only. Fractions are refused:
amounts travel as minor units or as decimal strings. Text is hashed as it stands, without Unicode
normalisation.

Merkle tree (RFC 6962, section 2.1): leaf = SHA-256(0x00 || member), node = SHA-256(0x01 || left || right),
split at the largest power of two below the size; the empty tree is SHA-256 of nothing. The prefixes keep a
node from passing as a leaf.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256

GENESIS = "0" * 64  # what the first step of a chain follows


class NotCanonical(TypeError):
    """A value without one canonical spelling (a float, a date, a number as key): the caller's mistake."""


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(payload: object) -> bytes:
    """Return the one byte string of a payload. Raises NotCanonical.

    >>> canonical({"b": [1, None, True], "a": "Señor"})
    b'{"a":"Se\\xc3\\xb1or","b":[1,null,true]}'
    """
    _check(payload)
    try:
        return _ENCODER.encode(payload).encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("half a surrogate pair is not text") from error


def _check(value: object) -> None:
    if value is None or isinstance(value, str | int):
        return
    if isinstance(value, dict):
        for key, member in value.items():
            if not isinstance(key, str):
                raise NotCanonical(f"an object key must be text, not {type(key).__name__}")
            _check(member)
    elif isinstance(value, list | tuple):
        for member in value:
            _check(member)
    else:
        raise NotCanonical(f"{type(value).__name__} has no canonical spelling")


def payload_hash(payload: object) -> str:
    """Return the hash of a payload's canonical bytes. Raises NotCanonical.

    >>> payload_hash({})
    '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
    """
    return sha256(canonical(payload)).hexdigest()


def moment(at: datetime) -> str:
    """Return a moment in the one spelling that is hashed: UTC, microseconds, "Z". Raises NotCanonical.

    >>> moment(datetime(2016, 12, 31, 23, 0, tzinfo=UTC))
    '2016-12-31T23:00:00.000000Z'
    """
    if at.tzinfo is None:
        raise NotCanonical("a moment without a time zone has no canonical spelling")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def step(*, previous: str, seq: int, key: str, at: datetime, payload: str) -> str:
    """Return the hash of one step: SHA-256 over the canonical list [previous, seq, key, moment, payload
    hash].

    previous: the hash of the step before, GENESIS for the first. seq: its place in the chain. key: its own
    id. payload: `payload_hash` of what it says. Raises NotCanonical.

    >>> step(previous=GENESIS, seq=1, key="a", at=datetime(2016, 1, 1, tzinfo=UTC), payload=payload_hash({}))
    '1ac18708a0f900252aa9c652ce3daca8df17d01b1cc9289c067e43217f5dee69'
    """
    return sha256(canonical([previous, seq, key, moment(at), payload])).hexdigest()


def _leaf(member: str) -> bytes:
    return sha256(b"\x00" + bytes.fromhex(member)).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def _parents(level: Sequence[bytes]) -> list[bytes]:
    """The level above: pairs joined, a last one without a partner carried up (as in RFC 6962)."""
    above = [_node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
    return [*above, level[-1]] if len(level) % 2 else above


def merkle_root(members: Sequence[str]) -> str:
    """Return the root over `members` (hexadecimal, in their order), which fixes every one of them.

    >>> merkle_root([])
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    """
    level = [_leaf(member) for member in members]
    while len(level) > 1:
        level = _parents(level)
    return (level[0] if level else sha256(b"").digest()).hex()


def inclusion_proof(members: Sequence[str], index: int) -> list[str]:
    """Return the neighbours' hashes, from the leaf up, that lead from `members[index]` to the root.

    >>> members = [payload_hash(number) for number in range(5)]
    >>> len(inclusion_proof(members, 0)), len(inclusion_proof(members, 4))
    (3, 1)
    """
    if not 0 <= index < len(members):
        raise IndexError(index)
    level, path = [_leaf(member) for member in members], []
    while len(level) > 1:
        if (neighbour := index ^ 1) < len(level):
            path.append(level[neighbour].hex())
        level, index = _parents(level), index // 2
    return path


def inclusion_proofs(members: Sequence[str]) -> list[list[str]]:
    """Return the proof of every member, in their order, working each node out once.

    >>> members = [payload_hash(number) for number in range(5)]
    >>> inclusion_proofs(members) == [inclusion_proof(members, index) for index in range(5)]
    True
    """
    level = [_leaf(member) for member in members]
    paths: list[list[str]] = [[] for _ in members]
    height = 0
    while len(level) > 1:
        shown = [node.hex() for node in level]
        for index, path in enumerate(paths):
            if (neighbour := (index >> height) ^ 1) < len(level):
                path.append(shown[neighbour])
        level, height = _parents(level), height + 1
    return paths


def is_included(*, member: str, index: int, size: int, path: Sequence[str], root: str) -> bool:
    """Say whether `path` leads from `member`, at `index` of `size` members, to `root` (RFC 9162, 2.1.3.2).

    >>> members = [payload_hash(number) for number in range(5)]
    >>> path = inclusion_proof(members, 3)
    >>> is_included(member=members[3], index=3, size=5, path=path, root=merkle_root(members))
    True
    >>> is_included(member=members[2], index=3, size=5, path=path, root=merkle_root(members))
    False
    """
    if not 0 <= index < size:
        return False
    at, last, reached = index, size - 1, _leaf(member)
    for neighbour in map(bytes.fromhex, path):
        if last == 0:
            return False
        if at % 2 or at == last:
            reached = _node(neighbour, reached)
            while at % 2 == 0 and at:
                at, last = at // 2, last // 2
        else:
            reached = _node(reached, neighbour)
        at, last = at // 2, last // 2
    return last == 0 and reached.hex() == root
