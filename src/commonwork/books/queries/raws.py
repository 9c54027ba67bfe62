"""The sums statements are laid out from: {key: amount}, debit positive, for each book, and what is struck out when
several books are added up. A key is a tuple of codes that the layout of the statement knows."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.db.models import F, Min, OuterRef, Q, QuerySet, Subquery, Sum

from commonwork.books import charts, statement_classes
from commonwork.books.models import Book, Entry, Posting
from commonwork.books.queries import narrowing
from commonwork.books.queries.balances import movements, trial_balance
from commonwork.books.queries.network import Consolidation, consolidated, consolidated_movements
from commonwork.books.queries.spans import Span
from commonwork.record.kinds import KINDS
from commonwork.record.models import Fact

Key: TypeAlias = tuple[str, ...]
Raw: TypeAlias = dict[Key, int]


@dataclass
class Raws:
    """accounts: {code: (name, kind)}; titles: {kind of entry: how people call it}."""

    by_book: dict[str, Raw] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    struck: Raw = field(default_factory=lambda: defaultdict(int))
    accounts: dict[str, tuple[str, str]] = field(default_factory=dict)
    titles: dict[str, Any] = field(default_factory=dict)

    def keys(self) -> set[Key]:
        """All keys that hold something in a book."""
        return {key for raw in self.by_book.values() for key, amount in raw.items() if amount}


def balances(books: Sequence[Book], span: Span) -> Raws:
    """(code,): what each account stands at, at the end of the span."""
    if len(books) == 1:
        rows = trial_balance(books[0].organisation, on=span.last_on, before_closing=span.before_closing)
        return _of_rows(books[0], rows)
    keys = [book.key for book in books]
    return _of_consolidation(consolidated(on=span.last_on, before_closing=span.before_closing, books=keys))


def moved(books: Sequence[Book], span: Span) -> Raws:
    """(code,): what each account moved by in the span, what closes years left out."""
    if len(books) == 1:
        org = books[0].organisation
        rows = movements(org, starts_on=span.starts_on, ends_on=span.ends_on)
        return _of_rows(books[0], rows)
    keys = [book.key for book in books]
    return _of_consolidation(
        consolidated_movements(starts_on=span.starts_on, ends_on=span.ends_on, books=keys)
    )


def _of_rows(book: Book, rows: Sequence[Any]) -> Raws:
    counted = [row for row in rows if row.unit == book.unit]
    found = Raws(accounts={row.code: (row.name, row.kind) for row in counted})
    found.by_book[book.key] = {(row.code,): row.balance_minor for row in counted}
    return found


def _of_consolidation(added: Consolidation) -> Raws:
    found = Raws(accounts={row.code: (row.name, row.kind) for row in added.rows})
    for row in added.rows:
        found.struck[(row.code,)] = row.struck_minor
        for key, amount in row.by_book.items():
            found.by_book[key][(row.code,)] = amount
    return found


def cash_flows(books: Sequence[Book], span: Span) -> Raws:
    """("in" or "out", code): lines beside cash, by the account they stand on; ("open",), ("opened",) and ("end",):
    cash before the span, brought in when books were opened within it, and at its end."""
    found = Raws()
    rows = _of_books(books).filter(effective_on__gte=span.starts_on, effective_on__lt=span.ends_on)
    flows = rows.filter(narrowing.beside_cash())
    _gather(found, flows, lambda code, part: (part, code), found.by_book)
    if len(books) > 1:
        between = flows.filter(narrowing.written_between([book.key for book in books]))
        struck: dict[str, Raw] = defaultdict(lambda: defaultdict(int))
        _gather(found, between, lambda code, part: (part, code), struck)
        for raw in struck.values():
            for key, amount in raw.items():
                found.struck[key] -= amount
    cash = _of_books(books).filter(account__code__in=charts.cash_codes(), effective_on__lt=span.ends_on)
    in_span = Q(effective_on__gte=span.starts_on)
    opened = rows.filter(narrowing.opened_with())
    for name, part in (("open", cash.exclude(in_span)), ("opened", opened), ("end", cash)):
        for key, total in _sum_by(part, "book__key"):
            found.by_book[key][(name,)] = total
    return found


def equity_movements(books: Sequence[Book], span: Span) -> Raws:
    """(code, "open") and (code, kind of entry) of each account of equity. Income, expenses and the account of a year's
    result stand together under the code "result"; what they earned in the span has the kind "earned"."""
    found = Raws()
    owned = _of_books(books).filter(account__kind__in=narrowing.OWNED, effective_on__lt=span.ends_on)
    before = owned.filter(effective_on__lt=span.starts_on)
    for key, code, name, kind, total in _sum_by(before, *_ACCOUNT):
        found.accounts[code] = (name, kind)
        found.by_book[key][(_of_result(code, kind), "open")] += total
    now = owned.filter(effective_on__gte=span.starts_on)
    for key, total in _sum_by(now.filter(narrowing.earning()), "book__key"):
        found.by_book[key][("result", "earned")] += total
    entry = Entry.objects.filter(book=OuterRef("book"), seq=OuterRef("seq"))
    told = now.exclude(narrowing.earning()).annotate(
        entry_kind=Subquery(entry.values("kind")[:1]), fact=Subquery(entry.values("source")[:1])
    )
    sums = (
        told.order_by().values(*_ACCOUNT, "entry_kind").annotate(total=Sum("amount_minor"), fact=Min("fact"))
    )
    facts: dict[str, str] = {}
    for row in sums:
        key, code, name, kind = (row[column] for column in _ACCOUNT)
        found.accounts[code] = (name, kind)
        found.by_book[key][(_of_result(code, kind), row["entry_kind"])] += row["total"]
        facts.setdefault(row["entry_kind"], row["fact"])
    found.titles = _titles(facts)
    return found


def fund_movements(books: Sequence[Book], span: Span) -> Raws:
    """(fund, "open" | "in" | "out" | "closing"): see `narrowing` for the names of funds."""
    found = Raws()
    owned = _of_books(books).filter(account__kind__in=narrowing.OWNED, effective_on__lt=span.ends_on)
    in_span = Q(effective_on__gte=span.starts_on)
    parts = {
        "open": owned.exclude(in_span),
        **{name: owned.filter(in_span & narrowing.part_of_fund(name)) for name in ("in", "out", "closing")},
    }
    between = narrowing.written_between([book.key for book in books]) if len(books) > 1 else None
    for name, rows in parts.items():
        for key, code, account_name, kind, by, party, fund, total in _sum_by(rows, *_FUND):
            found.accounts[code] = (account_name, kind)
            found.by_book[key][(_fund(code, by, party, fund), name)] += total
    if between is not None:
        _strike_within_funds(found, parts, between)
    return found


def _strike_within_funds(found: Raws, parts: Mapping[str, QuerySet[Posting]], between: Q) -> None:
    """What went from a fund of one book into the same fund of another; what went between two funds stays."""
    sums: dict[str, dict[str, int]] = {"in": defaultdict(int), "out": defaultdict(int)}
    for name, by_fund in sums.items():
        for _key, code, _name, _kind, by, party, fund, total in _sum_by(parts[name].filter(between), *_FUND):
            by_fund[_fund(code, by, party, fund)] += total
    for fund in sums["in"].keys() & sums["out"].keys():
        both = min(-sums["in"][fund], sums["out"][fund])
        found.struck[(fund, "in")] += both
        found.struck[(fund, "out")] -= both


_ACCOUNT = ("book__key", "account__code", "account__name", "account__kind")
_FUND = (*_ACCOUNT, "account__by", "party", "fund")


def _fund(code: str, by: str, party: str, fund: str) -> str:
    if fund:
        return f"tag:{fund}"
    sort = statement_classes.fund_of(code)
    if sort != "restricted":
        return sort
    return f"party:{code}:{party}" if by == "resolution" and party else f"account:{code}"


def _of_result(code: str, kind: str) -> str:
    return "result" if kind in narrowing.RESULT or code in charts.result_codes() else code


def _gather(
    found: Raws, rows: QuerySet[Posting], key_of: Callable[[str, str], Key], into: Mapping[str, Raw]
) -> None:
    for part, sign in (("in", Q(amount_minor__lt=0)), ("out", Q(amount_minor__gt=0))):
        for key, code, name, kind, total in _sum_by(rows.filter(sign), *_ACCOUNT):
            found.accounts[code] = (name, kind)
            into[key][key_of(code, part)] += total


def _titles(facts: Mapping[str, str]) -> dict[str, Any]:
    """{kind of entry: the title of the receipt its facts give}."""
    kinds = dict(Fact.objects.filter(code__in=set(facts.values())).values_list("code", "kind"))
    declared = {kind: KINDS.get(kinds.get(code, "")) for kind, code in facts.items()}
    return {kind: one.receipt for kind, one in declared.items() if one is not None and one.receipt}


def _of_books(books: Sequence[Book]) -> QuerySet[Posting]:
    """Their lines in the unit of the book: what statements count."""
    return Posting.objects.filter(book__in=[book.pk for book in books], account__unit=F("book__unit"))


def _sum_by(rows: QuerySet[Posting], *columns: str) -> Any:
    sums = rows.order_by().values_list(*columns).annotate(total=Sum("amount_minor"))
    return [row for row in sums if row[-1]]
