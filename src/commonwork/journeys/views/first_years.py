"""The first year: plan against books, month by month."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from commonwork.access.guard import signed_in
from commonwork.incubator import permits, planning
from commonwork.journeys import plans
from commonwork.registry.clock import today
from commonwork.ui.charts import Series
from commonwork.ui.dates import day

LINES = {
    "sales": _("Sales"),
    "unit_costs": _("What the units cost"),
    "wages": _("Wages and employer's taxes"),
    "other": _("All other costs"),
    "surplus": _("Surplus"),
    "cash": _("Cash at the end of the month"),
}


@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Each month since opening: what was planned, what the books say, and the difference."""
    on = today()
    team = permits.read_plan(request.user, key, on=on)
    launched = team.gates.filter(stage="launched").first()
    if team.organisation is None or launched is None:
        raise Http404
    plan = plans.carried(team, on=on)
    rows = plans.against_books(plan, team.organisation, opened_on=launched.passed_on, on=on) if plan else []
    told = [row for row in rows if row.actual is not None]
    months = [
        {
            "number": row.number,
            "name": day(row.starts_on, "month"),
            "lines": [
                (LINES[name], row.planned[name], row.actual[name], row.actual[name] - row.planned[name])
                for name in LINES
            ]
            if row.actual is not None
            else [],
        }
        for row in reversed(rows)
    ]
    context = {
        "team": team,
        "has_plan": plan is not None,
        "months": months,
        "sources": plans.sources_in_books(plan, team.organisation, opened_on=launched.passed_on, on=on)
        if plan
        else [],
        "labels": [planning.month_name(row.starts_on, 1) for row in told],
        "series": [
            Series(_("planned"), [row.planned["cash"] // 100 for row in told], "gold"),
            Series(_("in the books"), [(row.actual or {})["cash"] // 100 for row in told], "green"),
        ]
        if len(told) > 1
        else [],
    }
    return render(request, "journeys/first_year.html", context)
