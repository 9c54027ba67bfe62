"""For how many months the cash would pay the bills."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commonwork.books import charts, statement_classes
from commonwork.books.models import Book
from commonwork.books.queries import raws
from commonwork.books.queries.spans import DAY, Span
from commonwork.registry.models import Organisation


@dataclass(frozen=True)
class Bills:
    """cash_minor at the end of a day; costs_minor of the months before it, the wear of equipment left out."""

    cash_minor: int
    costs_minor: int
    month_count: int

    @property
    def a_month_minor(self) -> int:
        """What a month cost on average, rounded down."""
        return self.costs_minor // self.month_count

    @property
    def tenths(self) -> int:
        """Months of bills in tenths, rounded down: cash / average monthly costs.

        Source: "months of cash on hand", as funders reckon it: cash / ((expenses - depreciation) / months).

        >>> Bills(3_200_00, 12_000_00, 12).tenths
        32
        """
        return max(0, self.cash_minor) * self.month_count * 10 // self.costs_minor


def bills(books: Sequence[Book], *, on: date, window_months: int) -> Bills | None:
    """Cash at the end of a day and the average monthly costs of the `window_months` before it (or of the months since
    the first of the books was opened, when they are fewer). None when nothing was spent in them."""
    after = on + DAY
    first = min(book.opened_on for book in books)
    months = max(1, min(window_months, _months_between(first, after)))
    span = Span(_months_back(after, months), after)
    found = raws.moved(books, span)
    not_paid = statement_classes.codes_not_paid()
    costs = sum(
        amount
        for raw in (*found.by_book.values(), found.struck)
        for (code,), amount in raw.items()
        if found.accounts[code][1] == "expense" and code not in not_paid
    )
    if costs <= 0:
        return None
    stands = raws.balances(books, Span(after, after))
    cash = sum(raw.get((code,), 0) for raw in stands.by_book.values() for code in charts.cash_codes())
    return Bills(cash, costs, months)


def bills_of(organisation: Organisation, *, on: date, window_months: int) -> Bills | None:
    """The same for one organisation; None when it keeps no book."""
    book = Book.objects.filter(key=organisation.key).select_related("organisation").first()
    return bills([book], on=on, window_months=window_months) if book else None


def _months_between(first: date, after: date) -> int:
    """Months from a day to another, a month begun counting whole.

    >>> _months_between(date(2016, 5, 2), date(2017, 1, 1)), _months_between(date(2016, 1, 1), date(2017, 1, 1))
    (8, 12)
    """
    whole = (after.year - first.year) * 12 + after.month - first.month
    return whole + (after.day > first.day)


def _months_back(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 - months
    year, month = divmod(number, 12)
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - DAY).day
    return date(year, month + 1, min(day.day, last))
