"""The part of a pack that machines check: books, entries with what was hashed, facts with their place in a seal.

Entries that count for a day after the pack's, but were written before its last entry, are there as their hashes
alone: so the chain can be followed and nothing later is told.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.db.models import Max

from commonwork.books import charts
from commonwork.books.exports import reading
from commonwork.books.exports.parts import Part, Pieces, Scope, declare
from commonwork.books.models import Account, Book, Entry, Period
from commonwork.record.models import Fact, Seal, SealMember
from commonwork.record.seals import says
from commonwork.rules.chain import GENESIS, canonical, inclusion_proofs, moment

DAY = timedelta(days=1)
TREES_AT_HAND = 4


def between_books() -> dict[str, list[str]]:
    """{name: accounts that come to zero over all sides of a movement between books}."""
    pairs = {"/".join((pair.first, pair.second)): [pair.first, pair.second] for pair in charts.eliminations()}
    return {**pairs, "cash": sorted(charts.cash_codes())}


def head(book: Book, on: date) -> tuple[int, str]:
    """Number and hash of the last entry that belongs in a pack as of a day."""
    seq = reading.last_needed(book, on)
    found = Entry.objects.filter(book=book, seq=seq).values_list("hash", flat=True).first()
    return seq, found or GENESIS


def _files(scope: Scope) -> Iterator[tuple[str, Pieces]]:
    yield "books.jsonl", _lines(_book(book, scope.on) for book in scope.books)
    for book in scope.books:
        yield f"books/{book.key}/entries.jsonl", _lines(_entries(book, scope.on))
    yield "facts.jsonl", _lines(_facts(scope))
    yield "seals.jsonl", _lines(_seals(scope))


def _lines(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    for row in rows:
        yield canonical(row) + b"\n"


def _book(book: Book, on: date) -> dict[str, Any]:
    seq, link = head(book, on)
    accounts = Account.objects.filter(book=book).order_by("code")
    periods = Period.objects.filter(book=book, ends_on__lte=on + DAY, head_seq__lte=seq).order_by("ends_on")
    return {
        "key": book.key,
        "unit": book.unit,
        "chart": book.chart,
        "opened_on": book.opened_on.isoformat(),
        "accounts": [[row.code, row.name, row.kind, row.unit, row.by] for row in accounts],
        "head_seq": seq,
        "head_hash": link,
        "periods": [
            {
                "ends_on": row.ends_on.isoformat(),
                "head_seq": row.head_seq,
                "head_hash": row.head_hash,
                "sums": row.sums,
            }
            for row in periods
        ],
    }


def _entries(book: Book, on: date) -> Iterator[dict[str, Any]]:
    last = reading.last_needed(book, on)
    for some in reading.entries(book):
        for row, lines in some:
            if row.seq > last:
                return
            told = {
                "seq": row.seq,
                "id": str(row.id),
                "at": moment(row.recorded_at),
                "previous": row.prev_hash,
                "hash": row.hash,
            }
            if row.effective_on > on:
                yield {**told, "payload_hash": row.payload_hash}
            else:
                yield {**told, "payload": _payload(book, row, lines)}


def _payload(book: Book, row: reading.EntryRow, lines: list[reading.LineRow]) -> dict[str, Any]:
    """What an entry says, as `books.hashing` hashes it."""
    return {
        "book": book.key,
        "closing": row.is_closing,
        "kind": row.kind,
        "lines": [[line.code, line.amount_minor, line.party, line.fund] for line in lines],
        "memo": row.memo_hash,
        "mirror": str(row.mirror) if row.mirror else "",
        "on": row.effective_on.isoformat(),
        "reverses": str(row.reverses_id) if row.reverses_id else "",
        "source": row.source,
    }


def _facts(scope: Scope) -> Iterator[dict[str, Any]]:
    numbers = {pk: number for number, pk in enumerate(_seal_rows().values_list("pk", flat=True), 1)}
    trees = _Trees()
    rows = scope.facts().prefetch_related("abouts").iterator(chunk_size=reading.AT_ONCE)
    while some := list(islice(rows, reading.AT_ONCE)):
        places = SealMember.objects.filter(fact__in=some).in_bulk(field_name="fact_id")
        for fact in some:
            yield _fact(fact, places.get(fact.pk), numbers, trees)


def _fact(fact: Fact, place: SealMember | None, numbers: dict[int, int], trees: "_Trees") -> dict[str, Any]:
    if place is None:
        return {"fact": says(fact), "seal": None}
    return {
        "fact": says(fact),
        "seal": numbers[place.seal_id],
        "position": place.position,
        "path": trees.path(place.seal_id, place.position),
    }


def _seals(scope: Scope) -> Iterator[dict[str, Any]]:
    """All seals up to the last one that holds a fact of the pack."""
    last = SealMember.objects.filter(fact__in=scope.facts().order_by()).aggregate(last=Max("seal_id"))["last"]
    for number, row in enumerate(_seal_rows().filter(pk__lte=last or 0).iterator(), 1):
        yield {
            "number": number,
            "root": row.root,
            "hash": row.hash,
            "fact_count": row.fact_count,
            "sealed_at": moment(row.sealed_at),
        }


def _seal_rows() -> Any:
    return Seal.objects.order_by("pk")


class _Trees:
    """The paths of the seals read last: at most 10,000 leaves each."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, list[list[str]]] = OrderedDict()

    def path(self, seal: int, position: int) -> list[str]:
        """The neighbours' hashes from a member up to the root of its seal."""
        if seal not in self._kept:
            leaves = SealMember.objects.filter(seal=seal).order_by("position").values_list("leaf", flat=True)
            self._kept[seal] = inclusion_proofs(list(leaves))
            if len(self._kept) > TREES_AT_HAND:
                self._kept.popitem(last=False)
        return self._kept[seal][position]


declare(
    Part(
        "evidence",
        "What is checked by machine: each entry with what was hashed and the hash of the entry before it; each fact with "
        "its place in a seal; the seals; the books with their accounts and closed periods. Facts and entries hold keys, "
        "codes, dates and amounts, never names.",
        _files,
    )
)
