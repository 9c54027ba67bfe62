"""Books as beancount text: accounts opened, each entry a transaction, balances asserted at each close and at the end.

The text is checked by the real `bean-check` in the tests; beancount itself is never imported. Account names are built
from kind, name and code (`Assets:Cash:1000`), with the book in front when several books share a file. Units are
commodities; one that is not counted in decimal parts (hours of 60 minutes) is written in its smallest part.
Syntax: beancount's language reference, "Beancount Language Syntax".
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain

from commonwork.books.exports.eyes import Eyes
from commonwork.books.exports.reading import EntryRow, LineRow, entries, memos
from commonwork.books.models import Account, Book, Entry, Period
from commonwork.books.queries import trial_balance
from commonwork.rules.money import show_minor, unit_of

ROOTS = {
    "asset": "Assets",
    "liability": "Liabilities",
    "equity": "Equity",
    "income": "Income",
    "expense": "Expenses",
}
DAY = timedelta(days=1)
Names = dict[str, str]
EyesOf = Callable[[Book], Eyes]


def _open(_book: Book) -> Eyes:
    return Eyes()


def component(text: str) -> str:
    """Text as one part of an account name: a capital or a digit first, then letters, digits and hyphens.

    >>> component("Loans to co-ops (net)"), component("año"), component("1000"), component("§")
    ('Loans-to-co-ops-net', 'Ano', '1000', 'X')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = "".join(letter if letter.isalnum() else " " for letter in plain).split()
    joined = "-".join(words) or "X"
    return joined[0].upper() + joined[1:]


def account_names(accounts: Iterable[Account], *, book: str = "") -> Names:
    """{code: account name in beancount}; no two alike, because the code is part of it."""
    names: Names = {}
    for account in accounts:
        parts = [ROOTS[account.kind], *([book] if book else []), component(account.name)]
        name = ":".join([*parts, component(account.code)])
        while name in names.values():  # codes that differ in punctuation alone
            name += "-X"
        names[account.code] = name
    return names


def book_components(books: Iterable[Book]) -> dict[str, str]:
    """{key of the book: its part of account names}, no two alike."""
    found: dict[str, str] = {}
    for book in books:
        name = component(book.key)
        while name in found.values():
            name += "-X"
        found[book.key] = name
    return found


def text(books: Sequence[Book], *, on: date | None = None, eyes: EyesOf = _open) -> Iterator[str]:
    """The text in pieces. on: the books as of that day. eyes: what the reader may see of a book (by default all but
    memos)."""
    title = books[0].organisation.name if len(books) == 1 else f"{len(books)} books"
    yield f"; Written by Commonwork.\noption {_quoted('title')} {_quoted(title)}\n"
    units = sorted(set(Account.objects.filter(book__in=books).values_list("unit", flat=True)))
    yield from (f"option {_quoted('operating_currency')} {_quoted(commodity(unit))}\n" for unit in units)
    first = min((_first_on(book) for book in books), default=date(2000, 1, 1))
    yield from (f"{first} commodity {commodity(unit)}\n  unit: {_quoted(unit)}\n" for unit in units)
    parts = book_components(books) if len(books) > 1 else {}
    yield from chain.from_iterable(_book(book, parts.get(book.key, ""), on, eyes(book)) for book in books)


def commodity(unit: str) -> str:
    """A unit as a commodity.

    >>> commodity("USD"), commodity("HOUR")
    ('USD', 'HOUR-MINUTES')
    """
    known = unit_of(unit)
    return known.code if known.minor_per_major == 10**known.decimals else f"{known.code}-MINUTES"


def number(minor: int, unit: str) -> str:
    """An amount as beancount reads it, exactly.

    >>> number(-125345, "USD"), number(465, "HOUR")
    ('-1253.45', '465')
    """
    return show_minor(minor, unit) if commodity(unit) == unit else str(minor)


def _book(book: Book, part: str, on: date | None, eyes: Eyes) -> Iterator[str]:
    accounts = list(Account.objects.filter(book=book).order_by("code"))
    names = account_names(accounts, book=part)
    yield f"\n; The book {book.key}\n"
    opened = _first_on(book)
    for account in accounts:
        yield f"{opened} open {names[account.code]} {commodity(account.unit)}\n  code: {_quoted(account.code)}\n"
    for some in entries(book, on=on):
        said = memos(book, [row.seq for row, _ in some if row.memo_hash]) if eyes.sees_memos else {}
        parties = eyes.parties({line.party for _, lines in some for line in lines})
        for row, lines in some:
            yield _transaction(book, row, lines, names, parties, said.get(row.seq, ""), eyes)
    for period in Period.objects.filter(book=book).order_by("ends_on"):
        if on is None or period.ends_on - DAY <= on:
            yield from _balances(accounts, names, period.ends_on, period.sums)
    if last := _last_on(book, on):
        rows = trial_balance(book.organisation, on=last)
        yield from _balances(accounts, names, last + DAY, {row.code: row.balance_minor for row in rows})


def _first_on(book: Book) -> date:
    first = Entry.objects.filter(book=book).order_by("effective_on").values_list("effective_on", flat=True)
    return min(book.opened_on, first.first() or book.opened_on)


def _last_on(book: Book, on: date | None) -> date | None:
    rows = Entry.objects.filter(book=book)
    rows = rows.filter(effective_on__lte=on) if on else rows
    return rows.order_by("-effective_on").values_list("effective_on", flat=True).first()


def _transaction(
    book: Book,
    row: EntryRow,
    lines: list[LineRow],
    names: Names,
    parties: dict[str, str],
    memo: str,
    eyes: Eyes,
) -> str:
    marks = " #closing" if row.is_closing else ""
    marks += f" ^{row.mirror}" if row.mirror else ""
    said = [f"\n{row.effective_on} * {_quoted(row.kind)}{marks}"]
    said.append(f"  book: {_quoted(book.key)}")
    said.append(f"  number: {row.seq}")
    if eyes.sees_facts:
        said.append(f"  fact: {_quoted(row.source)}")
    said.append(f"  hash: {_quoted(row.hash)}")
    if memo:
        said.append(f"  memo: {_quoted(memo)}")
    for line in lines:
        said.append(f"  {names[line.code]}  {number(line.amount_minor, line.unit)} {commodity(line.unit)}")
        if line.party:
            said.append(f"    party: {_quoted(parties[line.party])}")
        if line.fund:
            said.append(f"    fund: {_quoted(line.fund)}")
    return "\n".join(said) + "\n"


def _balances(accounts: list[Account], names: Names, on: date, sums: dict[str, int]) -> Iterator[str]:
    """What every account stands at when the day begins, exactly (a tolerance of 0)."""
    yield "\n"
    for account in accounts:
        amount = number(sums.get(account.code, 0), account.unit)
        yield f"{on} balance {names[account.code]}  {amount} ~ 0 {commodity(account.unit)}\n"


def _quoted(text: str) -> str:
    """Text in quotes, on one line."""
    plain = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'
