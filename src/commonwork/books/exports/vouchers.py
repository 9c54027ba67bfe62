"""The vouchers of a pack: the papers that stand beside its entries and claims, each as it is kept, named by its hash.

What was erased is not there. Vouchers may show names, as receipts do: they come with a pack only where its reader may
see them (`Scope.shows_names`).
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from commonwork.books.exports.parts import Part, Pieces, Scope, declare
from commonwork.books.models import Book, Claim, Entry
from commonwork.record import documents

LIST = "vouchers.json"


def _files(scope: Scope) -> Iterator[tuple[str, Pieces]]:
    if not scope.shows_names:
        return
    rows: list[dict[str, Any]] = []
    written: dict[str, str] = {}
    for book in scope.books:
        for ref, entries in sorted(_refs(book, scope).items()):
            for paper in documents.kept(ref):
                name = f"vouchers/{paper.sha256}.{documents.ENDINGS[paper.kind]}"
                rows.append(
                    {
                        "ref": ref,
                        "hash": paper.sha256,
                        "kind": paper.kind,
                        "file": name,
                        "book": book.key,
                        "entries": entries,
                    }
                )
                written.setdefault(name, paper.sha256)
    for name, digest in sorted(written.items()):
        yield name, _content(digest)
    yield LIST, [json.dumps(rows, ensure_ascii=False, indent=1, sort_keys=True) + "\n"]


def _refs(book: Book, scope: Scope) -> dict[str, list[int]]:
    """{where papers may stand: numbers of the entries they prove}, as of the pack's day. Claims that were sent in are
    there even before they are decided; drafts and withdrawn ones are not."""
    found: dict[str, list[int]] = defaultdict(list)
    refs = documents.refs_with_papers(f"books.entry/{book.key}-")
    seqs = {int(number): ref for ref in refs if (number := ref.rpartition("-")[2]).isdigit()}
    for seq in Entry.objects.filter(book=book, seq__in=seqs, effective_on__lte=scope.on).values_list(
        "seq", flat=True
    ):
        if seqs[seq] == f"books.entry/{book.key}-{seq}":
            found[seqs[seq]] = [seq]
    sent = Claim.objects.filter(book=book, submitted_on__lte=scope.on)
    sent = sent.exclude(state__in=[Claim.State.DRAFT, Claim.State.WITHDRAWN])
    for claim in sent.select_related("approval", "payment"):
        entries = [entry for entry in (claim.approval, claim.payment) if entry is not None]
        found[f"books.claim/{claim.key}"] = sorted(
            entry.seq for entry in entries if entry.effective_on <= scope.on
        )
    return found


def _content(digest: str) -> Iterator[bytes]:
    """Read when it is written, one paper at a time."""
    yield documents.content(digest)


declare(
    Part(
        "vouchers",
        "The papers beside entries and claims (receipts, bills), each named by its SHA-256; vouchers.json says which "
        "entry each belongs to. THEY MAY SHOW NAMES OF PEOPLE: they are part of the evidence. Keep this pack as you "
        "keep the books, and delete it when the audit is done. A pack for somebody who may not see them has none.",
        _files,
    )
)
