"""Which loans to look at more closely, and why. Every limit is a policy; what no body has decided is not watched."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonwork.bank import policies_requests as limits
from commonwork.bank.models import DrawRequest, Loan, NextStep, Visit, WalkPlan, period_name
from commonwork.bank.queries.position import Position, Row, positions, rows_of
from commonwork.bank.queries.waiting import next_quarter
from commonwork.books import queries as book_queries
from commonwork.charter.queries import in_force
from commonwork.registry.models import Organisation
from commonwork.ui import dates
from commonwork.ui.money import money

CASH = "1000"
COST_DAYS = 90  # over how many days the costs of a day are averaged
WATCHED = (
    limits.STATEMENT_DAYS,
    limits.PAYMENT_DAYS,
    limits.LEAN_QUARTERS,
    limits.CASH_DAYS,
    limits.RECEIPT_DAYS,
    limits.VISIT_DAYS,
    limits.END_DAYS,
)
REASONS = {
    "statement": gettext_lazy("late statement"),
    "payment": gettext_lazy("late payment"),
    "lean": gettext_lazy("statements without surplus"),
    "cash": gettext_lazy("cash is low"),
    "receipts": gettext_lazy("receipts to come"),
    "visit": gettext_lazy("no visit for long"),
    "step": gettext_lazy("a step is overdue"),
    "end": gettext_lazy("the loan ends soon"),
    "plan": gettext_lazy("the plan is to be looked at"),
}


@dataclass(frozen=True)
class Reason:
    """Why to look closer: a code of REASONS and a plain sentence."""

    code: str
    sentence: str

    @property
    def name(self) -> Any:
        return REASONS[self.code]


@dataclass(frozen=True)
class Watched:
    """A running loan, where it stands, and why to look at it; no reason, no need."""

    loan: Loan
    standing: Position
    reasons: list[Reason]


def limits_on(lender: Organisation, *, on: date) -> dict[str, int]:
    """The limits that a body has decided, by policy."""
    found = {code: in_force(code, on=on, organisation=lender) for code in WATCHED}
    return {code: int(row.value) for code, row in found.items() if row is not None}


def not_watched(lender: Organisation, *, on: date) -> list[str]:
    """The policies nobody has decided on yet."""
    known = limits_on(lender, on=on)
    return [code for code in WATCHED if code not in known]


def watch_list(lender: Organisation, *, on: date) -> list[Watched]:
    """Running loans with at least one reason to look closer, most reasons first."""
    loans = list(Loan.objects.filter(lender=lender, stage__in=Loan.RUNNING).order_by("agreed_on", "pk"))
    found = [one for one in watched(loans, on=on) if one.reasons]
    return sorted(found, key=lambda one: -len(one.reasons))


def watched(loans: Sequence[Loan], *, on: date) -> list[Watched]:
    """Each of these loans with its reasons; the number of queries does not grow with the loans."""
    if not loans:
        return []
    known = limits_on(loans[0].lender, on=on)
    standing, schedule, around = positions(loans, on=on), rows_of(loans, on=on), _Around(loans, known, on)
    return [
        Watched(
            loan,
            standing[loan.pk],
            [
                *_of_figures(loan, standing[loan.pk], schedule[loan.pk], known, on),
                *around.reasons(loan, known),
            ],
        )
        for loan in loans
    ]


def _of_figures(
    loan: Loan, standing: Position, schedule: Sequence[Row], known: dict[str, int], on: date
) -> Iterator[Reason]:
    late, quarter = known.get(limits.STATEMENT_DAYS), next_quarter(loan, standing)
    states = loan.kind == Loan.Kind.SURPLUS_SHARE
    if states and late is not None and quarter and on > quarter[1] + timedelta(days=late):
        yield Reason(
            "statement",
            _("The surplus statement of %(quarter)s is not made yet.") % {"quarter": period_name(*quarter)},
        )
    late = known.get(limits.PAYMENT_DAYS)
    if late is not None and standing.due_on and on > standing.due_on + timedelta(days=late):
        said = {"amount": money(standing.due_minor), "day": dates.day(standing.due_on)}
        yield Reason("payment", _("%(amount)s is due since %(day)s.") % said)
    lean = known.get(limits.LEAN_QUARTERS)
    last = [row.quarter.surplus_minor for row in schedule[-lean:]] if lean else []
    if lean and len(last) == lean and max(last) <= 0:
        words = ngettext(
            "%(count)s statement without a surplus.", "%(count)s statements in a row without a surplus.", lean
        )
        yield Reason("lean", words % {"count": lean})
    soon = known.get(limits.END_DAYS)
    if (
        soon is not None
        and loan.ends_on
        and standing.owed_minor
        and on >= loan.ends_on - timedelta(days=soon)
    ):
        said = {"day": dates.day(loan.ends_on), "amount": money(standing.owed_minor)}
        yield Reason("end", _("The loan ends on %(day)s; %(amount)s is still owed.") % said)


def cash_days(borrowers: Iterable[Organisation], *, on: date) -> dict[str, int]:
    """{key of a co-op: for how many days of its costs its cash lasts}, by its last 90 days; without a book or costs none.

    Three queries however many co-ops.
    """
    keys, after = {borrower.key for borrower in borrowers}, on + timedelta(days=1)
    costs = book_queries.costs_in(keys, starts_on=after - timedelta(days=COST_DAYS), ends_on=after)
    cash = book_queries.balances_in(keys, CASH, on=on)
    return {key: max(0, cash.get(key, 0) * COST_DAYS // spent) for key, spent in costs.items() if spent > 0}


class _Around:
    """What is known beside the figures: visits, steps, plans, receipts and, where a limit asks for it, cash."""

    def __init__(self, loans: Sequence[Loan], known: dict[str, int], on: date) -> None:
        self.on = on
        watches_cash = limits.CASH_DAYS in known
        self.cash = cash_days((loan.borrower for loan in loans), on=on) if watches_cash else {}
        wanted = [loan.pk for loan in loans]
        visits = Visit.objects.filter(loan__in=wanted, is_struck=False, on__lte=on).order_by("on")
        self.visited = dict(visits.values_list("loan", "on"))
        steps = NextStep.objects.filter(loan__in=wanted, done_on=None, due_on__lt=on).order_by("-due_on")
        self.overdue = dict(steps.values_list("loan", "due_on"))
        plans = WalkPlan.objects.filter(loan__in=wanted, ended_on=None, review_on__lte=on)
        self.reviews = dict(plans.values_list("loan", "review_on"))
        paid = DrawRequest.objects.filter(loan__in=wanted, draw__isnull=False, receipts_on=None)
        self.unshown = dict(paid.order_by("-draw__on").values_list("loan", "draw__on"))

    def reasons(self, loan: Loan, known: dict[str, int]) -> Iterator[Reason]:
        days = self.cash.get(loan.borrower.key)
        if days is not None and days < known[limits.CASH_DAYS]:
            words = ngettext(
                "Cash lasts for %(count)s day of costs.", "Cash lasts for %(count)s days of costs.", days
            )
            yield Reason("cash", words % {"count": days})
        late, drawn_on = known.get(limits.RECEIPT_DAYS), self.unshown.get(loan.pk)
        if late is not None and drawn_on and self.on > drawn_on + timedelta(days=late):
            yield Reason(
                "receipts",
                _("Receipts for the draw of %(day)s are not shown yet.") % {"day": dates.day(drawn_on)},
            )
        late, since = known.get(limits.VISIT_DAYS), self.visited.get(loan.pk, loan.agreed_on)
        if late is not None and since and self.on > since + timedelta(days=late):
            yield Reason("visit", _("No visit or call since %(day)s.") % {"day": dates.day(since)})
        if due_on := self.overdue.get(loan.pk):
            yield Reason("step", _("A step was to be done by %(day)s.") % {"day": dates.day(due_on)})
        if review_on := self.reviews.get(loan.pk):
            yield Reason(
                "plan", _("Look at the accompaniment plan again: %(day)s.") % {"day": dates.day(review_on)}
            )
