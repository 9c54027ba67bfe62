"""Which postings a figure of a statement is made of: conditions for those that move cash, belong to entries of a kind,
or to a fund. A statement and the lines behind it use the same conditions, so that they add up to the same figure.

Funds are named "free", "members", "account:3300", "party:3400:childcare" (kept by resolution) or "tag:kitchen" (lines
that name a fund); "tied" means all but the first two.
"""

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q

from commonwork.books import charts, statement_classes
from commonwork.books.models import Account, Entry, Posting

OWNED = (Account.Kind.EQUITY, Account.Kind.INCOME, Account.Kind.EXPENSE)
RESULT = (Account.Kind.INCOME, Account.Kind.EXPENSE)
_ENTRY = {"book": OuterRef("book"), "seq": OuterRef("seq")}


def in_opening_entry() -> Q:
    """Lines of entries that bring in what was there before the books."""
    return Q(Exists(Entry.objects.filter(kind__in=statement_classes.opening_kinds(), **_ENTRY)))


def beside_cash() -> Q:
    """Lines that say where cash came from or went to: the other lines of entries that move cash, openings left out."""
    cash = Posting.objects.filter(account__code__in=charts.cash_codes(), **_ENTRY)
    return ~Q(account__code__in=charts.cash_codes()) & Q(Exists(cash)) & ~in_opening_entry()


def opened_with() -> Q:
    """Cash that was there when the books were opened."""
    return Q(account__code__in=charts.cash_codes()) & in_opening_entry()


def of_kind(kind: str) -> Q:
    """Lines of entries of a kind; what earns a period's result is left out, as it counts as result."""
    return Q(Exists(Entry.objects.filter(kind=kind, **_ENTRY))) & ~earning()


def earning() -> Q:
    """Lines of income and expense that do not close a year."""
    return Q(account__kind__in=RESULT, is_closing=False)


def closing_on(last_on: date) -> Q:
    """What closes a year on a day."""
    return Q(is_closing=True, effective_on=last_on)


def written_between(books: Sequence[str]) -> Q:
    """Lines of entries whose other sides all stand in these books: what is struck out when they are added up."""
    outside = Entry.objects.exclude(book__key__in=books).filter(mirror__isnull=False).values("mirror")
    joined = Entry.objects.filter(mirror__isnull=False, **_ENTRY).exclude(mirror__in=outside)
    return Q(Exists(joined))


def in_fund(fund: str) -> Q:
    """Lines of equity, income and expense that belong to a fund (see above for its name)."""
    sort, _, rest = fund.partition(":")
    untagged = Q(fund="", account__kind__in=OWNED)
    if sort == "tag":
        return Q(fund=rest, account__kind__in=OWNED)
    if sort == "account":
        return untagged & Q(account__code=rest)
    if sort == "party":
        code, _, party = rest.partition(":")
        return untagged & Q(account__code=code, account__by="resolution", party=party)
    if sort == "members":
        return untagged & Q(account__code__in=statement_classes.member_codes())
    restricted, members = statement_classes.restricted_codes(), statement_classes.member_codes()
    if sort == "tied":
        return (untagged & Q(account__code__in=restricted)) | (Q(account__kind__in=OWNED) & ~Q(fund=""))
    return untagged & ~Q(account__code__in=restricted | members)


def part_of_fund(part: str) -> Q:
    """What came into a fund, went out of it, or was moved when a year was closed: "in", "out", "closing"."""
    if part == "closing":
        return Q(is_closing=True)
    kind, moved = (
        ("income", {"amount_minor__lt": 0}) if part == "in" else ("expense", {"amount_minor__gt": 0})
    )
    return Q(is_closing=False) & (Q(account__kind=kind) | Q(account__kind="equity", **moved))
