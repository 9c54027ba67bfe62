"""The public face of the incubator: the path, the teams on it, the ideas, and how to start."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from commonwork.access.guard import public
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.incubator import permits, queries
from commonwork.incubator.stages import open_keys, stages
from commonwork.incubator.views.shapes import period_address, standing
from commonwork.registry.clock import today
from commonwork.rules.periods import twelve_months_to

SHOWN = 5


@public
def face(request: HttpRequest) -> HttpResponse:
    """What the incubator does, who is on the way, and what anyone can do next."""
    day = today()
    starts_on, ends_on = twelve_months_to(day)
    period = {"starts_on": starts_on, "ends_on": ends_on}
    counts = queries.stage_counts()
    teams = list(queries.teams())
    return render(
        request,
        "incubator/face.html",
        {
            "house": permits.house(),
            "path": [(stage, counts[stage.key]) for stage in stages()],
            "teams": [(team, standing(team)) for team in teams[:SHOWN]],
            "on_the_way_count": sum(counts.values()),
            "open_count": sum(team.stage in open_keys() for team in teams),
            "team_count": len(teams),
            "ready_count": queries.teams_ready(**period).count(),
            "ready_url": period_address("incubator_gates", starts_on, ends_on, stage="ready"),
            "hours": f"{queries.mentor_hours(starts_on=starts_on, ends_on=ends_on):f}",
            "open_url": f"{reverse('incubator_teams')}?before=open",
            "hours_url": period_address("incubator_hours", starts_on, ends_on),
            "ideas": queries.ideas().filter(state="open")[:SHOWN],
            "idea_count": queries.ideas().filter(state="open").count(),
            "grants": queries.restricted_grants(on=day),
            "may_keep": permits.may_keep(request.user),
            "sees_mentors": may(request.user, Permission.TEAM_SEE, permits.HOUSE_KEY),
        },
    )
