"""Plans: change the draft, keep it as a version."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from commonwork.incubator.models import PlanDraft, PlanVersion, Team
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.rules.reckon.feasibility import plan_of
from commonwork.rules.refusal import Refusal, sentence

MOST_BYTES = 100_000


class NoDraftToKeep(Refusal):
    sentence = sentence("{team} has not started a plan yet.")
    status = 409


class NothingChanged(Refusal):
    sentence = sentence("Nothing has changed since version {number}.")
    status = 409


class PlanTooLarge(Refusal):
    sentence = sentence("This plan has more rows than can be kept.")


@act
def draft(*, team: Team, assumptions: Mapping[str, Any], topic: str, on: date, by: Who, at: datetime) -> Team:
    """Save the draft of a plan, finished or not; `topic` says which part of it changed. Raises PlanTooLarge."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    if len(str(assumptions)) > MOST_BYTES:
        raise PlanTooLarge()
    PlanDraft.objects.update_or_create(
        team=team, defaults={"assumptions": dict(assumptions), "changed_at": at, "changed_by": ref(by)}
    )
    state("incubator.plan.drafted", subject=team, by=by, at=at, data={"topic": topic, "on": on.isoformat()})
    return team


@act
def keep(*, team: Team, note: str, on: date, by: Who, at: datetime) -> PlanVersion:
    """Keep the draft as the next version. Raises NoDraftToKeep, NothingChanged, and what the rule `feasibility`
    refuses: a version can always be reckoned."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    working = PlanDraft.objects.filter(team=team).first()
    if working is None:
        raise NoDraftToKeep(team=team.name)
    plan_of(working.assumptions)
    last = PlanVersion.objects.filter(team=team).order_by("-number").first()
    if last is not None and last.assumptions == working.assumptions:
        raise NothingChanged(number=last.number)
    version = PlanVersion.objects.create(
        key=new_key("plan"),
        team=team,
        number=last.number + 1 if last else 1,
        assumptions=working.assumptions,
        note=note.strip(),
        kept_on=on,
        kept_by=ref(by),
    )
    state(
        "incubator.plan.kept",
        subject=version,
        by=by,
        at=at,
        about=[team],
        data={"team": ref(team), "number": version.number, "on": on.isoformat()},
    )
    return version
