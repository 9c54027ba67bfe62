"""Pages of loans: the list, one loan, asking for one, and showing it to the public."""

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from commonwork.access.acting import sent
from commonwork.access.guard import demand, public, requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.access.queries import as_of, may
from commonwork.bank import permits, queries
from commonwork.bank.actions import loans
from commonwork.bank.forms import ApplyForm, LoanFilter, PublicForm
from commonwork.bank.models import Loan
from commonwork.bank.queries.forecast import plan
from commonwork.bank.views import loan_page
from commonwork.bank.views.acting import act_page
from commonwork.registry.clock import now, today
from commonwork.registry.queries import network
from commonwork.ui.exports import respond
from commonwork.ui.listing import Column, Listing


def demo_note() -> str:
    """What every exported file of a demo network says."""
    here = network()
    return _("Demo: people and figures are invented.") if here and here.is_demo else ""


def major(minor: int) -> Decimal:
    """An amount as files hold it."""
    return Decimal(minor).scaleb(-2)


class Standings:
    """Where the loans of a list stand: reckoned once for all of them."""

    def __init__(self, listing: Listing, *, is_export: bool, on: date | None) -> None:
        self.listing, self.is_export, self.on = listing, is_export, on

    @cached_property
    def found(self) -> dict[int, queries.Position]:
        loans = self.listing.queryset if self.is_export else self.listing.rows
        return queries.positions(list(loans), on=self.on)

    def of(self, loan: Loan) -> queries.Position:
        return self.found[loan.pk]


@signed_in
def list_all(request: HttpRequest) -> HttpResponse:
    """The loans this account may see: all of them for the bank's circle, the own co-op's for others."""
    standings: Standings
    columns = [
        Column("loan", _("Loan"), str, sort="name"),
        Column("borrower", _("Co-op"), lambda loan: loan.borrower.name, sort="borrower__name"),
        Column("stage", _("Stage"), lambda loan: loan.get_stage_display(), sort="stage"),
        Column("agreed_on", _("Agreed"), lambda loan: loan.agreed_on, sort="agreed_on"),
        Column("amount", _("Amount"), lambda loan: major(loan.principal_minor), sort="principal_minor"),
        Column("owed", _("Loan owed"), lambda loan: major(standings.of(loan).principal_minor)),
        Column("interest", _("Interest owed"), lambda loan: major(standings.of(loan).interest_owed_minor)),
        Column("due", _("Due now"), lambda loan: major(standings.of(loan).due_minor)),
    ]
    listing = Listing(
        request,
        permits.visible_loans(request.user),
        columns=columns,
        name="loans",
        form=LoanFilter,
        default_sort="-applied_on",
        note=demo_note(),
    )
    standings = Standings(listing, is_export="format" in request.GET, on=as_of(request.user))
    if answer := listing.export():
        return cast(HttpResponse, answer)
    rows = [{"loan": loan, "standing": standings.of(loan)} for loan in listing.rows]
    context = {
        "listing": listing,
        "rows": rows,
        "may_apply": permits.borrowers(request.user).exists(),
        "is_circle": permits.is_in_circle(request.user),
    }
    return render(request, "bank/loans.html", context)


@public
def show(request: HttpRequest, key: str) -> HttpResponseBase:
    """One loan. Its people and the bank's circle see it whole; others see it when the borrower shows it."""
    loan = permits.visible_loan(request.user, key)
    may_see_whole = permits.may_see_whole(request.user, loan)
    is_whole = may_see_whole and not (loan.is_public and request.GET.get("as") == "public")
    on = as_of(request.user) or today()
    if asked := request.GET.get("format"):
        return _export(loan, asked) if loan.kind == Loan.Kind.SURPLUS_SHARE else _export_plan(loan, on, asked)
    context = loan_page.context(request.user, loan, on=on, is_whole=is_whole)
    context["is_preview"] = may_see_whole and not is_whole
    context["may_preview"] = may_see_whole and is_whole and loan.is_public
    context["may_show"] = is_whole and may(request.user, Permission.LOAN_APPLY, loan.borrower)
    return render(request, "bank/loan.html", context)


def _export(loan: Loan, asked: str) -> HttpResponseBase:
    """The schedule as a file."""
    columns = [
        ("quarter", _("Period")),
        ("starts_on", _("From")),
        ("ends_before", _("Until before")),
        ("surplus", _("Surplus")),
        ("interest_accrued", _("Interest of the period")),
        ("due", _("Due")),
        ("due_on", _("Due on")),
        ("paid", _("Paid")),
        ("interest_paid", _("of it interest")),
        ("principal_paid", _("of it loan")),
        ("interest_owed", _("Interest still owed")),
        ("principal_owed", _("Loan still owed")),
    ]
    rows = (
        (
            row.quarter.name,
            row.quarter.starts_on,
            row.quarter.ends_on,
            major(row.quarter.surplus_minor),
            major(row.quarter.interest_minor),
            major(row.quarter.due_minor),
            row.quarter.due_on,
            major(row.paid_minor),
            major(row.interest_paid_minor),
            major(row.principal_paid_minor),
            major(row.interest_owed_minor),
            major(row.principal_minor),
        )
        for row in queries.rows(loan)
    )
    return respond(f"loan-{loan.key}", columns, rows, asked, note=demo_note())


def _export_plan(loan: Loan, on: date, asked: str) -> HttpResponseBase:
    """The schedule of payments as a file."""
    columns = [
        ("due_on", _("Due on")),
        ("due", _("Due")),
        ("interest", _("of it interest")),
        ("principal", _("of it loan")),
        ("paid", _("Paid")),
        ("principal_owed", _("Loan still owed")),
    ]
    rows = (
        (
            line.period.due_on,
            major(line.period.due_minor),
            major(line.period.due_interest_minor),
            major(line.period.due_principal_minor),
            "" if line.is_to_come else major(line.paid_minor),
            major(line.balance_minor),
        )
        for line in plan(loan, on=on)
    )
    return respond(f"loan-{loan.key}", columns, rows, asked, note=demo_note())


@requires(Permission.LOAN_APPLY)
def apply(request: HttpRequest) -> HttpResponse:
    """A treasurer, or the incubator's coordinator, asks for a loan in the name of a co-op."""
    borrowers = permits.borrowers(request.user)
    form = ApplyForm(sent(request), borrowers=borrowers, initial={"borrower": request.GET.get("borrower")})
    bank = permits.house()

    def ask(once: str) -> Loan:
        borrower = form.cleaned_data["borrower"]
        demand(permits.may_apply(request.user, borrower))
        return loans.apply(
            borrower=borrower,
            lender=bank,
            principal_minor=form.cleaned_data["principal_minor"],
            name=form.cleaned_data["name"],
            purpose=form.cleaned_data["purpose"],
            is_public=form.cleaned_data["is_public"],
            on=today(),
            by=permits.person_of(request.user),
            at=now(),
            once=once,
        )

    shown = form if borrowers.exists() else None
    return act_page(request, "bank/apply.html", shown, ask, {"name": queries.public_name(today())})


@requires(Permission.LOAN_APPLY)
def set_public(request: HttpRequest, key: str) -> HttpResponse:
    """The borrower's treasurer shows the loan to anyone, or hides it again."""
    loan = permits.loan_for_borrower(request.user, key)
    form = PublicForm(sent(request), initial={"is_public": not loan.is_public})
    return act_page(
        request,
        "bank/set_public.html",
        form,
        lambda once: loans.set_public(
            loan=loan,
            is_public=form.cleaned_data["is_public"],
            by=permits.person_of(request.user),
            at=now(),
            once=once,
        ),
        {"loan": loan},
    )
