"""Budgets: which are in force, what each line has spent and left, and the postings behind it. Minor units."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from commonwork.books.budget_sums import Place, line_for, spread, used_bp
from commonwork.books.models import Account, Book, Budget, BudgetLine, Entry, Posting

INCOME, EQUITY, EXPENSE = Account.Kind.INCOME, Account.Kind.EQUITY, Account.Kind.EXPENSE


@dataclass(frozen=True)
class Standing:
    """One line of a budget: planned, spent (received, for income) and left; left is negative where it went over."""

    line: BudgetLine
    planned_minor: int
    spent_minor: int

    @property
    def left_minor(self) -> int:
        return self.planned_minor - self.spent_minor

    @property
    def used_bp(self) -> int:
        return used_bp(self.spent_minor, self.planned_minor)

    @property
    def is_over(self) -> bool:
        return self.left_minor < 0

    @property
    def is_income(self) -> bool:
        return self.line.account.kind == INCOME


def budgets_of(book: Book) -> QuerySet[Budget]:
    """All budgets of a book, the latest period first, replaced versions too."""
    rows = Budget.objects.filter(book=book).select_related("book__organisation", "replaces", "replaced_by")
    return rows.order_by("-starts_on", "-ends_on", "-version")


def budgets_on(book: Book, on: date) -> list[Budget]:
    """The budgets in force on a day: adopted, not replaced, and running."""
    return list(_on(budgets_of(book), on))


def _on(rows: QuerySet[Budget], on: date) -> QuerySet[Budget]:
    return rows.filter(starts_on__lte=on, ends_on__gt=on, replaced_by=None)


def standings(budget: Budget, *, on: date | None = None) -> list[Standing]:
    """Each line of a budget with what was spent in its period, to the end of a day if one is given."""
    lines = list(budget.lines.select_related("account").order_by("place"))
    found = spread((place_of(line) for line in lines), _moved(budget, lines, on))
    return [Standing(line, line.planned_minor, found.spent[place_of(line)]) for line in lines]


def unplanned_minor(budget: Budget, *, on: date | None = None) -> int:
    """What was spent on expense accounts in the period of a budget without any line of it; 0 for a budget that plans
    no expenses (a fund's)."""
    lines = list(budget.lines.select_related("account"))
    if not any(line.account.kind == EXPENSE for line in lines):
        return 0
    rows = _in_period(budget, on).filter(account__kind=EXPENSE)
    found = spread((place_of(line) for line in lines), _summed(rows))
    return sum(found.unplanned.values())


def standing_of(line: BudgetLine) -> Standing:
    """One line with what was spent so far."""
    return next(one for one in standings(line.budget) if one.line.pk == line.pk)


def postings_of(line: BudgetLine) -> QuerySet[Posting]:
    """The postings behind what a line has spent, the latest first."""
    lines = list(line.budget.lines.select_related("account"))
    places = [place_of(one) for one in lines]
    rows = _counted(_in_period(line.budget, None), [line])
    taken = [place for place in _summed(rows) if line_for(place, places) == place_of(line)]
    mine = Q(pk__in=[])
    for place in taken:
        mine |= Q(account__code=place.account, fund=place.fund, party=place.party)
    rows = rows.filter(mine).select_related("account", "book")
    return rows.order_by("-effective_on", "-seq", "line")


def line_of(book: Book, place: Place, on: date) -> BudgetLine | None:
    """The line of a budget in force on a day that a posting at `place` falls to, or None."""
    return first_line_of(book, [place], on)


def first_line_of(book: Book, places: Sequence[Place], on: date) -> BudgetLine | None:
    """The line that a posting at the first of the places that has one falls to, or None."""
    rows = BudgetLine.objects.filter(budget__in=_on(Budget.objects.filter(book=book), on))
    rows = rows.select_related("account", "budget__book")
    latest_last = rows.order_by("budget__starts_on", "budget__ends_on", "budget__version")
    lines = {place_of(line): line for line in latest_last}
    found = next((found for place in places if (found := line_for(place, lines))), None)
    return lines[found] if found else None


def place_of(line: BudgetLine) -> Place:
    """What a line takes."""
    return Place(line.account.code, line.fund, line.party)


def _moved(budget: Budget, lines: Iterable[BudgetLine], on: date | None) -> dict[Place, int]:
    return _summed(_counted(_in_period(budget, on), lines))


def _counted(rows: QuerySet[Posting], lines: Iterable[BudgetLine]) -> QuerySet[Posting]:
    """The postings on the accounts of lines; of funds (equity) only what goes out, and what takes that back."""
    accounts = {line.account_id for line in lines}
    taken_back = Exists(
        Entry.objects.filter(book=OuterRef("book"), seq=OuterRef("seq"), reverses__isnull=False)
    )
    rows = rows.filter(account__in=accounts).annotate(takes_back=taken_back)
    goes_out = Q(amount_minor__gt=0, takes_back=False) | Q(amount_minor__lt=0, takes_back=True)
    return rows.filter(~Q(account__kind=EQUITY) | goes_out)


def _in_period(budget: Budget, on: date | None) -> QuerySet[Posting]:
    rows = Posting.objects.filter(
        book=budget.book_id,
        effective_on__gte=budget.starts_on,
        effective_on__lt=budget.ends_on,
        is_closing=False,
    )
    return rows.filter(effective_on__lte=on) if on else rows


def _summed(rows: QuerySet[Posting]) -> dict[Place, int]:
    sums = rows.order_by().values("account__code", "account__kind", "fund", "party")
    return {
        Place(row["account__code"], row["fund"], row["party"]): row["total"]
        * (-1 if row["account__kind"] == INCOME else 1)
        for row in sums.annotate(total=Sum("amount_minor"))
    }
