"""Proofs that one question to the database answers: closed periods, facts, parties, limits, mirrors."""

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)

from commonwork.books import charts
from commonwork.books.models import Account, Balance, Book, Entry, Period, Posting
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


def beyond_limits(books: list[Book]) -> tuple[int, list[str]]:
    """(number of accounts with a floor or ceiling, those beyond it)."""
    limited = Balance.objects.filter(account__book__in=books).exclude(floor_minor=None, ceiling_minor=None)
    beyond = limited.filter(Q(amount_minor__lt=F("floor_minor")) | Q(amount_minor__gt=F("ceiling_minor")))
    names = beyond.values_list("account__book__key", "account__code")[:MOST]
    return limited.count(), [f"{key}: account {code}" for key, code in names]


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


def disagreeing_mirrors(books: list[Book]) -> tuple[int, list[str]]:
    """(number of movements between books, those whose sides differ in amount, day, kind or fact)."""
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
    uneven = groups.filter(Q(sides__lt=2) | Q(first__lt=F("last")) | Q(kinds__gt=1) | Q(sources__gt=1))
    faults = [f"movement {row['mirror']} has sides that do not match" for row in uneven[:MOST]]
    return groups.count(), faults + _uneven_amounts(entries)


def _uneven_amounts(entries: QuerySet[Entry]) -> list[str]:
    """Movements where cash, or two accounts that mirror each other, do not come to zero over all sides."""
    groups = [(pair.first, pair.second) for pair in charts.eliminations()] + [tuple(charts.cash_codes())]
    group = Case(
        *(When(account__code__in=codes, then=Value("/".join(codes))) for codes in groups),
        output_field=CharField(),
    )
    mirror = Entry.objects.filter(book=OuterRef("book"), seq=OuterRef("seq")).values("mirror")
    rows = (
        Posting.objects.filter(Exists(entries.filter(book=OuterRef("book"), seq=OuterRef("seq"))))
        .annotate(mirror=Subquery(mirror), together=group)
        .exclude(together=None)
        .order_by()
        .values("mirror", "together")
        .annotate(off=Sum("amount_minor"))
        .exclude(off=0)
    )
    return [f"movement {row['mirror']}: {row['together']} are off by {row['off']}" for row in rows[:MOST]]


def _of(books: list[Book]) -> Q:
    return Q(book__in=books)
