"""Loans on a schedule: agree on one, let its payments rest, agree on new terms. Rates stay under the policy's cap."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from commonwork.bank.actions.conditions import demand_met
from commonwork.bank.actions.dues import bring_up
from commonwork.bank.actions.loans import RateAboveTheCap, demand_room
from commonwork.bank.actions.lock import Acting, demand_come, keep_next_due, locked
from commonwork.bank.actions.offered import NotOffered, OutsideAmounts, TooLong, demand_among, demand_amount
from commonwork.bank.actions.settling import settle
from commonwork.bank.models import Loan, LoanEvent, ProductVersion, Terms
from commonwork.bank.queries.lives import schedule_terms, told
from commonwork.bank.queries.offers import version_in_force
from commonwork.charter.queries import value
from commonwork.record.acts import Who, act, state
from commonwork.record.models import Fact
from commonwork.record.refs import ref
from commonwork.rules.loans.rhythm import boundary, months_of
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui import dates
from commonwork.ui.money import percent

__all__ = ["NotOffered", "OutsideAmounts", "TooLong", "Wanted", "agree", "pause", "restructure"]


class GraceTooLong(Refusal):
    sentence = sentence("Periods without payments must end before the last one.")
    field = "principal_grace"


class BalloonTooLarge(Refusal):
    sentence = sentence("What is asked for at the end must be less than the loan itself.")
    field = "balloon_minor"


class StepsMissing(Refusal):
    sentence = sentence("Say by how much the payments grow, and after how many.")
    field = "step_bp"


class NeedsASchedule(Refusal):
    sentence = sentence("This loan is paid from surplus. Where there is none, it rests by itself.")
    status = 409


class EndsBeforeItStarts(Refusal):
    sentence = sentence("A pause ends after the day it begins.")
    field = "until"


class PauseIsPast(Refusal):
    sentence = sentence("A pause begins today or later: what fell due before stays as it is.")
    field = "on"


class NewTermsLater(Refusal):
    sentence = sentence("New terms begin today or on a later day than the old ones did: {day}.")
    field = "starts_on"


@dataclass(frozen=True)
class Wanted:
    """The terms asked for, as `Terms` keeps them."""

    starts_on: date
    annual_rate_bp: int
    day_count: str
    schedule: str
    every: str
    count: int
    principal_grace: int = 0
    interest_grace: int = 0
    step_bp: int = 0
    step_every: int = 0
    balloon_minor: int = 0

    @property
    def ends_on(self) -> date:
        return boundary(self.starts_on, self.every, self.count)  # type: ignore[arg-type]


@act
def agree(*, loan: Loan, kind: str, wanted: Wanted, on: date, by: Who, at: datetime) -> Loan:
    """Agree on a schedule for an approved loan, or on a line of credit up to its amount (kind "line").

    Raises NotAtThisStage, RateAboveTheCap, NotOffered, TooLong, OutsideAmounts, GraceTooLong, BalloonTooLarge,
    StepsMissing, ConditionOpen, AboveTheLimit, FundTooLow, StillToCome, PolicyMissing, NotYetOffered.
    """
    loan = locked(loan, Loan.Stage.APPROVED, with_fund=True)
    demand_come(on, at)
    version = version_in_force(loan.lender, Loan.Kind(kind), on=on)
    _demand_offered(loan, version, wanted, on)
    demand_met(loan, before="agreement")
    demand_room(loan, on)
    loan.kind, loan.product = Loan.Kind(kind), version
    loan.annual_rate_bp, loan.day_count = wanted.annual_rate_bp, wanted.day_count
    loan.agreed_on, loan.ends_on, loan.stage = on, wanted.ends_on, Loan.Stage.AGREED
    loan.save()
    fact = _state("bank.schedule.agreed", loan, wanted, by=by, at=at)
    _keep(loan, wanted, 1, fact)
    return loan


@act
def restructure(*, loan: Loan, wanted: Wanted, by: Who, at: datetime) -> Loan:
    """New terms from a day on: all that is still owed, overdue or not, is planned anew under them.

    Raises NotAtThisStage, NeedsASchedule, NewTermsLater, and of the terms what `agree` raises.
    """
    loan = locked(loan, *Loan.RUNNING)
    old = _demand_schedule(loan)
    today = timezone.localdate(at)
    earliest = max(today, date.fromordinal(old.starts_on.toordinal() + 1))
    if wanted.starts_on < earliest:
        raise NewTermsLater(day=dates.day(earliest))
    assert loan.product is not None
    _demand_offered(loan, loan.product, wanted, today)
    kept = told(loan)
    bring_up(loan, kept, on=today, acting=Acting(by, at))
    before = kept.life(until=today)
    fact = _state("bank.schedule.restructured", loan, wanted, by=by, at=at)
    terms = _keep(loan, wanted, old.number + 1, fact)
    after = told(loan).life(until=today)
    settle(loan, before=before, after=after, fact=fact, kind="bank.interest")
    loan.annual_rate_bp, loan.day_count, loan.ends_on = terms.annual_rate_bp, terms.day_count, wanted.ends_on
    loan.save(update_fields=["annual_rate_bp", "day_count", "ends_on"])
    keep_next_due(loan, after.next_due_on)
    return loan


@act
def pause(*, loan: Loan, on: date, until: date, note: str, by: Who, at: datetime) -> Loan:
    """Payments that would fall due in [on, until) are not asked for; the schedule is so many periods longer.

    Interest runs on, simple, and is asked for afterwards. Raises NotAtThisStage, NeedsASchedule, EndsBeforeItStarts,
    PauseIsPast.
    """
    loan = locked(loan, *Loan.RUNNING)
    _demand_schedule(loan)
    today = timezone.localdate(at)
    if until <= on:
        raise EndsBeforeItStarts()
    kept = told(loan)
    bring_up(loan, kept, on=today, acting=Acting(by, at))
    if on < today or (loan.next_due_on and on > loan.next_due_on and until <= loan.next_due_on):
        raise PauseIsPast()
    before = kept.life(until=today)
    fact = state(
        "bank.loan.paused",
        subject=loan,
        by=by,
        at=at,
        organisation=loan.lender,
        about=[loan.borrower],
        data={"borrower": ref(loan.borrower), "on": on.isoformat(), "until": until.isoformat()},
    )
    LoanEvent.objects.create(loan=loan, kind=LoanEvent.Kind.PAUSE, on=on, until=until, note=note, fact=fact)
    after = told(loan).life(until=today)
    settle(loan, before=before, after=after, fact=fact, kind="bank.interest")
    keep_next_due(loan, after.next_due_on)
    return loan


def _demand_schedule(loan: Loan) -> Terms:
    if loan.kind == Loan.Kind.SURPLUS_SHARE:
        raise NeedsASchedule()
    return Terms.objects.filter(loan=loan).order_by("-number")[0]


def _demand_offered(loan: Loan, version: ProductVersion, wanted: Wanted, on: date) -> None:
    """Refuse what the product or a policy does not allow."""
    cap = value(version.cap_policy, on=on, organisation=loan.lender)
    if wanted.annual_rate_bp > cap:
        raise RateAboveTheCap(asked=percent(wanted.annual_rate_bp), cap=percent(cap))
    demand_among(
        (
            (wanted.schedule, version.schedules, "schedule"),
            (wanted.day_count, version.day_counts, "day_count"),
            (wanted.every, version.rhythms, "every"),
        )
    )
    months = months_of(wanted.every, wanted.count)  # type: ignore[arg-type]
    if version.longest_months and months > version.longest_months:
        raise TooLong(months=months, most=version.longest_months)
    demand_amount(loan, version)
    if max(wanted.principal_grace, wanted.interest_grace) >= wanted.count:
        raise GraceTooLong()
    if wanted.schedule == Terms.Schedule.BALLOON and not 0 < wanted.balloon_minor < loan.principal_minor:
        raise BalloonTooLarge()
    if wanted.schedule == Terms.Schedule.STEP and not (wanted.step_bp and wanted.step_every):
        raise StepsMissing()


def _keep(loan: Loan, wanted: Wanted, number: int, fact: Fact) -> Terms:
    said: dict[str, Any] = {name: getattr(wanted, name) for name in Wanted.__dataclass_fields__}
    terms = Terms.objects.create(loan=loan, number=number, fact=fact, **said)
    schedule_terms(terms, loan)
    return terms


def _state(kind: str, loan: Loan, wanted: Wanted, *, by: Who, at: datetime) -> Fact:
    return state(
        kind,
        subject=loan,
        by=by,
        at=at,
        organisation=loan.lender,
        about=[loan.borrower],
        data={
            "amount_minor": loan.principal_minor,
            "unit": loan.unit,
            "borrower": ref(loan.borrower),
            "loan_kind": str(loan.kind),
            "starts_on": wanted.starts_on.isoformat(),
            "ends_on": wanted.ends_on.isoformat(),
            **{name: getattr(wanted, name) for name in Wanted.__dataclass_fields__ if name != "starts_on"},
        },
    )
