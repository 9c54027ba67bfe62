"""Proofs about holds and limits (I3, I7), tokens (I6), and subledgers with their control accounts (I9)."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import Count, F, Q, Sum

from commonwork.books.models import Balance, Book, Entry, Hold, HoldEnd, Posting
from commonwork.books.subledgers import SUBLEDGERS
from commonwork.record.models import Once
from commonwork.rules.money import show_minor

MOST = 20
MUTUAL_CREDIT = "CREDIT"


class Checked(NamedTuple):
    """What was looked at, and what is wrong with it."""

    counts: tuple[int, ...]
    faults: list[str]


def limits(books: list[Book]) -> Checked:
    """Counts: accounts with a limit, open holds. What is set aside is counted again from the holds themselves."""
    rows = Balance.objects.filter(account__book__in=books)
    limited = rows.exclude(floor_minor=None, ceiling_minor=None)
    beyond = limited.filter(
        Q(amount_minor__lt=F("floor_minor") + F("pending_minor"))
        | Q(amount_minor__gt=F("ceiling_minor") - F("incoming_minor"))
    )
    faults = [
        f"{key}: account {code}" for key, code in beyond.values_list("account__book__key", "account__code")
    ]
    still = Hold.objects.filter(book__in=books, ended=None)
    leaving = dict(still.order_by().values_list("account").annotate(Sum("amount_minor")))
    arriving = dict(still.order_by().values_list("against").annotate(Sum("amount_minor")))
    touched = {*leaving, *arriving}
    kept = rows.filter(Q(pk__in=touched) | ~Q(pending_minor=0) | ~Q(incoming_minor=0))
    for row in kept.select_related("account__book"):
        if (row.pending_minor, row.incoming_minor) != (leaving.get(row.pk, 0), arriving.get(row.pk, 0)):
            faults.append(
                f"{row.account.book.key}: account {row.account.code} says that {row.pending_minor} are set aside "
                f"to leave and {row.incoming_minor} to arrive; its holds say {leaving.get(row.pk, 0)} and "
                f"{arriving.get(row.pk, 0)}"
            )
    return Checked((limited.count(), still.count()), faults[:MOST])


def ends(books: list[Book]) -> Checked:
    """Counts: holds, those posted, let go, expired. Every end fits its hold, and its entry posts what was held."""
    rows = HoldEnd.objects.filter(hold__book__in=books).select_related("hold__book", "hold")
    found = dict(rows.order_by().values_list("how").annotate(Count("pk")))
    posted = {(end.book_id, end.seq): end for end in rows if end.how == HoldEnd.How.POSTED}
    lines = _lines(posted)
    faults = []
    for end in rows:
        hold, name = end.hold, f"{end.hold.book.key}: {end.hold.key}"
        if end.amount_minor > hold.amount_minor or end.book_id != hold.book_id:
            faults.append(f"{name} ended with more than was held, or in another book")
        if end.how == HoldEnd.How.EXPIRED and end.ended_on < hold.expires_on:
            faults.append(f"{name} expired before its day")
        if end.how == HoldEnd.How.POSTED and not (
            (hold.account_id, -end.amount_minor, hold.party) in lines[end.book_id, end.seq, end.source]
            and (hold.against_id, end.amount_minor, hold.against_party)
            in lines[end.book_id, end.seq, end.source]
        ):
            faults.append(f"{name} was not posted as it was held")
    for book, key in Entry.objects.filter(book__in=books, kind="hold.posted").values_list("book", "seq"):
        if (book, key) not in posted:
            faults.append(f"entry {key} posts a hold that did not end with it")
    counts = tuple(found.get(how.value, 0) for how in HoldEnd.How)
    return Checked((Hold.objects.filter(book__in=books).count(), *counts), faults[:MOST])


def _lines(posted: dict[tuple[int, int | None], HoldEnd]) -> dict[tuple[int, int | None, str], set]:
    """{(book, number, source): lines} of the entries that posted holds."""
    wanted = Q(pk__in=[])
    for book in {book for book, _ in posted}:
        wanted |= Q(book=book, seq__in=[seq for of, seq in posted if of == book])
    sources = {
        (book, seq): source
        for book, seq, source in Entry.objects.filter(wanted).values_list("book", "seq", "source")
    }
    lines: dict[tuple[int, int | None, str], set] = defaultdict(set)
    rows = Posting.objects.filter(wanted).values_list("book", "seq", "account", "amount_minor", "party")
    for book, seq, account, amount, party in rows:
        lines[book, seq, sources.get((book, seq), "")].add((account, amount, party))
    return lines


def keys(books: list[Book]) -> Checked:
    """Counts: tokens of acts in these books. No token has two effects, no effect two tokens."""
    rows = Once.objects.filter(fact__organisation__in=[book.key for book in books])
    twice = rows.order_by().values("fact__code").annotate(count=Count("pk")).filter(count__gt=1)
    faults = [f"fact {row['fact__code']} is the answer to {row['count']} tokens" for row in twice[:MOST]]
    return Checked((rows.count(),), faults)


def subledgers(books: list[Book]) -> Checked:
    """Counts: accounts kept by party, parties, rows of rooms' registers. Parties add up to their control account,
    the registers agree with the parties, and members' mutual credit adds up to zero."""
    kept = Balance.objects.filter(account__book__in=books).exclude(account__by="")
    balances = {row.pk: row for row in kept.select_related("account__book")}
    sums: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Posting.objects.filter(account__in=balances).exclude(party="").order_by()
    for pk, party, total in rows.values_list("account", "party").annotate(Sum("amount_minor")):
        sums[pk][party] = total
    faults = [fault for pk, row in balances.items() for fault in _control(row, sums[pk])]
    by_account = {(row.account.book.key, row.account.code): sums[pk] for pk, row in balances.items()}
    compared = 0
    for one in SUBLEDGERS.values():
        theirs: dict[str, dict[str, int]] = defaultdict(dict)
        for (book, party), amount in one.sums().items():
            theirs[book][party] = amount
        for (book, code), ours in by_account.items():
            if code == one.account:
                compared += len(theirs[book])
                faults += _differences(f"{book}: {one.name}, account {code}", ours, theirs[book])
    return Checked((len(balances), sum(map(len, sums.values())), compared), faults[:MOST])


def _control(row: Balance, parties: dict[str, int]) -> list[str]:
    account, total = row.account, sum(parties.values())
    name = f"{account.book.key}: account {account.code}"
    faults = []
    if total != row.amount_minor:
        shown = show_minor(total, account.unit), show_minor(row.amount_minor, account.unit)
        faults.append(f"{name}: its parties add up to {shown[0]}, it stands at {shown[1]}")
    if account.unit == MUTUAL_CREDIT and total:
        faults.append(f"{name}: mutual credit adds up to {show_minor(total, account.unit)}, not 0")
    return faults


def _differences(name: str, ours: dict[str, int], theirs: dict[str, int]) -> list[str]:
    wrong = [key for key in sorted({*ours, *theirs}) if ours.get(key, 0) != theirs.get(key, 0)]
    return [f"{name}, {key}: {theirs.get(key, 0)} in the register, {ours.get(key, 0)} here" for key in wrong]
