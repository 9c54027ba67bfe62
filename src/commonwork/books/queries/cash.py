"""Money in and out, as open books show it: the lines on accounts that hold money, each with what it was for.

Nothing is netted. A counter-entry counts on the side it takes back, so a mistake that was taken back leaves both
figures as if it had not happened. The opening balance, and what moves between own accounts, is neither in nor out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Sum, Value, When

from commonwork.books import charts
from commonwork.books.models import Account, Book, Claim, Entry, Posting

OPENING = "opening"
KINDS = ("in", "out", "start", "moved")


@dataclass(frozen=True)
class Money:
    """What rows add up to: came in (positive), went out (positive), and all of it."""

    in_minor: int
    out_minor: int
    sum_minor: int
    count: int


def cash_rows(
    book: Book,
    *,
    starts_on: date | None = None,
    ends_on: date | None = None,
    kind: str = "",
) -> QuerySet[Posting]:
    """The money lines of [starts_on, ends_on), the latest first, each with `side`: one of KINDS."""
    cash = charts.cash_codes()
    entry = Entry.objects.filter(book=OuterRef("book"), seq=OuterRef("seq"))
    others = Posting.objects.filter(book=OuterRef("book"), seq=OuterRef("seq")).exclude(
        account__code__in=cash
    )
    rows = Posting.objects.filter(book=book, account__code__in=cash)
    rows = rows.filter(effective_on__gte=starts_on) if starts_on else rows
    rows = rows.filter(effective_on__lt=ends_on) if ends_on else rows
    rows = rows.annotate(
        takes_back=Exists(entry.filter(reverses__isnull=False)),
        is_start=Exists(entry.filter(kind=OPENING)),
        has_others=Exists(others),
    ).annotate(side=_side())
    rows = rows.filter(Q(side=kind)) if kind else rows
    return rows.order_by("-effective_on", "-seq", "line")


def _side() -> Case:
    comes_in = Q(amount_minor__gt=0, takes_back=False) | Q(amount_minor__lt=0, takes_back=True)
    return Case(
        When(is_start=True, then=Value("start")),
        When(has_others=False, then=Value("moved")),
        When(comes_in, then=Value("in")),
        default=Value("out"),
        output_field=CharField(),
    )


def money(rows: QuerySet[Any]) -> Money:
    """What rows of `cash_rows` add up to."""
    sums = {
        row["side"]: (row["total"], row["count"])
        for row in rows.order_by().values("side").annotate(total=Sum("amount_minor"), count=Count("line"))
    }
    came, went = sums.get("in", (0, 0))[0], sums.get("out", (0, 0))[0]
    return Money(came, -went, sum(row[0] for row in sums.values()), sum(row[1] for row in sums.values()))


def years_of(book: Book) -> list[int]:
    """The calendar years in which money moved, the latest first."""
    rows = Posting.objects.filter(book=book, account__code__in=charts.cash_codes())
    return [day.year for day in rows.dates("effective_on", "year", order="DESC")]


def latest_on(book: Book) -> date | None:
    """The last day on which money moved, or None."""
    rows = Posting.objects.filter(book=book, account__code__in=charts.cash_codes())
    return rows.order_by("-effective_on").values_list("effective_on", flat=True).first()


def purposes(book: Book, seqs: Sequence[int]) -> dict[int, list[Account]]:
    """{number: what the money of an entry was for}: its accounts that hold no money; of the payment of a claim the
    account the claim is booked on."""
    cash = charts.cash_codes()
    found: dict[int, list[Account]] = {}
    rows = Posting.objects.filter(book=book, seq__in=set(seqs)).exclude(account__code__in=cash)
    for row in rows.select_related("account").order_by("seq", "line"):
        accounts = found.setdefault(row.seq, [])
        if row.account not in accounts:
            accounts.append(row.account)
    for claim in Claim.objects.filter(payment__book=book, payment__seq__in=set(seqs)):
        if claim.account is not None and claim.payment is not None:
            found[claim.payment.seq] = [claim.account]
    return found


def claim_of(entry: Entry) -> Claim | None:
    """The claim an entry approves or pays, or None."""
    rows = Claim.objects.filter(Q(approval=entry) | Q(payment=entry))
    return rows.select_related("account", "book", "approval__book", "payment__book").first()
