"""Walking with a borrower: log time given, agree on next steps, a plan when a loan falls short."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from commonwork.bank.actions.lock import demand_come, locked
from commonwork.bank.models import Loan, NextStep, Visit, WalkPlan
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Person
from commonwork.registry.queries import memberships
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui import dates

DAY_MINUTES = 24 * 60


class NoTime(Refusal):
    sentence = sentence("Say how long it took: more than zero minutes.")
    field = "hours"


class MoreThanADay(Refusal):
    sentence = sentence("That makes more than a day for one person on one day.")
    field = "hours"


class WalksWithOwnCoop(Refusal):
    sentence = sentence("{person} belongs to {borrower}; time for one's own co-op is not logged here.")
    field = "person"


class NothingSaid(Refusal):
    sentence = sentence("Write a few words: what was seen, what was said.")
    field = "words"


class WasStruck(Refusal):
    sentence = sentence("This entry was struck before.")
    status = 409


class StepDone(Refusal):
    sentence = sentence("This step was done before.")
    status = 409


class PlanRuns(Refusal):
    sentence = sentence("An accompaniment plan runs already. End it first, or go on with it.")
    status = 409


class PlanEnded(Refusal):
    sentence = sentence("This plan has ended already.")
    status = 409


class ReviewTooEarly(Refusal):
    sentence = sentence("The day you look again must come after {starts_on}.")
    field = "review_on"


@dataclass(frozen=True)
class Step:
    """What somebody will do: the co-op or the bank, what, and by when if a day was agreed."""

    side: str
    text: str
    due_on: date | None = None


@act
def log(
    *,
    loan: Loan,
    person: Person,
    kind: str,
    on: date,
    minutes: int,
    words: str,
    steps: Sequence[Step],
    by: Who,
    at: datetime,
) -> Visit:
    """Log time given to a borrower, and the steps agreed on. Raises NoTime, MoreThanADay, WalksWithOwnCoop, NothingSaid,
    StillToCome."""
    loan = locked(loan)
    demand_come(on, at)
    if minutes <= 0:
        raise NoTime()
    if not words.strip():
        raise NothingSaid()
    if memberships(on=on, organisation=loan.borrower).filter(person=person).exists():
        raise WalksWithOwnCoop(person=person.name, borrower=loan.borrower.name)
    day = (
        Visit.objects.filter(person=person, on=on, is_struck=False).aggregate(sum=Sum("minutes"))["sum"] or 0
    )
    if day + minutes > DAY_MINUTES:
        raise MoreThanADay()
    visit = Visit.objects.create(
        key=new_key("visit"),
        loan=loan,
        person=person,
        kind=Visit.Kind(kind),
        on=on,
        minutes=minutes,
        words=words.strip(),
    )
    _agree(loan, steps, on=on, by=by, at=at)
    _told("bank.visit.logged", visit, on=on, by=by, at=at, minutes=minutes, what=kind)
    return visit


@act
def strike(*, visit: Visit, on: date, by: Who, at: datetime) -> Visit:
    """Strike an entry made by mistake: its words are erased and its time no longer counts. Raises WasStruck."""
    visit = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if visit.is_struck:
        raise WasStruck()
    visit.is_struck, visit.words = True, ""
    visit.save(update_fields=["is_struck", "words"])
    _told("bank.visit.struck", visit, on=on, by=by, at=at, minutes=visit.minutes)
    return visit


@act
def do_step(*, step: NextStep, on: date, by: Who, at: datetime) -> NextStep:
    """A step was done. Raises StepDone, StillToCome."""
    demand_come(on, at)
    step = NextStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    if step.done_on is not None:
        raise StepDone()
    step.done_on, step.done_by = on, ref(by)
    step.save(update_fields=["done_on", "done_by"])
    _told("bank.step.done", step, on=on, by=by, at=at)
    return step


@act
def begin_plan(
    *,
    loan: Loan,
    reasons: Sequence[str],
    words: str,
    review_on: date,
    steps: Sequence[Step],
    on: date,
    by: Who,
    at: datetime,
) -> WalkPlan:
    """Co-op and bank agree on what changes when a loan falls short. reasons: codes of the watch list.

    Raises NotAtThisStage, PlanRuns, NothingSaid, ReviewTooEarly, StillToCome.
    """
    loan = locked(loan, *Loan.RUNNING)
    demand_come(on, at)
    if WalkPlan.objects.filter(loan=loan, ended_on=None).exists():
        raise PlanRuns()
    if not words.strip():
        raise NothingSaid()
    if review_on <= on:
        raise ReviewTooEarly(starts_on=dates.day(on))
    plan = WalkPlan.objects.create(
        key=new_key("plan"),
        loan=loan,
        reasons=sorted(reasons),
        words=words.strip(),
        starts_on=on,
        review_on=review_on,
    )
    _agree(loan, steps, on=on, by=by, at=at)
    _told("bank.accompaniment.begun", plan, on=on, by=by, at=at, reasons=sorted(reasons))
    return plan


@act
def end_plan(*, plan: WalkPlan, outcome: str, on: date, by: Who, at: datetime) -> WalkPlan:
    """Look again, and say how it goes on. Raises PlanEnded, StillToCome."""
    demand_come(on, at)
    plan = WalkPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if plan.ended_on is not None:
        raise PlanEnded()
    plan.ended_on, plan.outcome = on, WalkPlan.Outcome(outcome)
    plan.save(update_fields=["ended_on", "outcome"])
    _told("bank.accompaniment.ended", plan, on=on, by=by, at=at, outcome=outcome)
    return plan


def _agree(loan: Loan, steps: Sequence[Step], *, on: date, by: Who, at: datetime) -> None:
    for one in steps:
        step = NextStep.objects.create(
            key=new_key("step"),
            loan=loan,
            side=NextStep.Side(one.side),
            text=one.text.strip()[:300],
            due_on=one.due_on,
        )
        _told("bank.step.agreed", step, on=on, by=by, at=at, side=one.side)


def _told(
    kind: str, row: Visit | NextStep | WalkPlan, *, on: date, by: Who, at: datetime, **more: object
) -> None:
    loan = row.loan
    data = {"on": on.isoformat(), "loan": ref(loan), "borrower": ref(loan.borrower), **more}
    state(kind, subject=row, by=by, at=at, organisation=loan.lender, data=data)
