"""Pages of loans on a schedule: agree, new terms, a pause, a payment; and how such loans end."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from commonwork.access.acting import sent
from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.bank import permits, queries
from commonwork.bank.actions import endings, payments, schedules
from commonwork.bank.forms import PaymentForm
from commonwork.bank.forms_loans import (
    AgreeScheduleForm,
    MoneyOnForm,
    OnForm,
    PauseForm,
    TermsForm,
    WriteOffForm,
)
from commonwork.bank.models import Loan, LoanEvent, ProductVersion
from commonwork.bank.queries.offers import latest, products
from commonwork.bank.views.shown import of_loan, page
from commonwork.charter.queries import in_force
from commonwork.registry.clock import now, today
from commonwork.rules.loans.rhythm import boundary
from commonwork.ui.money import money, percent

USUAL = {
    "schedule": "level",
    "every": "month",
    "day_count": "30/360",
    "count": 12,
}  # what the form begins with


def _acting(request: HttpRequest, once: str) -> dict[str, Any]:
    return {"by": permits.person_of(request.user), "at": now(), "once": once}


@requires(Permission.LOAN_DISBURSE)
def agree(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """Agree on a schedule (`conventional`) or on a line of credit (`line`)."""
    loan = permits.loan_for(request.user, key, Permission.LOAN_DISBURSE)
    version = _version(loan, kind)
    form = AgreeScheduleForm(
        sent(request), version=version, initial={**USUAL, **_usual(loan, version), "on": today()}
    )
    is_ready = loan.stage == Loan.Stage.APPROVED and version is not None
    title = _("Agree on a line of credit") if kind == Loan.Kind.LINE else _("Agree on a schedule")
    return page(
        request,
        form if is_ready or form.is_bound else None,
        lambda once: schedules.agree(
            loan=loan, kind=kind, wanted=form.wanted, on=form.cleaned_data["on"], **_acting(request, once)
        ),
        of_loan(
            loan,
            title,
            submit=_("Agree on the loan"),
            lede=_("%(amount)s for %(coop)s. No person guarantees anything.")
            % {"amount": money(loan.principal_minor), "coop": loan.borrower.name},
            form_title=_("The terms"),
            happens=_cap_words(loan, version),
            nothing=_(
                "This loan is not waiting for an agreement, or the bank has not taken up this product."
            ),
        ),
    )


@requires(Permission.LOAN_DISBURSE)
def new_terms(request: HttpRequest, key: str) -> HttpResponse:
    """Agree on new terms for a loan on a schedule."""
    loan = permits.loan_for(request.user, key, Permission.LOAN_DISBURSE)
    old = loan.terms.order_by("-number").first()
    initial: dict[str, Any] = {}
    if old:
        initial = {name: getattr(old, name) for name in ("schedule", "every", "day_count", "count")}
        initial |= {"annual_rate_bp": Decimal(old.annual_rate_bp) / 100, "starts_on": today()}
    form = TermsForm(sent(request), version=loan.product, initial=initial)
    return page(
        request,
        form if (old and loan.stage in Loan.RUNNING) or form.is_bound else None,
        lambda once: schedules.restructure(loan=loan, wanted=form.wanted, **_acting(request, once)),
        of_loan(
            loan,
            _("Agree on new terms"),
            submit=_("Agree on the new terms"),
            form_title=_("The new terms"),
            happens=_(
                "All that is still owed is planned anew, also what is overdue. The old terms stay on record."
            ),
        ),
    )


@requires(Permission.LOAN_DISBURSE)
def pause(request: HttpRequest, key: str) -> HttpResponse:
    """Let the payments of a schedule rest."""
    loan = permits.loan_for(request.user, key, Permission.LOAN_DISBURSE)
    form = PauseForm(sent(request), initial={"on": today(), "until": today() + timedelta(days=90)})
    is_possible = loan.stage in Loan.RUNNING and loan.kind != Loan.Kind.SURPLUS_SHARE
    return page(
        request,
        form if is_possible or form.is_bound else None,
        lambda once: schedules.pause(
            loan=loan,
            on=form.cleaned_data["on"],
            until=form.cleaned_data["until"],
            note=form.cleaned_data["note"],
            **_acting(request, once),
        ),
        of_loan(
            loan,
            _("Let the payments rest"),
            submit=_("Let them rest"),
            form_title=_("The pause"),
            happens=_(
                "The schedule is so many payments longer. Interest runs on, simple, and is asked for afterwards."
            ),
            nothing=_("A loan paid from surplus rests by itself where there is none."),
        ),
    )


def pay(request: HttpRequest, loan: Loan) -> HttpResponse:
    """Record a payment on a loan with a schedule; called by the page of payments."""
    standing = queries.position(loan)
    form = PaymentForm(sent(request), initial={"amount_minor": standing.due_minor or None, "on": today()})
    return page(
        request,
        form if standing.owed_minor or form.is_bound else None,
        lambda once: payments.record(
            loan=loan,
            on=form.cleaned_data["on"],
            amount_minor=form.cleaned_data["amount_minor"],
            **_acting(request, once),
        ),
        of_loan(
            loan,
            _("Record a payment"),
            submit=_("Record the payment"),
            lede=_("%(due)s is due now; %(owed)s is owed in all.")
            % {"due": money(standing.due_minor), "owed": money(standing.owed_minor)},
            form_title=_("What came"),
            nothing=_("Nothing is owed on this loan now."),
            happens=_(
                "It goes to what is due, the oldest first, interest before the loan. What is above that pays back the "
                "loan early. A day that is past is fine: only the difference is posted."
            ),
        ),
    )


@requires(Permission.LOAN_RECEIVE)
def forgive(request: HttpRequest, key: str) -> HttpResponse:
    """Give up the interest still owed when the agreement has ended."""
    loan = permits.loan_for(request.user, key, Permission.LOAN_RECEIVE)
    form = OnForm(sent(request), initial={"on": today()})
    is_over = loan.stage == Loan.Stage.REPAYING and loan.ends_on is not None and loan.ends_on <= today()
    owed = queries.position(loan).interest_owed_minor
    return page(
        request,
        form if (is_over and owed) or form.is_bound else None,
        lambda once: endings.forgive_interest(
            loan=loan, on=form.cleaned_data["on"], **_acting(request, once)
        ),
        of_loan(
            loan,
            _("Forgive the interest still owed"),
            submit=_("Forgive the interest"),
            lede=_("The surpluses did not pay %(amount)s of interest. It lies above what the loan may take.")
            % {"amount": money(owed)}
            if owed
            else "",
            nothing=_("No interest is owed on this loan.")
            if is_over
            else _("The agreement has not ended yet."),
        ),
    )


@requires(Permission.LOAN_DECIDE)
def write_off(request: HttpRequest, key: str) -> HttpResponse:
    """The committee gives up what is still owed, after a plan was tried."""
    loan = permits.loan_for(request.user, key, Permission.LOAN_DECIDE)
    form = WriteOffForm(sent(request), initial={"on": today()})
    owed = queries.position(loan).owed_minor
    return page(
        request,
        form if (endings.tried(loan) and owed) or form.is_bound else None,
        lambda once: endings.write_off(
            loan=loan, on=form.cleaned_data["on"], note=form.cleaned_data["note"], **_acting(request, once)
        ),
        of_loan(
            loan,
            _("Write off the rest"),
            submit=_("Write it off"),
            seen=_("Only the loan committee sees this page."),
            lede=_("%(amount)s is still owed. No person is asked for it.") % {"amount": money(owed)}
            if owed
            else "",
            nothing=_("A loan is written off only after a plan was tried together.")
            if owed
            else _("Nothing is owed on this loan now."),
        ),
    )


@requires(Permission.LOAN_RECEIVE)
def recover(request: HttpRequest, key: str) -> HttpResponse:
    """Record what the co-op brings after a write-off."""
    loan = permits.loan_for(request.user, key, Permission.LOAN_RECEIVE)
    form = MoneyOnForm(sent(request), initial={"on": today()})
    return page(
        request,
        form if loan.events.filter(kind=LoanEvent.Kind.WRITE_OFF).exists() or form.is_bound else None,
        lambda once: endings.recover(
            loan=loan,
            on=form.cleaned_data["on"],
            amount_minor=form.cleaned_data["amount_minor"],
            **_acting(request, once),
        ),
        of_loan(
            loan,
            _("Record what was recovered"),
            submit=_("Record it"),
            happens=_(
                "What the co-op brings of its own will, after the rest was given up. Nobody is asked for more."
            ),
        ),
    )


def _version(loan: Loan, kind: str) -> ProductVersion | None:
    product = products(loan.lender).filter(kind=kind).first()
    return latest(product, on=today()) if product else None


def _usual(loan: Loan, version: ProductVersion | None) -> dict[str, Any]:
    """What the form begins with: the usual rate, the first of next month."""
    rate = in_force(version.rate_policy, on=today(), organisation=loan.lender) if version else None
    first = boundary(today().replace(day=1), "month", 1)
    return {"annual_rate_bp": Decimal(rate.value) / 100 if rate else None, "starts_on": first}


def _cap_words(loan: Loan, version: ProductVersion | None) -> str:
    cap = in_force(version.cap_policy, on=today(), organisation=loan.lender) if version else None
    if cap is None:
        return _("No highest rate is decided yet, so nothing can be agreed.")
    return _("The rate may be at most %(cap)s a year: so it was decided.") % {"cap": percent(cap.value)}
