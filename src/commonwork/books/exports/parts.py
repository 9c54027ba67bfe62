"""What a pack is made of: parts, each a handful of files. The books declare theirs, and rooms add their own when they
are ready (AppConfig.ready): a loan tape, vouchers, statements as PDF. One place for each, and none knows the others.

    declare(Part("loans", _("..."), lambda scope: [("loans/loan-tape.csv", rows)]))
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from commonwork.books.models import Book, Entry
from commonwork.record.models import About, Fact
from commonwork.record.refs import ref

Pieces = Iterable[str | bytes]


@dataclass(frozen=True)
class Scope:
    """What a pack is about: these books as of the end of a day. is_network: all books there are, and the whole record.
    shows_names: its reader may see vouchers and payees, which may show names of people. is_whole: everything that concerns
    these organisations, not only what their books come from."""

    books: tuple[Book, ...]
    on: date
    is_network: bool
    shows_names: bool = False
    is_whole: bool = False

    def has(self, organisation_key: str) -> bool:
        """Is the book of this organisation in the pack?"""
        return any(book.key == organisation_key for book in self.books)

    def facts(self) -> QuerySet[Fact]:
        """The facts that belong in the pack: those up to its day, and those its entries come from."""
        after = datetime.combine(self.on + timedelta(days=1), time(), timezone.get_default_timezone())
        theirs = Q(at__lt=after)
        if not self.is_network:
            theirs &= self._theirs()
        entries = Entry.objects.filter(book__in=self.books, effective_on__lte=self.on)
        return Fact.objects.filter(theirs | Q(code__in=entries.values("source"))).order_by("pk")

    def _theirs(self) -> Q:
        """Facts of these organisations; of a whole bundle also those that are about them."""
        own = Q(organisation__in=[book.key for book in self.books])
        if not self.is_whole:
            return own
        refs = [ref(thing) for book in self.books for thing in (book, book.organisation)]
        return own | Q(pk__in=About.objects.filter(ref__in=refs).values("fact"))


@dataclass(frozen=True)
class Part:
    """Files of a pack. says: one sentence for its README. files: (name in the pack, its pieces), read as written."""

    key: str
    says: str
    files: Callable[[Scope], Iterable[tuple[str, Pieces]]]


PARTS: dict[str, Part] = {}
OWN_PARTS: dict[str, Part] = {}  # of what one organisation takes away, and of nothing else


def declare(part: Part) -> None:
    """Add a part; a second one with the same key takes the place of the first."""
    PARTS[part.key] = part


def declare_own(part: Part) -> None:
    """Add a part to what one organisation takes away."""
    OWN_PARTS[part.key] = part
