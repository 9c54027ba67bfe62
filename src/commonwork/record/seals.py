"""Sealing facts in batches, and proving the seals.

A seal lists its members, because on PostgreSQL a lower id may commit later: whatever is not yet sealed and old enough
goes into the next batch. Acts never wait for it. `check` recomputes everything and returns what does not fit.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from commonwork.record.daily import daily
from commonwork.record.models import Fact, Seal, SealMember
from commonwork.rules.chain import GENESIS, merkle_root, moment, payload_hash, step

BATCH = 10_000
WINDOW = 50_000


def says(fact: Fact) -> dict[str, object]:
    """Everything a fact says and the trails it stands in, as it is hashed."""
    return {
        "id": fact.pk,
        "kind": fact.kind,
        "subject": fact.subject,
        "actor": fact.actor,
        "mandate": fact.mandate,
        "organisation": fact.organisation,
        "at": moment(fact.at),
        "recorded_at": moment(fact.recorded_at),
        "data": _plain(fact.data),
        "code": fact.code,
        "about": sorted(about.ref for about in fact.abouts.all()),
    }


def leaf(fact: Fact) -> str:
    """The hash of everything a fact says, and of the trails it stands in."""
    return payload_hash(says(fact))


def seal(*, at: datetime, everything: bool = False) -> int:
    """Seal facts not sealed yet, at most 10,000 a seal; returns how many facts were sealed.

    Looks back 50,000 facts from the newest sealed one, which is quick however long the record is; with `everything`
    also for older ones (a transaction that stayed open that long).
    """
    total = 0
    newest = SealMember.objects.aggregate(newest=Max("fact_id"))["newest"] or 0
    after = 0 if everything else max(0, newest - WINDOW)
    while sealed := _seal_batch(at, after):
        total += sealed
        if sealed < BATCH:
            break
    return total


def check() -> Iterator[str]:
    """One sentence for each seal that does not fit its facts or the seal before it."""
    previous, previous_pk = GENESIS, None
    for row in Seal.objects.order_by("pk").iterator():
        members = row.members.select_related("fact").prefetch_related("fact__abouts").order_by("position")
        leaves = [(member.leaf, leaf(member.fact)) for member in members.iterator(2000)]
        if any(kept != now for kept, now in leaves):
            yield f"seal {row.pk}: a fact is not what it was when it was sealed"
        if len(leaves) != row.fact_count or _root([kept for kept, _ in leaves]) != row.root:
            yield f"seal {row.pk}: its facts do not add up to its root"
        if row.previous_id != previous_pk or row.hash != _chained(previous, row):
            yield f"seal {row.pk}: it does not follow the seal before it"
        previous, previous_pk = row.hash, row.pk


@daily("record.seal")
def seal_daily(on: object) -> None:
    """Seal what the regular rounds of the worker have left, however old."""
    seal(at=timezone.now(), everything=True)


@transaction.atomic
def _seal_batch(at: datetime, after: int) -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('record.seal'))")
    waiting = Fact.objects.filter(pk__gt=after, sealed=None).prefetch_related("abouts").order_by("pk")
    facts = list(waiting[:BATCH])
    if not facts:
        return 0
    last = Seal.objects.order_by("-pk").first()
    leaves = [leaf(fact) for fact in facts]
    row = Seal(previous=last, root=merkle_root(leaves), fact_count=len(facts), sealed_at=at)
    row.hash = _chained(last.hash if last else GENESIS, row)
    row.save()
    SealMember.objects.bulk_create(
        SealMember(seal=row, fact=fact, position=position, leaf=hash_)
        for position, (fact, hash_) in enumerate(zip(facts, leaves, strict=True))
    )
    return len(facts)


def _root(leaves: list[str]) -> str:
    try:
        return merkle_root(leaves)
    except ValueError:  # somebody wrote what is no hash
        return ""


def _chained(previous: str, row: Seal) -> str:
    return step(
        previous=previous, seq=row.fact_count, key=row.root, at=row.sealed_at, payload=payload_hash({})
    )


def _plain(value: object) -> object:
    """JSON as the database gives it back, floats (there should be none) as text."""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
