"""What each member owns in a co-op: shares, and the capital account with what moved it in a span."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, Sum

from commonwork.books import statement_classes
from commonwork.books.models import Book, Posting
from commonwork.books.queries.spans import Span

SHARES = "3000"


@dataclass(frozen=True)
class MemberStake:
    """One member, by key. taken_minor is below zero."""

    party: str
    shares_minor: int
    opening_minor: int
    added_minor: int
    taken_minor: int

    @property
    def closing_minor(self) -> int:
        """The capital account at the end."""
        return self.opening_minor + self.added_minor + self.taken_minor

    @property
    def together_minor(self) -> int:
        """Shares and capital account at the end."""
        return self.shares_minor + self.closing_minor


def member_stakes(book: Book, span: Span) -> list[MemberStake]:
    """All members who owned something at the start or the end of a span, by key."""
    in_span = Q(effective_on__gte=span.starts_on)
    rows = Posting.objects.filter(
        book=book, account__code__in=statement_classes.member_codes(), effective_on__lt=span.ends_on
    ).exclude(party="")
    sums = (
        rows.order_by()
        .values_list("party", "account__code")
        .annotate(
            opening=Sum("amount_minor", filter=~in_span, default=0),
            added=Sum("amount_minor", filter=in_span & Q(amount_minor__lt=0), default=0),
            taken=Sum("amount_minor", filter=in_span & Q(amount_minor__gt=0), default=0),
        )
    )
    shares: dict[str, int] = defaultdict(int)
    accounts: dict[str, tuple[int, int, int]] = {}
    for party, code, opening, added, taken in sums:
        if code == SHARES:
            shares[party] -= opening + added + taken
            accounts.setdefault(party, (0, 0, 0))
        else:
            before = accounts.get(party, (0, 0, 0))
            accounts[party] = (before[0] - opening, before[1] - added, before[2] - taken)
    found = [MemberStake(party, shares[party], *accounts[party]) for party in sorted(accounts)]
    return [
        one for one in found if one.opening_minor or one.shares_minor or one.added_minor or one.taken_minor
    ]
