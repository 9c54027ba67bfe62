"""What the pages of the incubator show, put into the plain values of the design system."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.charter.queries import in_force
from commonwork.incubator import queries
from commonwork.incubator.models import GatePassed, Team, TeamTask
from commonwork.incubator.policies import GATE_COMPETENCE, GATE_MINIMUM_HOLDERS
from commonwork.incubator.stages import START_UP, Stage, document_name, stages
from commonwork.record import documents
from commonwork.registry.models import Competence, Person
from commonwork.ui import dates
from commonwork.ui.parts import Step, Task


def strip(gates: Sequence[GatePassed], preset: str = START_UP) -> list[Step]:
    """The stages as a status strip: passed, next, to come."""
    passed = {gate.stage: gate for gate in gates}
    steps: list[Step] = []
    for item in stages(preset):
        if item.key in passed:
            steps.append(Step(item.short, dates.day(passed[item.key].passed_on, "short"), "done"))
        else:
            steps.append(Step(item.short, "", "here" if item.position == len(passed) + 1 else "to-come"))
    return steps


def standing(team: Team) -> str:
    """One sentence: where a team stands."""
    following = queries.next_stage(team)
    if following is None:
        return _("%(team)s has passed every gate.") % {"team": team.name}
    return _("%(team)s has passed %(passed)d of %(all)d gates. The next one is “%(gate)s”.") % {
        "team": team.name,
        "passed": following.position - 1,
        "all": len(stages(team.preset)),
        "gate": following.name,
    }


def next_tasks(team: Team, gate: Stage, *, on: date, href: str = "", sees: bool = False) -> list[Task]:
    """What the next gate asks: its documents, the competence, and the gate itself last."""
    done = {task.code: task for task in team.tasks.all()}
    tasks = [
        Task(
            document_name(code),
            reverse("incubator_task", args=[team.key, code]) if sees else "",
            "done" if code in done else "to-come",
            evidence_of(done[code]) if code in done and sees else "",
        )
        for code in gate.documents
    ]
    if gate.asks_competence:
        tasks.append(competence_task(queries.people_of(team, on=on), on=on))
    return [*tasks, Task(_("Gate: %(gate)s") % {"gate": gate.name}, href, "to-come")]


def evidence_of(task: TeamTask) -> str:
    """What a team handed in for a task: its words, and how many files."""
    count = len(documents.kept(task))
    files = ngettext("%(count)d file", "%(count)d files", count) % {"count": count} if count else ""
    return " · ".join(text for text in (task.evidence, files) if text)


def competence_task(people: Sequence[Person], *, on: date) -> Task:
    """Who of the team holds the competence the gate asks for, as a line of the task list. No names."""
    key, minimum = in_force(GATE_COMPETENCE, on=on), in_force(GATE_MINIMUM_HOLDERS, on=on)
    if key is None or minimum is None:
        return Task(_("A competence, once the policy for it has been adopted"))
    competence = Competence.objects.filter(key=key.value).first()
    holding, needed = len(queries.holders(people, key.value, on=on)), minimum.value or len(people)
    name = _("Members who can: %(competence)s") % {"competence": competence or key.value}
    detail = ngettext("%(holding)d of %(needed)d needed", "%(holding)d of %(needed)d needed", needed) % {
        "holding": holding,
        "needed": needed,
    }
    return Task(name, state="done" if holding >= needed > 0 else "to-come", detail=detail)


def period_address(name: str, starts_on: date, ends_on: date, **more: str) -> str:
    """The address of a list for a period: `?from=...&to=...`, the last day not counted."""
    asked = "&".join(
        [f"from={starts_on}", f"to={ends_on}", *(f"{key}={value}" for key, value in more.items())]
    )
    return f"{reverse(name)}?{asked}"
