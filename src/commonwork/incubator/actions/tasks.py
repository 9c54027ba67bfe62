"""Tasks of a stage: done with evidence, taken up again."""

from datetime import date, datetime

from commonwork.incubator.actions.days import happened
from commonwork.incubator.actions.resting import active
from commonwork.incubator.models import Team, TeamTask
from commonwork.incubator.stages import document_name, stages
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.rules.refusal import Refusal, sentence


class NoSuchTask(Refusal):
    sentence = sentence("The path of {team} has no such task.")
    field = "code"


class EvidenceNeeded(Refusal):
    sentence = sentence("Say where it can be seen: a link, a folder, or a few words.")
    field = "evidence"


class NotDoneYet(Refusal):
    sentence = sentence("“{task}” was not done.")
    status = 409


@act
def finish(*, team: Team, code: str, evidence: str, on: date, by: Who, at: datetime) -> Team:
    """A team has done a task of its path; the evidence replaces what was said before. Raises NoSuchTask,
    EvidenceNeeded, TeamNotActive, StillToCome."""
    happened(on, at)
    team = Team.objects.select_for_update().get(pk=team.pk)
    active(team)
    found = next((item for item in stages(team.preset) if code in item.documents), None)
    if found is None:
        raise NoSuchTask(team=team.name)
    if not evidence.strip():
        raise EvidenceNeeded()
    TeamTask.objects.update_or_create(
        team=team,
        code=code,
        defaults={"stage": found.key, "evidence": evidence.strip(), "done_on": on, "done_by": ref(by)},
    )
    state("incubator.task.done", subject=team, by=by, at=at, data={"task": code, "on": on.isoformat()})
    return team


@act
def reopen(*, team: Team, code: str, on: date, by: Who, at: datetime) -> Team:
    """A task was not done after all. Raises NotDoneYet."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    gone, _rows = team.tasks.filter(code=code).delete()
    if not gone:
        raise NotDoneYet(task=document_name(code))
    state("incubator.task.reopened", subject=team, by=by, at=at, data={"task": code, "on": on.isoformat()})
    return team
