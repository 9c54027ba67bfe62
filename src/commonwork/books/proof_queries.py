"""Proofs that one question to the database answers: closed periods, facts, parties, mirrors."""

from functools import reduce
from operator import or_

from django.db import connection
from django.db.models import (
    Count,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    Sum,
)

from commonwork.books import charts
from commonwork.books.models import Account, Book, Entry, Period, Posting
from commonwork.record.models import Fact

MOST = 20


def changed_periods(books: list[Book]) -> tuple[int, list[str]]:
    """(number of closed periods, what is not as it was at the close)."""
    faults: list[str] = []
    periods = Period.objects.filter(book__in=books).select_related("book").order_by("book__key", "ends_on")
    for period in periods:
        name = f"{period.book.key}: the period before {period.ends_on}"
        rows = Posting.objects.filter(
            book=period.book, effective_on__lt=period.ends_on, seq__lte=period.head_seq
        )
        sums = rows.order_by().values("account__code").annotate(total=Sum("amount_minor"))
        now = {row["account__code"]: row["total"] for row in sums if row["total"]}
        if now != period.sums:
            faults.append(f"{name} does not add up to what was kept at its close")
        entries = Entry.objects.filter(book=period.book)
        if entries.filter(effective_on__lt=period.ends_on, seq__gt=period.head_seq).exists():
            faults.append(f"{name} got entries after its close")
        head = entries.filter(seq=period.head_seq).values_list("hash", flat=True).first()
        if period.head_seq and head != period.head_hash:
            faults.append(f"{name} was closed at another entry than stands there now")
    return len(periods), faults


def without_fact(books: list[Book]) -> list[str]:
    """Entries whose fact is not in the record."""
    rows = Entry.objects.filter(_of(books), ~Exists(Fact.objects.filter(code=OuterRef("source"))))
    return [f"{key}: entry {seq}" for key, seq in rows.values_list("book__key", "seq")[:MOST]]


def without_party(books: list[Book]) -> list[str]:
    """Lines that must carry a key and do not."""
    kept_by_party = Account.objects.filter(book__in=books).exclude(by="").values("pk")
    rows = Posting.objects.filter(account__in=kept_by_party, party="")
    named = rows.values_list("book__key", "seq", "account__code")[:MOST]
    return [f"{key}: entry {seq}, account {code}" for key, seq, code in named]


def disagreeing_mirrors(books: list[Book]) -> tuple[int, int, list[str]]:
    """(number of movements between books, how many of them have their other side elsewhere because a book came here
    without the others, those whose sides differ in amount, day, kind or fact)."""
    mirrored = Entry.objects.filter(_of(books), mirror__isnull=False).values("mirror")
    entries = Entry.objects.filter(mirror__isnull=False)
    if len(books) < Book.objects.count():
        entries = entries.filter(mirror__in=mirrored)
    groups = (
        entries.order_by()
        .values("mirror")
        .annotate(
            sides=Count("book", distinct=True),
            first=Min("effective_on"),
            last=Max("effective_on"),
            kinds=Count("kind", distinct=True),
            sources=Count("source", distinct=True),
        )
    )
    apart = _arrived_alone()
    uneven = groups.filter(Q(sides__lt=2) | Q(first__lt=F("last")) | Q(kinds__gt=1) | Q(sources__gt=1))
    elsewhere = 0
    if apart:
        came = reduce(or_, (Q(book__key=key, seq__lte=seq) for key, seq in apart.items()))
        alone = Q(sides=1, mirror__in=Entry.objects.filter(came, mirror__isnull=False).values("mirror"))
        elsewhere, uneven = groups.filter(alone).count(), uneven.exclude(alone)
    faults = [f"movement {row['mirror']} has sides that do not match" for row in uneven[:MOST]]
    return groups.count(), elsewhere, faults + _uneven_amounts(books, both_sides_only=bool(apart))


def _arrived_alone() -> dict[str, int]:
    """{key of a book that was brought in without the others: number of its last entry then}."""
    facts = Fact.objects.filter(kind="books.book.arrived").values_list("subject", "data")
    return {subject.rpartition("/")[2]: int(data["entries"]) for subject, data in facts}


def _uneven_amounts(books: list[Book], *, both_sides_only: bool) -> list[str]:
    """Movements where cash, or two accounts that mirror each other, do not come to zero over all sides.

    Plain SQL from the mirrored entries on (`+ 0` keeps the planner on them): few movements are read, not all lines.
    """
    groups = [(pair.first, pair.second) for pair in charts.eliminations()] + [
        tuple(sorted(charts.cash_codes()))
    ]
    together = {code: "/".join(codes) for codes in groups for code in codes}
    cases = " ".join("WHEN %s THEN %s" for _ in together)
    marks = ", ".join(["%s"] * len(books))
    other = "SELECT 1 FROM books_entry o WHERE o.mirror = m.mirror AND o.book_id <> m.book_id"
    both = f" AND EXISTS ({other})" if both_sides_only else ""
    statement = f"""
        SELECT moved.together, moved.seq, moved.book, moved.off FROM (
            SELECT min(e.seq) AS seq, min(b.key) AS book, sum(p.amount_minor) AS off,
                   CASE a.code {cases} ELSE '' END AS together
              FROM books_entry e
              JOIN books_posting p ON p.book_id = e.book_id AND p.seq = e.seq
              JOIN books_account a ON a.id = p.account_id
              JOIN books_book b ON b.id = e.book_id
             WHERE e.mirror IN (
                   SELECT m.mirror FROM books_entry m WHERE m.mirror IS NOT NULL AND m.book_id + 0 IN ({marks}){both})
             GROUP BY e.mirror, together) moved
         WHERE moved.together <> '' AND moved.off <> 0 ORDER BY moved.book, moved.seq LIMIT {MOST}"""  # noqa: S608  codes and marks only
    values = [value for pair in together.items() for value in pair] + [book.pk for book in books]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    return [
        f"{book}: entry {seq} and its other side: {codes} are off by {off}" for codes, seq, book, off in rows
    ]


def _of(books: list[Book]) -> Q:
    return Q(book__in=books)
