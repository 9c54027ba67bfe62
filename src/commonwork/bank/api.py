"""The bank's public figures, for programs. No personal data; a co-op is named only where it shows its loan."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from commonwork.bank import api_requests, permits, queries
from commonwork.bank.models import Loan
from commonwork.registry.clock import today
from commonwork.rules.money import show_minor

router = Router(tags=["bank"])
router.add_router("", api_requests.router)


class BankOut(Schema):
    """What the bank has lent and can lend, as of a day. Amounts are decimal strings."""

    name: str = Field(description="What the bank is called in public")
    on: date = Field(description="The day these figures are of")
    unit: str
    lent_from: date = Field(description="First day of the twelve months of `lent`")
    lent_before: date = Field(description="First day after them")
    lent: str = Field(description="Paid out on loans in these twelve months")
    at_work: str = Field(description="Principal that co-ops hold now")
    given: str = Field(description="Given to the fund that goes round")
    available: str = Field(description="Ready to lend: given, less at work, less promised")
    loans_count: int = Field(description="Loans paid out so far, in whole or in part")


class LentOut(Schema):
    """One payment to a co-op. `borrower` is empty where the co-op does not show its loan."""

    on: date
    amount: str
    borrower: str
    receipt: str


class LoanOut(Schema):
    """A loan its borrower shows to anyone."""

    key: str
    borrower: str
    stage: str
    principal: str
    annual_rate_bp: int | None
    share_bp: int | None
    agreed_on: date | None
    ends_on: date | None
    owed: str = Field(description="Principal still owed")


@router.get("/figures", response=BankOut, summary="What the bank has lent and can lend")
def figures(request: HttpRequest) -> Any:
    on = today()
    starts_on, ends_on = queries.lending_year(on)
    fund = queries.fund_position(on, lender=permits.house())
    return BankOut(
        name=queries.public_name(on),
        on=on,
        unit="USD",
        lent_from=starts_on,
        lent_before=ends_on,
        lent=show_minor(queries.lent(starts_on, ends_on).total_minor, "USD"),
        at_work=show_minor(queries.at_work(on), "USD"),
        given=show_minor(fund.given_minor, "USD"),
        available=show_minor(fund.available_minor, "USD"),
        loans_count=queries.loans_count(on),
    )


@router.get("/lent", response=list[LentOut], summary="Payments to co-ops in a period, newest first")
def lent(request: HttpRequest, starts_on: date, ends_on: date) -> Any:
    """Payments in [starts_on, ends_on), the last day left out."""
    return [
        LentOut(
            on=draw.on,
            amount=show_minor(draw.amount_minor, "USD"),
            borrower=draw.loan.borrower.key if draw.loan.is_public else "",
            receipt=draw.fact.number,
        )
        for draw in queries.draws(starts_on, ends_on)[:500]
    ]


@router.get("/loans", response=list[LoanOut], summary="Loans their borrowers show to anyone")
def loans(request: HttpRequest) -> Any:
    shown = list(
        Loan.objects.filter(is_public=True, stage__in=Loan.HAS_TERMS).order_by("agreed_on", "pk")[:500]
    )
    standing = queries.positions(shown)
    return [
        LoanOut(
            key=loan.key,
            borrower=loan.borrower.key,
            stage=loan.stage,
            principal=show_minor(loan.principal_minor, loan.unit),
            annual_rate_bp=loan.annual_rate_bp,
            share_bp=loan.share_bp,
            agreed_on=loan.agreed_on,
            ends_on=loan.ends_on,
            owed=show_minor(standing[loan.pk].principal_minor, loan.unit),
        )
        for loan in shown
    ]
