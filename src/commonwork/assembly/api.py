"""What the assembly decided, for programs: counts, resolutions, ballots without roll numbers. No personal data."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from commonwork.assembly import queries
from commonwork.assembly.models import Assembly, Resolution
from commonwork.rules.money import show_minor

router = Router(tags=["assembly"])
MOST = 500
MOST_BALLOTS = 10_000


class AssemblyOut(Schema):
    """One sitting of an assembly. Amounts are decimal strings in `unit`."""

    key: str
    body: str
    held_on: date
    state: str = Field(description="preparing, voting, counted or resolved")
    rule: str
    unit: str
    budget: str | None = Field(description="What it could decide on; empty before the count")
    ballots: int
    blank_ballots: int | None
    population: int | None = Field(description="People of the area")
    population_source: str
    engagement_mark: int | None = Field(description="People it hopes to engage; a mark, never a quorum")


class StepOut(Schema):
    """One step of the count: the proposal as the count came to it."""

    proposal: str
    title: str
    recipient: str
    approvals: int
    cost: str
    left_before: str
    funded: bool


class CountOut(AssemblyOut):
    """An assembly with its count, step by step."""

    steps: list[StepOut]
    funded_total: str
    left_of_budget: str


class ResolutionOut(Schema):
    """What was decided about a proposal, and what was paid for it."""

    key: str
    assembly: str
    title: str
    recipient: str
    resolved_on: date
    approvals: int
    funded: bool
    cost: str
    paid: str
    paid_on: date | None
    receipt: str = Field(description="Number of the fact behind the payment, or empty")


class BallotsOut(Schema):
    """Ballots without roll numbers, sorted by what they say."""

    assembly: str
    count: int
    ballots: list[list[str]]


@router.get("/assemblies", response=list[AssemblyOut], summary="All assemblies, the latest first")
def list_assemblies(request: HttpRequest, offset: int = 0) -> Any:
    start = max(0, offset)
    rows = queries.assemblies().select_related("body__organisation")
    return [_assembly(row) for row in rows[start : start + MOST]]


@router.get("/assemblies/{key}", response=CountOut, summary="One assembly and its count")
def get_assembly(request: HttpRequest, key: str) -> Any:
    assembly = _one(key)
    steps = list(queries.steps(assembly))
    funded_minor = sum(step.proposal.cost_minor for step in steps if step.is_funded)
    return CountOut(
        **_assembly(assembly).dict(),
        steps=[
            StepOut(
                proposal=step.proposal.key,
                title=step.proposal.title,
                recipient=step.proposal.recipient.key,
                approvals=step.approvals,
                cost=_usd(step.proposal.cost_minor),
                left_before=_usd(step.left_before_minor),
                funded=step.is_funded,
            )
            for step in steps
        ],
        funded_total=_usd(funded_minor),
        left_of_budget=_usd((assembly.budget_minor or 0) - funded_minor),
    )


@router.get(
    "/assemblies/{key}/ballots",
    response=BallotsOut,
    summary="The ballots of a counted assembly, without roll numbers",
)
def get_ballots(request: HttpRequest, key: str, offset: int = 0) -> Any:
    assembly = _one(key)
    if not assembly.is_counted:
        raise Http404
    start = max(0, offset)
    rows = queries.ballots_of(assembly)
    return BallotsOut(assembly=key, count=len(rows), ballots=rows[start : start + MOST_BALLOTS])


@router.get("/resolutions", response=list[ResolutionOut], summary="Resolutions of a period, funded or not")
def list_resolutions(request: HttpRequest, starts_on: date, ends_on: date, offset: int = 0) -> Any:
    """Resolutions adopted in [starts_on, ends_on), the last day left out."""
    start = max(0, offset)
    rows = queries.resolutions(starts_on=starts_on, ends_on=ends_on, is_funded=None)
    return [_resolution(row) for row in rows[start : start + MOST]]


def _one(key: str) -> Assembly:
    assembly = Assembly.objects.select_related("body__organisation").filter(key=key).first()
    if assembly is None:
        raise Http404
    return assembly


def _assembly(assembly: Assembly) -> AssemblyOut:
    engagement = queries.engagement(assembly)
    return AssemblyOut(
        key=assembly.key,
        body=assembly.body.key,
        held_on=assembly.held_on,
        state=assembly.state,
        rule=assembly.rule,
        unit="USD",
        budget=None if assembly.budget_minor is None else _usd(assembly.budget_minor),
        ballots=engagement.voted,
        blank_ballots=assembly.blank_count,
        population=engagement.population,
        population_source=engagement.population_source,
        engagement_mark=engagement.mark_count,
    )


def _resolution(row: Resolution) -> ResolutionOut:
    return ResolutionOut(
        key=row.key,
        assembly=row.proposal.assembly.key,
        title=row.proposal.title,
        recipient=row.proposal.recipient.key,
        resolved_on=row.resolved_on,
        approvals=row.approvals,
        funded=row.is_funded,
        cost=_usd(row.cost_minor),
        paid=_usd(row.paid_minor),
        paid_on=row.paid_on,
        receipt=row.paid_by.number if row.paid_by else "",
    )


def _usd(minor: int) -> str:
    return show_minor(minor, "USD")
