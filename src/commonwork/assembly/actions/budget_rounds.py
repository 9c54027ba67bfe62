"""Participatory budgets: open a round, put ideas forward, look at them, move on from phase to phase."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Max

from commonwork.assembly.actions.days import happened
from commonwork.assembly.models import BudgetPot, BudgetProject, BudgetRound
from commonwork.assembly.telling import tell_project, tell_round
from commonwork.record.acts import Who, act
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Body, Organisation, Person
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui.money import money

BudgetState = BudgetRound.State


class PhasesOutOfOrder(Refusal):
    sentence = sentence("Ideas end first, then the look at costs, then the voting.")
    field = "costed_until"


class PotsOverBudget(Refusal):
    sentence = sentence("The parts add up to {parts}; the budget is {budget}.")
    field = "pots"


class NotInThatPhase(Refusal):
    sentence = sentence("This cannot be done now: “{round}” is in the phase “{phase}”.")
    status = 409


class TitleTaken(Refusal):
    sentence = sentence("There is already an idea called “{title}”.")
    status = 409
    field = "title"


class CostNeeded(Refusal):
    sentence = sentence("What can be done needs a cost above zero, at most {most}.")
    field = "cost"


class ReasonNeeded(Refusal):
    sentence = sentence("Say what was found: those who had the idea want to know why.")
    field = "review"


class OtherRound(Refusal):
    sentence = sentence("Projects that exclude each other must stand in the same budget.")
    field = "rivals"


class Pot(NamedTuple):
    """A part of the budget with money of its own."""

    code: str
    name: str
    budget_minor: int
    kind: str = "category"


@act
def open_round(
    *,
    body: Body,
    title: str,
    budget_minor: int,
    ideas_until: date,
    costed_until: date,
    votes_until: date,
    by: Who,
    at: datetime,
    pots: Sequence[Pot] = (),
    key: str = "",
    method: str = "budget-approval",
    rule: str = "equal-shares",
    completes: bool = False,
    points: int = 10,
    least_votes: int = 0,
) -> BudgetRound:
    """Open a participatory budget for ideas. pots: parts with own money, together the whole budget or none.

    Raises PhasesOutOfOrder, PotsOverBudget.
    """
    if not ideas_until <= costed_until <= votes_until:
        raise PhasesOutOfOrder()
    parts = sum(pot.budget_minor for pot in pots)
    if pots and parts != budget_minor:
        raise PotsOverBudget(parts=money(parts), budget=money(budget_minor))
    opened = BudgetRound.objects.create(
        key=key or new_key("budget"),
        body=body,
        title=title.strip(),
        budget_minor=budget_minor,
        method=BudgetRound.Method(method),
        rule=BudgetRound.Rule(rule),
        completes=completes,
        points=points,
        least_votes=least_votes,
        ideas_until=ideas_until,
        costed_until=costed_until,
        votes_until=votes_until,
    )
    BudgetPot.objects.bulk_create(BudgetPot(round=opened, **pot._asdict()) for pot in pots)
    data = {"budget_minor": budget_minor, "unit": "USD", "rule": rule, "method": method}
    tell_round("assembly.budget.opened", opened, by=by, at=at, data=data)
    return opened


@act
def propose(
    *,
    round: BudgetRound,
    title: str,
    by: Who,
    at: datetime,
    text: str = "",
    where: str = "",
    pot: BudgetPot | None = None,
    proposer: Person | None = None,
    key: str = "",
) -> BudgetProject:
    """Put an idea forward while ideas are collected. Raises NotInThatPhase, TitleTaken."""
    round = in_phase(round, BudgetState.IDEAS)
    title = title.strip()
    if round.projects.filter(title__iexact=title).exists():
        raise TitleTaken(title=title)
    highest = round.projects.aggregate(highest=Max("number"))["highest"] or 0
    project = BudgetProject.objects.create(
        key=key or new_key("project"),
        round=round,
        number=highest + 1,
        title=title,
        text=text.strip(),
        where=where.strip(),
        pot=pot,
        proposer=proposer,
    )
    tell_project("assembly.project.proposed", project, by=by, at=at, data={})
    return project


@act
def review(
    *,
    project: BudgetProject,
    reviewer: Person,
    is_feasible: bool,
    text: str,
    on: date,
    by: Who,
    at: datetime,
    cost_minor: int | None = None,
    doer: Organisation | None = None,
    pot: BudgetPot | None = None,
) -> BudgetProject:
    """A named reviewer says whether an idea can be done, what it costs and who would do it; anew until voting opens.

    Raises NotInThatPhase, CostNeeded, ReasonNeeded, StillToCome.
    """
    round = in_phase(project.round, BudgetState.IDEAS, BudgetState.COSTING)
    happened(on, at)
    if not text.strip():
        raise ReasonNeeded()
    pot = pot or project.pot
    most = pot.budget_minor if pot else round.budget_minor
    if is_feasible and not 0 < (cost_minor or 0) <= most:
        raise CostNeeded(most=money(most))
    project = (
        BudgetProject.objects.select_for_update(of=("self",)).select_related("round__body").get(pk=project.pk)
    )
    if project.state == BudgetProject.State.WITHDRAWN:
        raise NotInThatPhase(round=round.title, phase=str(project.get_state_display()))
    project.state = BudgetProject.State.FEASIBLE if is_feasible else BudgetProject.State.UNFEASIBLE
    project.cost_minor = cost_minor if is_feasible else None
    project.doer, project.pot, project.review = doer, pot, text.strip()
    project.reviewer, project.reviewed_on = reviewer, on
    project.save()
    kind = "assembly.project.reviewed" if is_feasible else "assembly.project.turned_down"
    cost = {"cost_minor": cost_minor, "unit": "USD"} if is_feasible else {}
    tell_project(kind, project, by=by, at=at, data={"reviewer": ref(reviewer), "on": on.isoformat(), **cost})
    return project


@act
def exclude(
    *, project: BudgetProject, rivals: Sequence[BudgetProject], by: Who, at: datetime
) -> BudgetProject:
    """Say which projects cannot be chosen together with this one; replaces what was said.

    Raises NotInThatPhase, OtherRound.
    """
    in_phase(project.round, BudgetState.IDEAS, BudgetState.COSTING)
    if any(rival.round_id != project.round_id or rival.pk == project.pk for rival in rivals):
        raise OtherRound()
    project.rivals.set(rivals)
    data = {"rivals": sorted(ref(rival) for rival in rivals)}
    tell_project("assembly.project.excluded", project, by=by, at=at, data=data)
    return project


@act
def withdraw(*, project: BudgetProject, by: Who, at: datetime) -> BudgetProject:
    """Take an idea back before voting opens; it keeps its row and its number. Raises NotInThatPhase."""
    in_phase(project.round, BudgetState.IDEAS, BudgetState.COSTING)
    project = (
        BudgetProject.objects.select_for_update(of=("self",)).select_related("round__body").get(pk=project.pk)
    )
    project.state = BudgetProject.State.WITHDRAWN
    project.save(update_fields=["state"])
    tell_project("assembly.project.withdrawn", project, by=by, at=at, data={})
    return project


@act
def close_ideas(*, round: BudgetRound, by: Who, at: datetime) -> BudgetRound:
    """No more ideas: from now on they are looked at and costed. Raises NotInThatPhase."""
    round = in_phase(round, BudgetState.IDEAS)
    round.state = BudgetState.COSTING
    round.save(update_fields=["state"])
    tell_round("assembly.budget.moved_on", round, by=by, at=at, data={"state": str(round.state)})
    return round


def in_phase(round: BudgetRound, *wanted: BudgetRound.State) -> BudgetRound:
    """The round, locked, in one of these phases. Raises NotInThatPhase."""
    rows = BudgetRound.objects.select_for_update(of=("self",)).select_related("body__organisation")
    round = rows.get(pk=round.pk)
    if round.state not in wanted:
        raise NotInThatPhase(round=round.title, phase=str(round.get_state_display()))
    return round
