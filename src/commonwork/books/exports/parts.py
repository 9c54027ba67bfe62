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
from commonwork.record.models import Fact

Pieces = Iterable[str | bytes]


@dataclass(frozen=True)
class Scope:
    """What a pack is about: these books as of the end of a day. is_network: all books there are, and the whole record.
    shows_names: its reader may see vouchers and payees, which may show names of people."""

    books: tuple[Book, ...]
    on: date
    is_network: bool
    shows_names: bool = False

    def has(self, organisation_key: str) -> bool:
        """Is the book of this organisation in the pack?"""
        return any(book.key == organisation_key for book in self.books)

    def facts(self) -> QuerySet[Fact]:
        """The facts that belong in the pack: those up to its day, and those its entries come from."""
        after = datetime.combine(self.on + timedelta(days=1), time(), timezone.get_default_timezone())
        theirs = Q(at__lt=after)
        if not self.is_network:
            theirs &= Q(organisation__in=[book.key for book in self.books])
        entries = Entry.objects.filter(book__in=self.books, effective_on__lte=self.on)
        return Fact.objects.filter(theirs | Q(code__in=entries.values("source"))).order_by("pk")


@dataclass(frozen=True)
class Part:
    """Files of a pack. says: one sentence for its README. files: (name in the pack, its pieces), read as written."""

    key: str
    says: str
    files: Callable[[Scope], Iterable[tuple[str, Pieces]]]


PARTS: dict[str, Part] = {}


def declare(part: Part) -> None:
    """Add a part; a second one with the same key takes the place of the first."""
    PARTS[part.key] = part
