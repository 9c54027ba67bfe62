"""Budgets: adopt one for a period, or replace it by a new version. Nothing adopted is ever overwritten."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from commonwork.books.actions.entries import lock
from commonwork.books.models import Account, Book, Budget, BudgetLine
from commonwork.record.acts import Who, act, state
from commonwork.record.models import Fact
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence

PLANNABLE = (Account.Kind.INCOME, Account.Kind.EXPENSE, Account.Kind.EQUITY)


class NoLines(Refusal):
    sentence = sentence("A budget needs at least one line.")


class NotAPeriod(Refusal):
    sentence = sentence("The budget must end after it starts.")
    field = "ends_on"


class NotPlannable(Refusal):
    sentence = sentence("Account {account} cannot be planned: choose an account for costs, income or a fund.")


class PlannedTwice(Refusal):
    sentence = sentence("Account {account} is planned twice for these days. Put both in one line.")
    status = 409


class ReplacedAlready(Refusal):
    sentence = sentence("This budget was replaced already. Change the version in force.")
    status = 409


class PlannedBelowZero(Refusal):
    sentence = sentence("A planned amount cannot be below 0.")


@dataclass(frozen=True)
class Planned:
    """One line: an account, of one fund and for one party (a resolution) where set, and how much."""

    account: str
    planned_minor: int
    fund: str = ""
    party: str = ""


@act
def adopt(
    *,
    organisation: Organisation,
    starts_on: date,
    ends_on: date,
    lines: Sequence[Planned],
    adopted_on: date,
    adopted_by: Who,
    by: Who,
    at: datetime,
    decision: Who = "",
    is_firm: bool = False,
) -> Budget:
    """Adopt a budget for [starts_on, ends_on). adopted_by: the body or organisation; decision: a resolution, if any.

    Raises NoLines, NotAPeriod, NotPlannable, PlannedTwice, PlannedBelowZero, NoBook.
    """
    book = lock(organisation)[organisation.key]
    if ends_on <= starts_on:
        raise NotAPeriod()
    accounts = _checked(book, lines)
    _demand_new(book, lines, starts_on, ends_on)
    before = (
        Budget.objects.filter(book=book, starts_on=starts_on, ends_on=ends_on).order_by("-version").first()
    )
    budget = Budget.objects.create(
        key=new_key("budget"),
        book=book,
        starts_on=starts_on,
        ends_on=ends_on,
        version=before.version + 1 if before else 1,
        is_firm=is_firm,
        adopted_on=adopted_on,
        adopted_by=ref(adopted_by),
        decision=ref(decision),
    )
    _write(budget, lines, accounts)
    _state("books.budget.adopted", budget, lines, by, at)
    return budget


@act
def replace(
    *,
    budget: Budget,
    lines: Sequence[Planned],
    adopted_on: date,
    adopted_by: Who,
    by: Who,
    at: datetime,
    decision: Who = "",
    is_firm: bool = False,
) -> Budget:
    """Replace a budget by a new version for the same period; the old one stays to be read.

    Raises ReplacedAlready and what `adopt` raises.
    """
    lock(budget.book.organisation)
    budget = (
        Budget.objects.select_for_update(of=("self",)).select_related("book__organisation").get(pk=budget.pk)
    )
    if Budget.objects.filter(replaces=budget).exists():
        raise ReplacedAlready()
    accounts = _checked(budget.book, lines)
    _demand_new(budget.book, lines, budget.starts_on, budget.ends_on, without=budget)
    versions = Budget.objects.filter(book=budget.book, starts_on=budget.starts_on, ends_on=budget.ends_on)
    new = Budget.objects.create(
        key=new_key("budget"),
        book=budget.book,
        starts_on=budget.starts_on,
        ends_on=budget.ends_on,
        version=1 + max(versions.values_list("version", flat=True)),
        replaces=budget,
        is_firm=is_firm,
        adopted_on=adopted_on,
        adopted_by=ref(adopted_by),
        decision=ref(decision),
    )
    _write(new, lines, accounts)
    _state("books.budget.replaced", new, lines, by, at)
    return new


def _checked(book: Book, lines: Sequence[Planned]) -> dict[str, Account]:
    """The accounts of the lines by code, when every line can be planned."""
    if not lines:
        raise NoLines()
    rows = Account.objects.filter(book=book, code__in={line.account for line in lines}, kind__in=PLANNABLE)
    accounts = {row.code: row for row in rows}
    for line in lines:
        if line.account not in accounts:
            raise NotPlannable(account=line.account)
        if line.planned_minor < 0:
            raise PlannedBelowZero()
    places = Counter((line.account, line.fund, line.party) for line in lines)
    for (account, _fund, _party), count in places.items():
        if count > 1:
            raise PlannedTwice(account=account)
    return accounts


def _demand_new(
    book: Book, lines: Sequence[Planned], starts_on: date, ends_on: date, *, without: Budget | None = None
) -> None:
    """No line may stand in another budget in force for some of the same days."""
    rows = BudgetLine.objects.filter(
        budget__book=book,
        budget__replaced_by=None,
        budget__starts_on__lt=ends_on,
        budget__ends_on__gt=starts_on,
    )
    rows = rows.exclude(budget=without) if without else rows
    taken = set(rows.values_list("account__code", "fund", "party"))
    for line in lines:
        if (line.account, line.fund, line.party) in taken:
            raise PlannedTwice(account=line.account)


def _write(budget: Budget, lines: Sequence[Planned], accounts: dict[str, Account]) -> None:
    BudgetLine.objects.bulk_create(
        BudgetLine(
            key=new_key("line"),
            budget=budget,
            place=place,
            account=accounts[line.account],
            fund=line.fund,
            party=line.party,
            planned_minor=line.planned_minor,
        )
        for place, line in enumerate(lines, start=1)
    )


def _state(kind: str, budget: Budget, lines: Sequence[Planned], by: Who, at: datetime) -> Fact:
    organisation = budget.book.organisation
    decided = [budget.decision] if budget.decision else []
    before = [budget.replaces] if budget.replaces else []
    return state(
        kind,
        subject=budget,
        by=by,
        at=at,
        organisation=organisation,
        about=[organisation, budget.adopted_by, *decided, *before],
        data={
            "starts_on": budget.starts_on.isoformat(),
            "ends_on": budget.ends_on.isoformat(),
            "version": budget.version,
            "unit": budget.book.unit,
            "amount_minor": sum(line.planned_minor for line in budget.lines.exclude(account__kind="income")),
            "is_firm": budget.is_firm,
            "lines": [[line.account, line.fund, line.party, line.planned_minor] for line in lines],
            **({"replaces": ref(budget.replaces)} if budget.replaces else {}),
        },
    )
