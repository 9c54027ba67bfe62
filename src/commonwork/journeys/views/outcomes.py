"""What became of the teams: sums by programme and cohort, and the teams behind each figure."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.access.guard import public
from commonwork.incubator import queries as incubator
from commonwork.journeys import outcomes
from commonwork.journeys.outcome_sums import PARTS, Sums, added, by_programme, chosen
from commonwork.registry.clock import today
from commonwork.ui import exports
from commonwork.ui.listing import Column, Listing

STATES = {
    outcomes.ON_THE_WAY: gettext_lazy("on the way"),
    outcomes.RESTING: gettext_lazy("not going on"),
    outcomes.OPEN: gettext_lazy("open"),
    outcomes.DORMANT: gettext_lazy("dormant"),
    outcomes.CLOSED: gettext_lazy("closed"),
}


@public
def show(request: HttpRequest) -> HttpResponseBase:
    """Sums by programme and cohort, each figure with a way to its teams."""
    found = outcomes.shown_to(request.user, outcomes.outcomes(on=today()))
    total = added(found, "all", "", _("All teams"))
    lines = [_line(one) for one in (*by_programme(found), total)]
    if "format" in request.GET:
        return exports.respond("outcomes", _heads(), [_file(line) for line in lines], request.GET["format"])
    context = {"lines": lines[:-1], "total": lines[-1], "is_empty": not found}
    return render(request, "journeys/outcomes.html", context)


@public
def rows(request: HttpRequest) -> HttpResponseBase:
    """The teams behind a figure: `cohort`, `programme` (empty: none) and `part` as the sums ask for them."""
    part = request.GET.get("part", "all")
    if part not in PARTS:
        raise Http404
    found = outcomes.shown_to(request.user, outcomes.outcomes(on=today()))
    found = chosen(
        found, cohort=request.GET.get("cohort", ""), programme=request.GET.get("programme"), part=part
    )
    by_team = {row.team_pk: row for row in found}
    listing = Listing(
        request, incubator.teams().filter(pk__in=by_team), columns=_columns(by_team), name="outcome-teams"
    )
    if answer := listing.export():
        return answer
    shown = [(team, by_team[team.pk], STATES[by_team[team.pk].state]) for team in listing.rows]
    total = added(found, "all", "", "")
    context = {"listing": listing, "rows": shown, "total": total, "total_jobs": _jobs(total.full_jobs)}
    return render(request, "journeys/outcome_rows.html", context)


def _columns(found: dict[int, outcomes.Outcome]) -> list[Column]:
    def number(key: str, heading: Any, value: Any) -> Column:
        return Column(key, heading, lambda team: value(found[team.pk]), is_number=True)

    return [
        Column("team", gettext_lazy("Team"), lambda team: team.name, sort="name"),
        Column(
            "cohorts",
            gettext_lazy("Cohorts"),
            lambda team: ", ".join(place.name for place in found[team.pk].places),
        ),
        Column("launched_on", gettext_lazy("Launched"), lambda team: found[team.pk].launched_on),
        Column("state", gettext_lazy("State"), lambda team: str(STATES[found[team.pk].state])),
        number("months", gettext_lazy("Months"), lambda row: row.months),
        number("people", gettext_lazy("People"), lambda row: row.people),
        number("full_jobs", gettext_lazy("Full jobs"), lambda row: _major(row.full_jobs)),
        number("surplus", gettext_lazy("Surplus, 12 months"), lambda row: _major(row.surplus_minor)),
        number("lent", gettext_lazy("Lent"), lambda row: _major(row.drawn_minor)),
        number("repaid", gettext_lazy("Repaid"), lambda row: _major(row.repaid_minor)),
    ]


def _major(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else Decimal(hundredths).scaleb(-2)


def _jobs(hundredths: int) -> str:
    return f"{Decimal(hundredths).scaleb(-2):.2f}"


def _line(one: Sums) -> dict[str, Any]:
    """A line of the tables, its counts with the address of their teams."""
    asked = {} if one.kind == "all" else {one.kind: one.key}
    base = reverse("journeys_outcome_rows")
    return {
        "sums": one,
        "name": one.name or _("In no programme"),
        "is_cohort": one.kind == "cohort",
        "jobs": _jobs(one.full_jobs),
        "after": [
            _("%(open)d of %(all)d") % {"open": lived, "all": old} if old else "–"
            for lived, old in one.survived
        ],
        **{f"{part}_url": f"{base}?{urlencode({**asked, 'part': part})}" for part in PARTS},
    }


def _heads() -> list[tuple[str, Any]]:
    return [
        ("kind", _("Kind")), ("name", _("Programme or cohort")), ("teams", _("Teams")), ("launched", _("Launched")),
        ("open", _("Open")), ("dormant", _("Dormant")), ("closed", _("Closed")),
        ("after_12", _("Open after 1 year")), ("after_36", _("Open after 3 years")),
        ("people", _("People")), ("members", _("Worker-owners")), ("full_jobs", _("Full jobs")),
        ("surplus", _("Surplus, 12 months")), ("books", _("Books counted")), ("loans", _("Loans")),
        ("loans_repaid", _("Loans repaid")), ("lent", _("Lent")), ("repaid", _("Repaid")),
    ]  # fmt: skip


def _file(line: dict[str, Any]) -> tuple[Any, ...]:
    one: Sums = line["sums"]
    return (
        one.kind, line["name"], one.teams, one.launched, one.open, one.dormant, one.closed, *line["after"],
        one.people, one.members, _major(one.full_jobs), _major(one.surplus_minor), one.books_count, one.loans,
        one.loans_repaid, _major(one.drawn_minor), _major(one.repaid_minor),
    )  # fmt: skip
