"""The page of one team, as whoever looks may see it."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker as Account
from commonwork.access.queries import may
from commonwork.incubator import permits, queries
from commonwork.incubator.forms.teams import ResumeForm
from commonwork.incubator.models import GatePassed, Team
from commonwork.incubator.models.mentoring import shown
from commonwork.incubator.stages import Stage, document_name, open_keys
from commonwork.incubator.views import next_steps
from commonwork.incubator.views.shapes import next_tasks, standing, strip
from commonwork.record.queries import tell, trail
from commonwork.record.refs import resolve
from commonwork.registry.clock import today

TOLD = 25
FOR_ANYONE = ("incubator.team.formed", "incubator.gate.passed", "incubator.gate.taken_back")


def context(account: Account, team: Team) -> dict[str, Any]:
    """Everything the page shows."""
    day, gates = today(), list(team.gates.order_by("position"))
    following, people = queries.next_stage(team), queries.people_of(team, on=day)
    asker = _asker(account, team, following)
    facts = trail(team) if asker.sees else trail(team).filter(kind__in=FOR_ANYONE)
    reads = asker.sees or permits.is_of_the_bank(account)
    hours = list(queries.mentoring_of(team))
    return {
        "team": team,
        "steps": strip(gates, team.preset),
        "standing": standing(team),
        "next": following,
        "first": next_steps.first(team, following, asker),
        "groups": next_steps.groups(team, following, asker),
        "tasks": next_tasks(team, following, on=day, sees=reads) if following else [],
        "gates": _gates(team, gates, reads=reads),
        "people": people if asker.sees else [person for person in people if person.shows_name],
        "people_count": len(people),
        "hidden_count": 0 if asker.sees else sum(not person.shows_name for person in people),
        "sees": asker.sees,
        "hours": hours,
        "hours_total": shown(sum(row.minutes for row in hours if not row.is_struck)),
        "circle": resolve(team.circle) if team.circle else None,
        "told": tell(facts[:TOLD]),
        "may_keep": asker.keeps,
        "may_log": permits.may_log(account),
        "resume_form": ResumeForm(),
        "reviews": list(team.reviews.select_related("reviewer").order_by("given_on")) if asker.sees else [],
    }


def _asker(account: Account, team: Team, following: Stage | None) -> next_steps.Asker:
    day, person = today(), permits.person_of(account)
    reviews = bool(following and following.asks_review) and may(account, Permission.TEAM_SEE)
    given = {row.reviewer_id for row in team.reviews.filter(stage=following.key)} if following else set()
    done = {task.code for task in team.tasks.all()}
    return next_steps.Asker(
        keeps=permits.may_keep(account),
        works=permits.may_plan(account, team, on=day),
        sees=permits.may_see_people(account, team, on=day),
        logs=permits.may_log_with(account, team),
        reviews=reviews and person is not None and person.pk not in given,
        is_open=team.stage in open_keys(),
        has_asked_bank=trail(team).filter(kind=next_steps.LOAN_ASKED).exists(),
        undone=tuple(code for code in following.documents if code not in done) if following else (),
    )


def _gates(team: Team, gates: Sequence[GatePassed], *, reads: bool) -> list[dict[str, Any]]:
    """The gates passed, each with what was seen; what was handed in is a link for those who may read it."""
    kept = {task.code for task in team.tasks.all()} if reads else set()
    return [
        {
            "gate": gate,
            "seen": [
                (
                    document_name(code),
                    reverse("incubator_task", args=[team.key, code]) if code in kept else "",
                )
                for code in gate.evidence
            ],
        }
        for gate in gates
    ]
