"""Assemblies: call one, open the voting, count, resolve."""

from datetime import date, datetime

from commonwork.assembly.actions.days import happened
from commonwork.assembly.models import Assembly, CountStep, Resolution
from commonwork.assembly.policies import RULE
from commonwork.assembly.queries import standing
from commonwork.charter.queries import value
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.models import Body, Place
from commonwork.rules.budget_approval import decide, tally
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui.dates import day


class NotAnAssembly(Refusal):
    sentence = sentence("{body} is not an assembly.")
    field = "body"


class AlreadyCalled(Refusal):
    sentence = sentence("{body} has already been called for that day.")
    status = 409
    field = "held_on"


class NoSuchRule(Refusal):
    sentence = sentence("There is no rule called {rule}.")
    field = "rule"


class NothingToVoteOn(Refusal):
    sentence = sentence("Voting opens once there is at least one proposal.")


class NotInThatState(Refusal):
    sentence = sentence("This cannot be done now: the {assembly} is in the state “{state}”.")
    status = 409


class NoBallots(Refusal):
    sentence = sentence("There are no ballots to count.")


class BeforeTheAssembly(Refusal):
    sentence = sentence("That day is before {earliest}, when the assembly got this far.")
    field = "on"


@act
def call(
    *,
    body: Body,
    held_on: date,
    by: Who,
    at: datetime,
    rule: str = "",
    place: Place | None = None,
    gathering: str = "",
    key: str = "",
) -> Assembly:
    """Call an assembly for a day. Without `rule`, the one in force (policy assembly.rule) is fixed for it.

    Raises NotAnAssembly, AlreadyCalled, NoSuchRule, PolicyMissing.
    """
    if body.kind != Body.Kind.ASSEMBLY:
        raise NotAnAssembly(body=body.name)
    if Assembly.objects.filter(body=body, held_on=held_on).exists():
        raise AlreadyCalled(body=body.name)
    rule = rule or value(RULE, on=held_on, organisation=body.organisation)
    if rule not in Assembly.Rule.values:
        raise NoSuchRule(rule=rule)
    assembly = Assembly.objects.create(
        key=key or _free_key(body, held_on),
        body=body,
        held_on=held_on,
        rule=rule,
        place=place,
        gathering=gathering,
    )
    _state("assembly.assembly.called", assembly, by=by, at=at, data={"on": held_on.isoformat(), "rule": rule})
    return assembly


@act
def open_voting(*, assembly: Assembly, by: Who, at: datetime) -> Assembly:
    """Close the list of proposals and open the voting. Raises NotInThatState, NothingToVoteOn."""
    assembly = _in_state(assembly, Assembly.State.PREPARING)
    count = standing(assembly).count()
    if not count:
        raise NothingToVoteOn()
    assembly.state = Assembly.State.VOTING
    assembly.save(update_fields=["state"])
    _state("assembly.assembly.voting_opened", assembly, by=by, at=at, data={"count": count})
    return assembly


@act
def count(*, assembly: Assembly, budget_minor: int, on: date, by: Who, at: datetime) -> Assembly:
    """Close the voting and count the ballots on a budget; every step is kept.

    Raises NotInThatState, NoBallots, BeforeTheAssembly, StillToCome, BudgetNegative.
    """
    assembly = _in_state(assembly, Assembly.State.VOTING)
    _not_before(on, assembly.held_on)
    happened(on, at)
    proposals = {proposal.key: proposal for proposal in standing(assembly)}
    ballots = list(assembly.ballots.values_list("approves", flat=True))
    if not ballots:
        raise NoBallots()
    steps = decide(
        budget_minor=budget_minor,
        approvals=tally(ballots=ballots, proposals=proposals),
        costs_minor={key: proposal.cost_minor for key, proposal in proposals.items()},
    )
    CountStep.objects.bulk_create(
        CountStep(
            assembly=assembly,
            position=position,
            proposal=proposals[step.key],
            approvals=step.approvals,
            left_before_minor=step.left_before_minor,
            is_funded=step.is_funded,
        )
        for position, step in enumerate(steps, start=1)
    )
    assembly.state, assembly.budget_minor, assembly.counted_on = Assembly.State.COUNTED, budget_minor, on
    assembly.ballot_count, assembly.blank_count = len(ballots), sum(not ballot for ballot in ballots)
    assembly.save()
    _state(
        "assembly.assembly.counted",
        assembly,
        by=by,
        at=at,
        data={
            "count": assembly.ballot_count,
            "blank": assembly.blank_count,
            "budget_minor": budget_minor,
            "unit": "USD",
            "on": on.isoformat(),
        },
    )
    return assembly


