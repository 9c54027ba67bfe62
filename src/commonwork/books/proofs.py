"""Proofs: what must hold in the books, checked against the rows themselves, with the evidence in figures.

Nothing here trusts a trigger or a cache: hashes, links, sums and balances are worked out again, entry by entry, in
one pass that keeps no more than a few thousand rows in memory. I1 to I10 are the invariants of the ledger's design.
"""

from dataclasses import dataclass, field

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from commonwork.books import guards
from commonwork.books.models import Book
from commonwork.books.moment import one_moment
from commonwork.books.proof_holds import ends, keys, limits, subledgers
from commonwork.books.proof_pass import MOST_FAULTS, Pass
from commonwork.books.proof_queries import (
    changed_periods,
    disagreeing_mirrors,
    without_fact,
    without_party,
)
from commonwork.record import guards as record_guards
from commonwork.rules.refusal import Refusal, sentence

CLAIMS = {
    "I1": gettext_noop("Every entry has two lines or more and adds up to zero in each unit."),
    "I2": gettext_noop("Every balance kept beside an account is the sum of its lines."),
    "I3": gettext_noop(
        "No account stands beyond its floor or ceiling, not even with all that is set aside; what is set aside is "
        "the sum of its holds."
    ),
    "I4": gettext_noop(
        "Numbers have no gaps, and every hash follows from what is there and from the one before."
    ),
    "I5": gettext_noop("Closed periods are as they were when they were closed."),
    "I6": gettext_noop("Every entry comes from one recorded fact, and every token had one effect."),
    "I7": gettext_noop("Every hold ended once at most, and what was posted is what was held."),
    "I8": gettext_noop("Each book adds up to zero: what is there equals what is owed and owned."),
    "I9": gettext_noop(
        "Every line that must say whom it is about does so; parties and the rooms' own registers add up to their "
        "account, and mutual credit adds up to zero."
    ),
    "I10": gettext_noop("Movements between books are the same on both sides."),
    "guards": gettext_noop("The database refuses to change facts and posted rows."),
}


class NoSuchBook(Refusal):
    sentence = sentence("There is no book with the key {key}.")


@dataclass
class Proof:
    """One claim: whether it holds, the figures it rests on, and the first places where it does not."""

    code: str
    evidence: str
    faults: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.faults

    @property
    def claim(self) -> str:
        return _(CLAIMS[self.code])


@dataclass
class Report:
    """All proofs, and for each book its last number and hash."""

    heads: dict[str, tuple[int, str]]
    proofs: list[Proof]

    @property
    def holds(self) -> bool:
        return all(proof.holds for proof in self.proofs)


def prove(book_key: str | None = None) -> Report:
    """Prove all books, or one. Raises NoSuchBook. Reads one state of the database, and changes nothing."""
    with one_moment():
        books = list(Book.objects.order_by("key"))
        if book_key is not None:
            books = [book for book in books if book.key == book_key]
            if not books:
                raise NoSuchBook(key=book_key)
        passes = [Pass(book).run() for book in books]
        heads = {book.key: (book.head_seq, book.head_hash) for book in books}
        return Report(heads, _proofs(books, passes))


def _proofs(books: list[Book], passes: list[Pass]) -> list[Proof]:
    entries, lines = sum(p.entry_count for p in passes), sum(p.line_count for p in passes)
    counted = _("{entries} entries, {lines} lines").format(entries=f"{entries:,}", lines=f"{lines:,}")
    memos = _("{entries}; {memos} memos").format(
        entries=counted, memos=f"{sum(p.memo_count for p in passes):,}"
    )
    accounts = sum(p.account_count for p in passes)
    periods, changed = changed_periods(books)
    mirrors, elsewhere, disagreeing = disagreeing_mirrors(books)
    limited, held, tokens, kept = limits(books), ends(books), keys(books), subledgers(books)
    missing = [*guards.missing(connection), *record_guards.missing(connection)]
    every = {
        "I1": (counted, _all(passes, "unbalanced")),
        "I2": (_("accounts: {count}").format(count=f"{accounts:,}"), _all(passes, "wrong_balances")),
        "I3": (
            _("accounts with a limit: {}, open holds: {}").format(*limited.counts),
            limited.faults,
        ),
        "I4": (memos, _all(passes, "broken_links")),
        "I5": (_("closed periods: {count}").format(count=periods), changed),
        "I6": (
            _("{counted}; tokens: {count}").format(counted=counted, count=tokens.counts[0]),
            [*without_fact(books), *tokens.faults],
        ),
        "I7": (_("holds: {}; posted: {}, let go: {}, expired: {}").format(*held.counts), held.faults),
        "I8": (_("books: {count}").format(count=len(books)), _all(passes, "uneven_books")),
        "I9": (
            _("accounts kept by party: {}, parties: {}, compared with registers: {}").format(*kept.counts),
            [*without_party(books), *kept.faults],
        ),
        "I10": (_movements(mirrors, elsewhere), disagreeing),
        "guards": (connection.vendor, missing),
    }
    return [Proof(code, evidence, faults[:MOST_FAULTS]) for code, (evidence, faults) in every.items()]


def _movements(count: int, elsewhere: int) -> str:
    if not elsewhere:
        return _("movements between books: {count}").format(count=f"{count:,}")
    said = _("movements between books: {count}, of {elsewhere} the other side stands in a book elsewhere")
    return said.format(count=f"{count:,}", elsewhere=f"{elsewhere:,}")


def _all(passes: list[Pass], name: str) -> list[str]:
    return [fault for one in passes for fault in getattr(one, name)]
