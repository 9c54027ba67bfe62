"""The board: every team at the gate it stands before, how long, with whom, and what is still missing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.access.guard import public
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.incubator import permits, queries
from commonwork.incubator.models import Team
from commonwork.incubator.stages import Stage, document_name
from commonwork.registry.clock import today

STUCK_DAYS = 60


@dataclass(frozen=True)
class Card:
    """One team on the board."""

    team: Team
    days: int
    words: str
    is_long: bool


@public
def show(request: HttpRequest) -> HttpResponse:
    """All active teams by the gate before them, the longest waiting first; below, those at rest."""
    sees, day = may(request.user, Permission.TEAM_SEE, permits.HOUSE_KEY), today()
    columns: dict[str, tuple[Stage, list[Card]]] = {}
    resting: list[Team] = []
    opened = 0
    for team in queries.board():
        gate = queries.next_stage(team)
        if team.state != Team.State.ACTIVE:
            resting.append(team)
        elif gate is None:
            opened += 1
        else:
            columns.setdefault(gate.key, (gate, []))[1].append(_card(team, gate, day, sees=sees))
    ordered = sorted(columns.values(), key=lambda column: (column[0].position, column[0].key))
    for _one, cards in ordered:
        cards.sort(key=lambda card: (-card.days, card.team.name))
    context: dict[str, Any] = {
        "columns": ordered,
        "resting": resting,
        "opened": opened,
        "stuck": sum(card.is_long for _one, cards in ordered for card in cards),
        "sees": sees,
    }
    return render(request, "incubator/kanban.html", context)


def _card(team: Team, gate: Stage, day: date, *, sees: bool) -> Card:
    since = getattr(team, "last_step_on", None) or team.formed_on
    done = {task.code for task in team.tasks.all()}
    days = max(0, (day - since).days)
    waits = ngettext("%(count)d day here", "%(count)d days here", days) % {"count": days}
    missing = [document_name(code) for code in gate.documents if code not in done]
    words = [waits, _("still to do: %s") % ", ".join(missing) if missing else _("all tasks done")]
    if sees:
        words.append(_("with %s") % team.mentor.name if team.mentor else _("no mentor yet"))
    return Card(team, days, " · ".join(words), days > STUCK_DAYS)
