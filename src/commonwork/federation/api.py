"""The federation's public figures, for programs. Totals only: no personal data."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema

from commonwork.federation import queries
from commonwork.federation.queries import delegates as delegate_queries
from commonwork.federation.queries.totals import coop_years
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


class SeatsOut(Schema):
    """Seats of one co-op in a body. Counts only."""

    coop: str
    members: int = Field(description="Worker-owners when the seats were shared")
    seats: int
    filled: int


class BodyOut(Schema):
    """A body of delegates."""

    key: str
    name: str
    shared_on: date | None
    method: str = Field(description="How its seats were shared; empty while they are not")
    seats: list[SeatsOut]


class CoopYearOut(Schema):
    """One co-op in one year. Totals only."""

    coop: str
    class_code: str
    standing: str = Field(description="good, suspended or dues-open")
    worker_owners: int
    other_workers: int
    paid_minutes: int
    full_time_jobs: str = Field(description="Empty where nobody decided what counts as one")
    wages: str
    pay_ratio: str = Field(description="Highest hourly wage by the lowest; empty without wages")
    pay_ratio_limit: str
    dues: str
    surplus: str = Field(description="Result of the closed year; empty while it is open")


@router.get("/delegates", response=list[BodyOut], summary="Bodies of delegates and their seats")
def delegates(request: HttpRequest) -> Any:
    on = today()
    found = []
    for body in delegate_queries.bodies()[:50]:
        shared = delegate_queries.latest_apportionment(body, on=on)
        seats = [
            SeatsOut(
                coop=bench.organisation.key,
                members=bench.members,
                seats=bench.seats,
                filled=len(bench.terms),
            )
            for bench in delegate_queries.benches(body, on=on)
        ]
        found.append(
            BodyOut(
                key=body.key,
                name=body.name,
                shared_on=shared.on if shared else None,
                method=shared.terms.get("method", "") if shared else "",
                seats=seats,
            )
        )
    return found


@router.get("/years/{year}", response=list[CoopYearOut], summary="The dashboard of a year, co-op by co-op")
def years(request: HttpRequest, year: Annotated[int, Path(ge=1900, le=2999)]) -> Any:
    return [
        CoopYearOut(
            coop=row.organisation.key,
            class_code=row.jobs.belonging.class_code,
            standing=row.standing.code,
            worker_owners=row.jobs.jobs.members,
            other_workers=row.jobs.jobs.others,
            paid_minutes=row.minutes,
            full_time_jobs=row.full_time,
            wages=_usd(row.wages_minor),
            pay_ratio=row.pay.shown,
            pay_ratio_limit=row.pay.limit_shown,
            dues=_usd(row.dues.due_minor) if row.dues else "",
            surplus=_usd(row.year_end.result_minor) if row.year_end else "",
        )
        for row in coop_years(year, on=today())
    ]
