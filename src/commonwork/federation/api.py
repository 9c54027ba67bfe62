"""The federation's public figures, for programs. Totals only: no personal data."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from commonwork.federation import queries
from commonwork.registry.clock import today
from commonwork.rules.money import show_minor

router = Router(tags=["federation"])


class CoopOut(Schema):
    """A co-op of the federation. Heads only."""

    key: str
    name: str
    class_code: str = Field(description="start-up or member")
    since: date | None = Field(description="Day of admission, where it is on record")
    worker_owners: int
    other_workers: int


class FiguresOut(Schema):
    """The federation as of a day. Amounts are decimal strings."""

    on: date
    unit: str
    coops: int
    worker_owners: int
    other_workers: int
    shares: str = Field(description="Shares of worker-owners")
    capital_accounts: str = Field(description="Capital accounts of worker-owners")
    median_per_owner: str
    solidarity_fund: str = Field(description="What the fund stands at, pledges not paid yet among it")
    solidarity_outstanding: str = Field(description="Pledged and not paid yet")


class SurplusOut(Schema):
    """How one co-op shared one year's surplus."""

    coop: str
    year: int
    shared_on: date | None
    surplus: str
    to_members: str
    of_it_in_cash: str
    reserve: str
    education: str
    solidarity: str


class InvoiceOut(Schema):
    """An invoice between sister co-ops."""

    key: str
    seller: str
    buyer: str
    what: str
    amount: str
    invoiced_on: date
    paid_on: date | None


class Period(Schema):
    """A half-open period: `to` is the first day after it."""

    starts_on: date = Field(alias="from")
    ends_on: date = Field(alias="to")


def _usd(minor: int) -> str:
    return show_minor(minor, "USD")


@router.get("/figures", response=FiguresOut, summary="Jobs, wealth and the solidarity fund")
def figures(request: HttpRequest) -> Any:
    on = today()
    jobs, wealth = queries.jobs(on=on), queries.wealth(on=on)
    return FiguresOut(
        on=on,
        unit="USD",
        coops=len(wealth.by_coop),
        worker_owners=jobs.members,
        other_workers=jobs.others,
        shares=_usd(wealth.shares_minor),
        capital_accounts=_usd(wealth.capital_accounts_minor),
        median_per_owner=_usd(wealth.median_minor),
        solidarity_fund=_usd(queries.solidarity_fund_minor(on=on)),
        solidarity_outstanding=_usd(queries.outstanding(on=on)),
    )


@router.get("/coops", response=list[CoopOut], summary="The co-ops of the federation, by name")
def coops(request: HttpRequest) -> Any:
    return [
        CoopOut(
            key=row.belonging.organisation.key,
            name=row.belonging.organisation.name,
            class_code=row.belonging.class_code,
            since=row.belonging.since,
            worker_owners=row.jobs.members,
            other_workers=row.jobs.others,
        )
        for row in queries.jobs_by_coop(on=today())
    ]


@router.get("/surplus", response=list[SurplusOut], summary="How surpluses were shared, the newest year first")
def surplus(request: HttpRequest, year: int | None = None) -> Any:
    rows = queries.year_ends().exclude(shared_on=None)
    return [
        SurplusOut(
            coop=row.organisation.key,
            year=row.year,
            shared_on=row.shared_on,
            surplus=_usd(row.result_minor),
            to_members=_usd(row.individual_minor),
            of_it_in_cash=_usd(row.cash_minor),
            reserve=_usd(row.to_reserve_minor),
            education=_usd(row.education_minor),
            solidarity=_usd(row.solidarity_minor),
        )
        for row in (rows.filter(year=year) if year else rows)[:500]
    ]


@router.get(
    "/trade", response=list[InvoiceOut], summary="Invoices between sisters in a period, the newest first"
)
def trade(request: HttpRequest, period: Query[Period]) -> Any:
    rows = queries.sister_trade(starts_on=period.starts_on, ends_on=period.ends_on)
    return [
        InvoiceOut(
            key=row.key,
            seller=row.seller.key,
            buyer=row.buyer.key,
            what=row.what,
            amount=_usd(row.amount_minor),
            invoiced_on=row.invoiced_on,
            paid_on=row.paid_on,
        )
        for row in rows[:500]
    ]
