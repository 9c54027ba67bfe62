"""Statements of one book: income statement of a period, balance sheet of a day, and the three numbers of open books.

Amounts here are as people read them: income and surplus, liabilities and equity count positive.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonwork.books import charts
from commonwork.books.queries.balances import Row, in_own_unit, movements, trial_balance
from commonwork.registry.models import Organisation

HEADINGS: dict[str, Promise] = {
    "sold": _("What was sold"),
    "came in": _("What came in"),
    "making": _("What it took to make"),
    "work": _("Work"),
    "running": _("Running the place"),
    "interest": _("Interest"),
    "passed on": _("Passed on"),
}
SHEET_KINDS: dict[str, Promise] = {
    "asset": _("What is there"),
    "liability": _("What is owed"),
    "equity": _("What belongs to the members and the commons"),
}
WAGES = frozenset({"5100", "5110"})


@dataclass(frozen=True)
class StatementRow:
    """One account: this period (or day) and, where asked for, the one before."""

    code: str
    name: str
    amount_minor: int
    before_minor: int | None = None

    @property
    def change_minor(self) -> int | None:
        return None if self.before_minor is None else self.amount_minor - self.before_minor


@dataclass(frozen=True)
class Section:
    """Accounts under one heading."""

    key: str
    heading: Promise | str
    rows: list[StatementRow]

    @property
    def amount_minor(self) -> int:
        return sum(row.amount_minor for row in self.rows)

    @property
    def before_minor(self) -> int | None:
        if any(row.before_minor is None for row in self.rows):
            return None
        return sum(row.before_minor or 0 for row in self.rows)


@dataclass(frozen=True)
class IncomeStatement:
    """Income and expenses of [starts_on, ends_on), closing entries left out."""

    starts_on: date
    ends_on: date
    income: list[Section]
    expenses: list[Section]
    before: "IncomeStatement | None" = field(default=None, compare=False)

    @property
    def income_minor(self) -> int:
        return sum(section.amount_minor for section in self.income)

    @property
    def expenses_minor(self) -> int:
        return sum(section.amount_minor for section in self.expenses)

    @property
    def surplus_minor(self) -> int:
        return self.income_minor - self.expenses_minor

    @property
    def wages_minor(self) -> int:
        return sum(row.amount_minor for section in self.expenses for row in section.rows if row.code in WAGES)


@dataclass(frozen=True)
class BalanceSheet:
    """What there is at the end of a day, and whose it is; an open year's result so far counts as equity."""

    on: date
    assets: Section
    liabilities: Section
    equity: Section

    @property
    def owned_minor(self) -> int:
        return self.liabilities.amount_minor + self.equity.amount_minor

    @property
    def balances(self) -> bool:
        return self.assets.amount_minor == self.owned_minor


def income_statement(
    organisation: Organisation, *, starts_on: date, ends_on: date, before: tuple[date, date] | None = None
) -> IncomeStatement:
    """The income statement of [starts_on, ends_on). before: a period to compare with, in a second column."""
    now = in_own_unit(organisation, movements(organisation, starts_on=starts_on, ends_on=ends_on))
    then = (
        in_own_unit(organisation, movements(organisation, starts_on=before[0], ends_on=before[1]))
        if before
        else None
    )
    statement = income_statement_of(now, then, starts_on=starts_on, ends_on=ends_on)
    if before is None or then is None:
        return statement
    earlier = income_statement_of(then, None, starts_on=before[0], ends_on=before[1])
    return IncomeStatement(starts_on, ends_on, statement.income, statement.expenses, earlier)


def income_statement_of(
    now: Iterable[Row], then: Iterable[Row] | None, *, starts_on: date, ends_on: date
) -> IncomeStatement:
    """An income statement from movements (of one book or of many added up)."""
    groups = {account.code: account.group for account in charts.accounts()}
    amounts = {row.code: row for row in now if row.kind in {"income", "expense"}}
    earlier = None if then is None else {row.code: row for row in then if row.kind in {"income", "expense"}}
    sides: dict[str, dict[str, list[StatementRow]]] = {"income": {}, "expense": {}}
    for code in sorted(amounts.keys() | (earlier or {}).keys()):
        row = amounts.get(code) or (earlier or {})[code]
        sign = -1 if row.kind == "income" else 1
        amount = sign * (amounts[code].balance_minor if code in amounts else 0)
        was = None if earlier is None else sign * (earlier[code].balance_minor if code in earlier else 0)
        group = groups.get(code) or ("came in" if row.kind == "income" else "running")
        sides[row.kind].setdefault(group, []).append(StatementRow(code, row.name, amount, was))
    income, expenses = (
        [Section(key, heading, sides[kind][key]) for key, heading in HEADINGS.items() if key in sides[kind]]
        for kind in ("income", "expense")
    )
    return IncomeStatement(starts_on, ends_on, income, expenses)


def balance_sheet(organisation: Organisation, *, on: date, before_closing: bool = False) -> BalanceSheet:
    """The balance sheet of a book at the end of a day."""
    rows = trial_balance(organisation, on=on, before_closing=before_closing)
    return balance_sheet_of(in_own_unit(organisation, rows), on=on)


def balance_sheet_of(rows: Iterable[Row], *, on: date) -> BalanceSheet:
    """A balance sheet from a trial balance (of one book or of many added up)."""
    sides: dict[str, list[StatementRow]] = {"asset": [], "liability": [], "equity": []}
    open_result = 0
    for row in rows:
        if row.kind in sides:
            amount = row.balance_minor if row.kind == "asset" else -row.balance_minor
            sides[row.kind].append(StatementRow(row.code, row.name, amount))
        else:
            open_result -= row.balance_minor
    if open_result:
        sides["equity"].append(StatementRow("", str(_("Result so far")), open_result))
    return BalanceSheet(on, *(Section(kind, heading, sides[kind]) for kind, heading in SHEET_KINDS.items()))
