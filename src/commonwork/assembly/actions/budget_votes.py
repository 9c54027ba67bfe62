"""The vote on a participatory budget: put the costed projects on a ballot, take over the count, adopt the result."""

from datetime import date, datetime

from commonwork.assembly.actions import decisions, effects, elections, polls
from commonwork.assembly.actions.budget_rounds import in_phase
from commonwork.assembly.actions.days import happened
from commonwork.assembly.counting import budgeted  # noqa: F401  budget polls are counted by their pots
from commonwork.assembly.effects.kinds import LINE
from commonwork.assembly.models import BudgetPot, BudgetProject, BudgetRound, Decision, Electorate, Poll
from commonwork.assembly.poll_queries import result_of
from commonwork.assembly.telling import tell_project, tell_round
from commonwork.record.acts import Who, act
from commonwork.record.refs import ref
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence

PURPOSE = "budget"
Phase, Project = BudgetRound.State, BudgetProject.State


class NothingCosted(Refusal):
    sentence = sentence("No project has been costed yet.")


class PotNeeded(Refusal):
    sentence = sentence("“{title}” belongs to no part of the budget yet.")


class VotesNotCounted(Refusal):
    sentence = sentence("The votes are not counted yet.")
    status = 409


class NothingWasDecided(Refusal):
    sentence = sentence("Too few voted: by the rules fixed before, nothing is decided.")
    status = 409


@act
def prepare_vote(
    *, round: BudgetRound, electorate: Electorate, by: Who, at: datetime, closes_at: datetime | None = None
) -> BudgetRound:
    """Put every project that can be done on the ballot of a poll, which is then opened, closed and counted like any other.

    Raises NotInThatPhase, NothingCosted, PotNeeded.
    """
    round = in_phase(round, Phase.COSTING)
    projects = list(round.projects.filter(state=Project.FEASIBLE).select_related("pot").order_by("number"))
    if not projects:
        raise NothingCosted()
    if round.pots.exists():
        for project in projects:
            if project.pot is None:
                raise PotNeeded(title=project.title)
    poll = polls.draft(
        body=electorate.body,
        title=round.title,
        method=round.method,
        purpose=PURPOSE,
        electorate=electorate.key,
        budget_minor=round.budget_minor,
        budget_rule=round.rule,
        completion="utilitarian" if round.completes else "none",
        points=round.points if round.method == BudgetRound.Method.POINTS else 0,
        closes_at=closes_at,
        options=[_option(project) for project in projects],
        voters=elections.voters_of(electorate),
        by=by,
        at=at,
    )
    round.poll, round.state = poll.key, Phase.VOTING
    round.save(update_fields=["poll", "state"])
    data = {"state": str(round.state), "count": len(projects), "poll": ref(poll)}
    tell_round("assembly.budget.moved_on", round, by=by, at=at, data=data)
    return round


@act
def take_count(*, round: BudgetRound, on: date, by: Who, at: datetime) -> BudgetRound:
    """Take over what the counted poll chose. Raises NotInThatPhase, VotesNotCounted, NothingWasDecided, StillToCome."""
    round = in_phase(round, Phase.VOTING)
    happened(on, at)
    poll = Poll.objects.filter(key=round.poll, state=Poll.State.COUNTED).first()
    result = result_of(poll) if poll is not None else None
    if result is None:
        raise VotesNotCounted()
    if result["says"] != "decided":
        raise NothingWasDecided()
    votes = {step["project"]: step["votes"] for step in result["count"]["steps"]}
    chosen = set(result["chosen"])
    for project in round.projects.filter(state=Project.FEASIBLE).select_related("round__body", "doer"):
        project.state = Project.CHOSEN if project.key in chosen else Project.NOT_CHOSEN
        project.save(update_fields=["state"])
        if project.key in chosen:
            data = {"votes": votes.get(project.key, 0), "cost_minor": project.cost_minor, "unit": "USD"}
            tell_project("assembly.project.chosen", project, by=by, at=at, data=data)
    round.state, round.counted_on = Phase.COUNTED, on
    round.save(update_fields=["state", "counted_on"])
    data = {"count": len(chosen), "cost_minor": result["count"]["cost"], "unit": "USD", "on": on.isoformat()}
    tell_round("assembly.budget.counted", round, by=by, at=at, data=data)
    return round


@act
def decide(
    *,
    round: BudgetRound,
    text: str,
    payer: Organisation,
    account: str,
    ends_on: date,
    on: date,
    by: Who,
    at: datetime,
    review_on: date | None = None,
) -> BudgetRound:
    """Adopt the result: a decision of the body, and for each chosen project a budget line to be begun by the payer.

    Raises NotInThatPhase, StillToCome and what `decisions.record` raises.
    """
    round = in_phase(round, Phase.COUNTED)
    happened(on, at)
    chosen = list(round.projects.filter(state=Project.CHOSEN).select_related("doer").order_by("number"))
    cost_minor = sum(project.cost_minor or 0 for project in chosen)
    decision = decisions.record(
        body=round.body,
        title=round.title,
        text=text,
        on=on,
        how=Decision.How.BUDGET,
        source=round,
        tally={"projects": len(chosen), "of": round.projects.exclude(cost_minor=None).count()},
        review_on=review_on,
        by=by,
        at=at,
    )
    for project in chosen:
        data = {
            "organisation": payer.key,
            "account": account,
            "amount_minor": project.cost_minor,
            "starts_on": on.isoformat(),
            "ends_on": ends_on.isoformat(),
            "project": project.key,
            **({"recipient": project.doer.key} if project.doer else {}),
        }
        effects.plan(
            decided_in=decision, body=round.body, kind=LINE, title=project.title, data=data, by=by, at=at
        )
    round.state, round.decided_on = Phase.DECIDED, on
    round.save(update_fields=["state", "decided_on"])
    data = {"count": len(chosen), "cost_minor": cost_minor, "unit": "USD", "on": on.isoformat()}
    data["decision"] = ref(decision)
    tell_round("assembly.budget.decided", round, by=by, at=at, data=data)
    return round


def _option(project: BudgetProject) -> polls.Option:
    pot = project.pot
    is_district = pot is not None and pot.kind == BudgetPot.Kind.DISTRICT
    return polls.Option(
        title=project.title,
        key=project.key,
        text=project.text,
        cost_minor=project.cost_minor,
        category=pot.code if pot is not None and not is_district else "",
        district=pot.code if pot is not None and is_district else "",
        excludes=tuple(project.rivals.order_by("number").values_list("key", flat=True)),
    )
