"""The lines of an account of a book, each with the sentence of what caused it and the address of its entry."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from commonwork.books import queries as book_queries
from commonwork.record.models import Fact
from commonwork.record.queries import Told, tell
from commonwork.registry.models import Organisation


@dataclass(frozen=True)
class ToldLine:
    """One line of a credit account: `change_minor` positive when it grows, `balance_minor` what it then stands at."""

    on: date
    change_minor: int
    balance_minor: int
    told: Told | None
    entry_url: str


@dataclass(frozen=True)
class Statement:
    """An account over a period: opening + lines = closing, in cents. The earliest line comes first."""

    opening_minor: int
    lines: tuple[ToldLine, ...]
    closing_minor: int


def statement_of(
    organisation: Organisation,
    code: str,
    *,
    party: str | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Statement:
    """A liability or equity account (of one party, or all) in [starts_on, ends_on), rolled forward from its postings."""
    account = book_queries.account_of(organisation, code)
    if account is None:
        return Statement(0, (), 0)
    part = book_queries.ledger(account, starts_on=starts_on, ends_on=ends_on, party=party, per_page=None)
    entries = book_queries.entries_by_seq(account.book, [row.seq for row in part.rows])
    facts = Fact.objects.filter(code__in={entry.source for entry in entries.values()})
    told = {one.fact.code: one for one in tell(facts)}
    lines = tuple(
        ToldLine(
            row.on,
            -row.amount_minor,
            -row.running_minor,
            told.get(entries[row.seq].source),
            reverse("books_entry", args=[account.book.key, row.seq]),
        )
        for row in part.rows
    )
    return Statement(-part.opening_minor, lines, -part.closing_minor)
