"""What the page of a loan shows of its later life: the schedule, what is held, the plan, and what can be done about it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.permissions import Permission as P
from commonwork.access.queries import Asker, may
from commonwork.bank import queries
from commonwork.bank.actions import endings
from commonwork.bank.models import Loan, LoanEvent, Statement, Terms
from commonwork.bank.queries.forecast import disclosure, plan
from commonwork.bank.queries.lives import schedule_terms
from commonwork.record import documents
from commonwork.ui import dates
from commonwork.ui.money import money, percent


@dataclass(frozen=True)
class Offer:
    """One act, as a link."""

    text: str
    url: str


def context(
    account: Asker, loan: Loan, standing: queries.Position, *, on: date, is_whole: bool
) -> dict[str, Any]:
    """Everything the page needs beyond the first life of a loan."""
    is_scheduled = loan.kind != Loan.Kind.SURPLUS_SHARE
    return {
        "is_scheduled": is_scheduled,
        "plan_lines": plan(loan, on=on) if is_scheduled and loan.has_terms else [],
        "more": offers(account, loan, standing, on) if is_whole else [],
        "walk_plan": loan.walk_plans.filter(ended_on=None).first() if is_whole else None,
        "corrections": loan.events.filter(kind=LoanEvent.Kind.CORRECTION)
        .select_related("quarter", "fact")
        .order_by("-on", "-pk")[:12],
        "papers": papers(loan) if is_whole else [],
        "payments": loan.payments.order_by("-on", "-pk")[:12] if is_whole and loan.has_terms else [],
        "may_receive": is_whole and may(account, P.LOAN_RECEIVE, loan.lender),
    }


def papers(loan: Loan) -> list[dict[str, Any]]:
    """The statements the borrower filed, the latest first, with their papers, and what counts where it was corrected."""
    closed = dict(loan.quarters.values_list("starts_on", "surplus_minor"))
    return [
        {
            "statement": row,
            "papers": documents.papers(row),
            "counts_minor": closed.get(row.starts_on, row.surplus_minor),
            "is_corrected": closed.get(row.starts_on, row.surplus_minor) != row.surplus_minor,
        }
        for row in Statement.objects.filter(loan=loan).order_by("-starts_on")[:8]
    ]


def terms(loan: Loan) -> list[tuple[str, str]]:
    """The terms of a schedule in a small table, the yearly rate of the actuarial method among them."""
    kept = Terms.objects.filter(loan=loan).order_by("-number").first()
    if kept is None:
        return []
    costs = disclosure(schedule_terms(kept, loan), loan.principal_minor)
    rate = costs.yearly_rate_bp
    found = [
        (_("Interest"), _("%(rate)s simple") % {"rate": percent(kept.annual_rate_bp)}),
        (_("Yearly rate (APR)"), percent(rate) if rate is not None else _("none fits")),
        (
            _("Interest in all"),
            _("%(amount)s, drawn whole and paid on its days") % {"amount": money(costs.interest_minor)},
        ),
        (_("Payments in all"), money(costs.payments_minor)),
        (_("Paid back"), str(kept.get_schedule_display())),
        (
            _("How often"),
            _("%(every)s, %(count)s times") % {"every": kept.get_every_display(), "count": kept.count},
        ),
        (_("Days"), str(kept.get_day_count_display())),
    ]
    if kept.principal_grace or kept.interest_grace:
        found.append((_("First payments"), _("rest or ask for interest only")))
    return found


def offers(account: Asker, loan: Loan, standing: queries.Position, on: date) -> list[Offer]:
    """What this account can do about the loan's later life now."""
    found: list[Offer] = []

    def offer(name: str, text: str) -> None:
        found.append(Offer(text, reverse(name, args=[loan.key])))

    quarter = queries.next_quarter(loan, standing)
    if quarter and on >= quarter[1] - timedelta(days=1) and may(account, P.LOAN_APPLY, loan.borrower):
        offer("bank_loan_statement", _("File the surplus statement"))
    is_running = loan.stage in (Loan.Stage.REPAYING, Loan.Stage.REPAID)
    if may(account, P.LOAN_DISBURSE, loan.lender):
        if loan.stage == Loan.Stage.APPROVED:
            offer("bank_loan_agree_schedule", _("Agree on a schedule instead"))
            offer("bank_loan_agree_line", _("Agree on a line of credit instead"))
        if loan.stage in Loan.RUNNING and loan.kind != Loan.Kind.SURPLUS_SHARE:
            offer("bank_loan_pause", _("Let the payments rest"))
            offer("bank_loan_new_terms", _("Agree on new terms"))
    if may(account, P.LOAN_RECEIVE, loan.lender):
        _of_receiver(loan, standing, on, is_running, offer)
    if endings.tried(loan) and standing.owed_minor and may(account, P.LOAN_DECIDE, loan.lender):
        offer("bank_loan_write_off", _("Write off the rest"))
    return found


def _of_receiver(loan: Loan, standing: queries.Position, on: date, is_running: bool, offer: Any) -> None:
    if is_running:
        offer("bank_loan_earlier_payment", _("Record a payment that came earlier"))
    if standing.held_minor:
        offer(
            "bank_loan_give_back",
            _("Give back %(amount)s that is held") % {"amount": money(standing.held_minor)},
        )
    if loan.stage == Loan.Stage.REPAYING and standing.owed_minor:
        if loan.ends_on and loan.ends_on <= on and standing.interest_owed_minor:
            offer("bank_loan_forgive", _("Forgive the interest still owed"))
        if not loan.walk_plans.filter(ended_on=None).exists():
            offer("bank_walk_plan_begin", _("Write a plan together"))
    if loan.events.filter(kind=LoanEvent.Kind.WRITE_OFF).exists():
        offer("bank_loan_recover", _("Record what was recovered"))


def next_date(loan: Loan) -> tuple[date, str] | None:
    """When a schedule asks next."""
    return (loan.next_due_on, _("next payment falls due")) if loan.next_due_on else None


def day(when: date | None) -> str:
    return dates.day(when) if when else ""
