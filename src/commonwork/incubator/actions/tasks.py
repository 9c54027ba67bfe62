"""Tasks of a stage: done with evidence, taken up again. Evidence is words, papers, or both."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from commonwork.incubator.actions.days import happened
from commonwork.incubator.actions.resting import active
from commonwork.incubator.models import Team, TeamTask
from commonwork.incubator.permits import HOUSE_KEY
from commonwork.incubator.stages import document_name, stages
from commonwork.record import documents
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.rules.refusal import Refusal, sentence


class NoSuchTask(Refusal):
    sentence = sentence("The path of {team} has no such task.")
    field = "code"


class EvidenceNeeded(Refusal):
    sentence = sentence("Say where it can be seen: a link, a folder, a few words, or a file.")
    field = "evidence"


class NotDoneYet(Refusal):
    sentence = sentence("“{task}” was not done.")
    status = 409


@act
def finish(
    *,
    team: Team,
    code: str,
    evidence: str,
    on: date,
    by: Who,
    at: datetime,
    files: Sequence[bytes] = (),
) -> Team:
    """A team has done a task of its path; words replace what was said before, files are added to those there are.
    Raises NoSuchTask, EvidenceNeeded, TeamNotActive, StillToCome and what documents.put raises."""
    happened(on, at)
    team = Team.objects.select_for_update().get(pk=team.pk)
    active(team)
    found = next((item for item in stages(team.preset) if code in item.documents), None)
    if found is None:
        raise NoSuchTask(team=team.name)
    done = team.tasks.filter(code=code).first()
    if not (evidence.strip() or files or (done and documents.kept(done))):
        raise EvidenceNeeded()
    values = {"stage": found.key, "evidence": evidence.strip(), "done_on": on, "done_by": ref(by)}
    task, _is_new = TeamTask.objects.update_or_create(
        team=team, code=code, defaults=values, create_defaults={**values, "key": new_key("task")}
    )
    for data in files:
        documents.put(data=data, to=task, organisation=HOUSE_KEY, by=by, at=at)
    state("incubator.task.done", subject=team, by=by, at=at, data={"task": code, "on": on.isoformat()})
    return team


@act
def reopen(*, team: Team, code: str, on: date, by: Who, at: datetime) -> Team:
    """A task was not done after all; its papers are erased. Raises NotDoneYet."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    task = team.tasks.filter(code=code).first()
    if task is None:
        raise NotDoneYet(task=document_name(code))
    for paper in documents.kept(task):
        _erase(task, paper.key, by=by, at=at)
    task.delete()
    state("incubator.task.reopened", subject=team, by=by, at=at, data={"task": code, "on": on.isoformat()})
    return team


@act
def erase_paper(*, team: Team, code: str, paper: str, by: Who, at: datetime) -> Team:
    """Erase a paper handed in as evidence; the task stays done while other evidence is left, or else is open again.
    Raises NotDoneYet, documents.IsErased."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    task = team.tasks.filter(code=code).first()
    if task is None:
        raise NotDoneYet(task=document_name(code))
    _erase(task, paper, by=by, at=at)
    if not task.evidence and not documents.kept(task):
        task.delete()
        on = timezone.localdate(at).isoformat()
        state("incubator.task.reopened", subject=team, by=by, at=at, data={"task": code, "on": on})
    return team


def _erase(task: TeamTask, paper: str, *, by: Who, at: datetime) -> None:
    document = documents.document_of(task, paper)
    if document is None:
        raise documents.IsErased()
    documents.erase(document=document, to=task, organisation=HOUSE_KEY, by=by, at=at)
