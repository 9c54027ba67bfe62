"""Where the papers of an entry stand, and which of them a reader may see."""

from commonwork.books.models import Entry
from commonwork.record import documents
from commonwork.record.documents import Paper


def entry_ref(entry: Entry) -> str:
    """The reference under which the papers of an entry stand."""
    return f"books.entry/{entry.book.key}-{entry.seq}"


def things(entry: Entry) -> list[str]:
    """Where the papers of an entry stand: at the entry, and at the claim it approves or pays."""
    claim = getattr(entry, "approves_claim", None) or getattr(entry, "pays_claim", None)
    return [entry_ref(entry), *([f"books.claim/{claim.key}"] if claim else [])]


def papers_seen(entry: Entry, *, only_public: bool) -> list[Paper]:
    """The papers of an entry; for the public only those shown to everyone."""
    found = [paper for thing in things(entry) for paper in documents.papers(thing)]
    return [paper for paper in found if paper.is_public] if only_public else found
