"""Gates: pass one, take the last one back. A gate opens in order, on evidence, and where it asks for it, on competence."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils import translation

from commonwork.charter.queries import value
from commonwork.incubator.actions.days import happened
from commonwork.incubator.actions.resting import active
from commonwork.incubator.models import GatePassed, Team
from commonwork.incubator.policies import GATE_COMPETENCE, GATE_MINIMUM_HOLDERS
from commonwork.incubator.queries import holders, last_gate, people_of, review_needs, review_readiness
from commonwork.incubator.stages import Stage, document_name, stage_at
from commonwork.incubator.stages import stage as stage_of
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.models import Competence
from commonwork.rules.money import round_half_even
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui.dates import day


class GateOutOfOrder(Refusal):
    sentence = sentence("{team} stands before the gate “{next}”. The gate “{asked}” comes later.")
    status = 409
    field = "stage"


class GateAlreadyPassed(Refusal):
    sentence = sentence("{team} already passed the gate “{asked}” on {on}.")
    status = 409
    field = "stage"


class BeforeThePreviousGate(Refusal):
    sentence = sentence("A gate cannot be passed before {earliest}, the day of the step before it.")
    field = "on"


class EvidenceMissing(Refusal):
    sentence = sentence("The gate “{gate}” asks to see: {missing}.")
    field = "evidence"


class EvidenceUnknown(Refusal):
    sentence = sentence("The gate “{gate}” does not ask for “{code}”.")
    field = "evidence"


class CompetenceMissing(Refusal):
    sentence = sentence("The gate “{gate}” asks that every member can: {competence}. Not yet: {missing}.")
    status = 409


class TooFewHolders(Refusal):
    sentence = sentence(
        "The gate “{gate}” asks that {needed} members can: {competence}. So far it is {count}."
    )
    status = 409


class ReviewsMissing(Refusal):
    sentence = sentence(
        "The gate “{gate}” asks for {needed} reviews without a conflict of interest; {count} are in."
    )
    status = 409


class ScoreTooLow(Refusal):
    sentence = sentence("The reviewers give {score} of 5 on average; the gate “{gate}” asks for {least}.")
    status = 409


class NoGateToTakeBack(Refusal):
    sentence = sentence(
        "{team} has not passed the gate “{gate}” as its last one, so it cannot be taken back."
    )
    status = 409


@act
def pass_gate(*, team: Team, stage: str, on: date, evidence: Sequence[str], by: Who, at: datetime) -> Team:
    """A team passes the gate of a stage. `evidence`: codes of the documents seen, all that the gate asks for.

    Raises NoSuchStage, GateAlreadyPassed, GateOutOfOrder, BeforeThePreviousGate, EvidenceUnknown, EvidenceMissing,
    StillToCome, TeamNotActive, CompetenceMissing or TooFewHolders (policies incubator.gate_competence,
    gate_minimum_holders), ReviewsMissing or ScoreTooLow (policies incubator.review_count, review_least_bp).
    """
    team = Team.objects.select_for_update().get(pk=team.pk)
    happened(on, at)
    active(team)
    gate = stage_of(stage, team.preset)
    _in_order(team, gate, on)
    _with_evidence(gate, evidence)
    if gate.asks_competence:
        _with_competence(team, gate, on)
    if gate.asks_review:
        _with_reviews(team, gate, on)
    seen = [code for code in gate.documents if code in evidence]
    GatePassed.objects.create(
        team=team, stage=gate.key, position=gate.position, passed_on=on, evidence=seen, passed_by=ref(by)
    )
    team.stage = gate.key
    team.save(update_fields=["stage"])
    state("incubator.gate.passed", subject=team, by=by, at=at, data=_data(gate, on) | {"evidence": seen})
    return team


@act
def take_back(*, team: Team, stage: str, on: date, by: Who, at: datetime) -> Team:
    """Take back the last gate a team passed. Raises NoSuchStage, NoGateToTakeBack."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    gate, last = stage_of(stage, team.preset), last_gate(team)
    if last is None or last.stage != gate.key:
        raise NoGateToTakeBack(team=team.name, gate=gate.name)
    last.delete()
    before = stage_at(gate.position - 1, team.preset)
    team.stage = before.key if before else ""
    team.save(update_fields=["stage"])
    state("incubator.gate.taken_back", subject=team, by=by, at=at, data=_data(gate, on))
    return team


def _data(gate: Stage, on: date) -> dict[str, object]:
    with translation.override("en"):
        return {"stage": gate.key, "stage_name": gate.name, "on": on.isoformat()}


def _in_order(team: Team, gate: Stage, on: date) -> None:
    last = last_gate(team)
    position = last.position if last else 0
    if gate.position <= position:
        passed = team.gates.get(stage=gate.key)
        raise GateAlreadyPassed(team=team.name, asked=gate.name, on=day(passed.passed_on))
    if gate.position != position + 1:
        following = stage_at(position + 1, team.preset)
        assert following is not None, "a later stage exists, so the next one does"
        raise GateOutOfOrder(team=team.name, asked=gate.name, next=following.name)
    earliest = last.passed_on if last else team.formed_on
    if on < earliest:
        raise BeforeThePreviousGate(earliest=day(earliest))


def _with_evidence(gate: Stage, evidence: Sequence[str]) -> None:
    unknown = next((code for code in evidence if code not in gate.documents), None)
    if unknown is not None:
        raise EvidenceUnknown(gate=gate.name, code=unknown)
    missing = [document_name(code) for code in gate.documents if code not in evidence]
    if missing:
        raise EvidenceMissing(gate=gate.name, missing=", ".join(missing))


def _with_competence(team: Team, gate: Stage, on: date) -> None:
    key, needed = value(GATE_COMPETENCE, on=on), value(GATE_MINIMUM_HOLDERS, on=on)
    competence = Competence.objects.filter(key=key).first()
    people = people_of(team, on=on)
    holding = holders(people, key, on=on)
    missing = [person.name for person in people if person not in holding]
    if needed == 0 and (missing or not people):
        raise CompetenceMissing(gate=gate.name, competence=str(competence or key), missing=", ".join(missing))
    if len(holding) < needed:
        raise TooFewHolders(
            gate=gate.name, competence=str(competence or key), needed=needed, count=len(holding)
        )


def _with_reviews(team: Team, gate: Stage, on: date) -> None:
    needed = review_needs(on=on)
    if needed is None:
        return
    found = review_readiness(team, gate.key, on=on)
    if found.missing_reviews:
        count = needed.count - found.missing_reviews
        raise ReviewsMissing(gate=gate.name, needed=needed.count, count=count)
    if not found.is_score_enough:
        least = f"{round_half_even(needed.least * 100) / Decimal(100):.2f}"
        raise ScoreTooLow(
            gate=gate.name, score=f"{Decimal(found.score_hundredths or 0) / 100:.2f}", least=least
        )