@act
def resolve(*, assembly: Assembly, on: date, by: Who, at: datetime) -> Assembly:
    """Adopt the result of the count: one resolution a proposal, funded or not.

    Raises NotInThatState, BeforeTheAssembly, StillToCome.
    """
    assembly = _in_state(assembly, Assembly.State.COUNTED)
    assert assembly.counted_on is not None and assembly.budget_minor is not None, (
        "a counted assembly has a count"
    )
    _not_before(on, assembly.counted_on)
    happened(on, at)
    steps = list(assembly.steps.select_related("proposal__recipient").order_by("position"))
    for step in steps:
        _resolve_step(step, on=on, by=by, at=at)
    funded = [step for step in steps if step.is_funded]
    funded_minor = sum(step.proposal.cost_minor for step in funded)
    assembly.state, assembly.resolved_on = Assembly.State.RESOLVED, on
    assembly.save(update_fields=["state", "resolved_on"])
    changes = {"what": "budget", "before_minor": assembly.budget_minor, "change_minor": -funded_minor}
    changes["after_minor"] = assembly.budget_minor - funded_minor
    data = {"count": len(funded), "proposals": len(steps), "funded_minor": funded_minor, "unit": "USD"}
    _state(
        "assembly.assembly.resolved",
        assembly,
        by=by,
        at=at,
        data=data | {"on": on.isoformat(), "changes": [changes]},
    )
    return assembly


def _resolve_step(step: CountStep, *, on: date, by: Who, at: datetime) -> None:
    proposal = step.proposal
    resolution = Resolution.objects.create(
        key=proposal.key,
        proposal=proposal,
        resolved_on=on,
        is_funded=step.is_funded,
        approvals=step.approvals,
        left_before_minor=step.left_before_minor,
    )
    state(
        "assembly.resolution.adopted" if step.is_funded else "assembly.resolution.not_funded",
        subject=resolution,
        by=by,
        at=at,
        about=[step.assembly, proposal, proposal.recipient],
        data={
            "approvals": step.approvals,
            "cost_minor": proposal.cost_minor,
            "unit": "USD",
            "recipient": ref(proposal.recipient),
            "on": on.isoformat(),
        },
    )


def _state(kind: str, assembly: Assembly, *, by: Who, at: datetime, data: dict[str, object]) -> None:
    body = assembly.body
    state(kind, subject=assembly, by=by, at=at, organisation=body.organisation or "", about=[body], data=data)


def _in_state(assembly: Assembly, wanted: Assembly.State) -> Assembly:
    assembly = Assembly.objects.select_for_update(of=("self",)).select_related("body").get(pk=assembly.pk)
    if assembly.state != wanted:
        raise NotInThatState(assembly=str(assembly), state=str(assembly.get_state_display()))
    return assembly


def _not_before(on: date, earliest: date) -> None:
    if on < earliest:
        raise BeforeTheAssembly(earliest=day(earliest))


def _free_key(body: Body, held_on: date) -> str:
    """body_2017, or with the whole day when that year has one already."""
    key = f"{body.key[:48]}_{held_on.year}"
    return f"{body.key[:48]}_{held_on:%Y_%m_%d}" if Assembly.objects.filter(key=key).exists() else key
