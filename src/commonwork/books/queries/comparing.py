"""Statements: one of a kind, for one book or for several added up, beside another span where asked for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonwork.books.models import Book
from commonwork.books.queries import layouts, raws
from commonwork.books.queries.layouts import Drill, Known, Spec
from commonwork.books.queries.raws import Key, Raws
from commonwork.books.queries.spans import Span
from commonwork.registry.models import Organisation

KINDS: dict[str, tuple[Callable[[Sequence[Book], Span], Raws], Callable[[Known], list[Spec]]]] = {
    "income": (raws.moved, layouts.income),
    "sheet": (raws.balances, layouts.sheet),
    "cash": (raws.cash_flows, layouts.cash),
    "funds": (raws.fund_movements, layouts.funds),
    "equity": (raws.equity_movements, layouts.equity),
    "trial": (raws.balances, layouts.trial),
}
OF_A_DAY = frozenset({"sheet", "trial"})


@dataclass(frozen=True)
class StatementLine:
    """One row. kind: group, row, total or result. amount_minor is what stays after striking out; before_minor the
    same for the span one compares with; by_book and struck_minor add up to amount_minor."""

    kind: str
    id: str
    text: Any
    amount_minor: int
    before_minor: int | None
    by_book: Mapping[str, int]
    struck_minor: int
    drill: Drill | None

    @property
    def sum_minor(self) -> int:
        """All books together, before striking out."""
        return sum(self.by_book.values())

    @property
    def change_minor(self) -> int | None:
        return None if self.before_minor is None else self.amount_minor - self.before_minor

    @property
    def is_empty(self) -> bool:
        figures = (self.amount_minor, self.before_minor, self.struck_minor, *self.by_book.values())
        return not any(figures)


@dataclass(frozen=True)
class Statement:
    """A statement as people read it: income, surplus, liabilities and equity count positive, cash paid negative; a
    trial balance is debit positive. books: their keys."""

    what: str
    books: tuple[str, ...]
    span: Span
    before: Span | None
    lines: tuple[StatementLine, ...]

    def line(self, id: str) -> StatementLine | None:
        """The row with this id, or None."""
        return next((line for line in self.lines if line.id == id), None)

    def amount(self, id: str) -> int:
        """The figure of a row; 0 where the statement has no such row."""
        line = self.line(id)
        return line.amount_minor if line else 0

    def earlier(self, id: str) -> int:
        """The figure of a row in the span one compares with; 0 where there is none."""
        line = self.line(id)
        return (line.before_minor or 0) if line else 0


def statement(what: str, *, books: Sequence[Book], span: Span, before: Span | None = None) -> Statement:
    """One of `KINDS` for one book, or for several added up with what stands between them struck out."""
    source, layout = KINDS[what]
    now, then = source(books, span), source(books, before) if before else None
    keys = now.keys() | (then.keys() if then else set())
    accounts = (then.accounts if then else {}) | now.accounts
    titles = (then.titles if then else {}) | now.titles
    lines = tuple(_line(spec, now, then) for spec in layout(Known(keys, accounts, titles)))
    kept = tuple(line for line in lines if line.kind != "row" or not line.is_empty)
    return Statement(what, tuple(book.key for book in books), span, before, kept)


def _line(spec: Spec, now: Raws, then: Raws | None) -> StatementLine:
    by_book = {key: _figure(spec, raw) for key, raw in now.by_book.items()}
    struck = _figure(spec, now.struck)
    amount = sum(by_book.values()) + struck
    before = None
    if then is not None:
        before = sum(_figure(spec, raw) for raw in then.by_book.values()) + _figure(spec, then.struck)
    text = spec.below if spec.below and amount < 0 else spec.text
    return StatementLine(spec.kind, spec.id, text, amount, before, by_book, struck, spec.drill)


def _figure(spec: Spec, raw: Mapping[Key, int]) -> int:
    return sum(sign * raw.get(key, 0) for key, sign in spec.parts)


def of_book(
    what: str, organisation: Organisation, *, span: Span, before: Span | None = None
) -> Statement | None:
    """A statement of an organisation's book; None when it keeps none."""
    book = Book.objects.filter(key=organisation.key).select_related("organisation").first()
    return statement(what, books=[book], span=span, before=before) if book else None


def cash_flow(organisation: Organisation, *, span: Span, before: Span | None = None) -> Statement | None:
    """Cash flows of a span by the direct method: by the account the money came from or went to, in the classes of
    ASC 230 (operating, investing, financing), reconciled from opening to closing cash."""
    return of_book("cash", organisation, span=span, before=before)


def fund_statement(organisation: Organisation, *, span: Span, before: Span | None = None) -> Statement | None:
    """What funds tied to a purpose, free money and members' own held, took in, gave out and hold."""
    return of_book("funds", organisation, span=span, before=before)


def members_equity(organisation: Organisation, *, span: Span, before: Span | None = None) -> Statement | None:
    """Shares, capital accounts, reserves and the result not yet shared: opening, movements by kind, closing."""
    return of_book("equity", organisation, span=span, before=before)
