"""What became of the teams: sums by programme and cohort, and the teams behind each figure."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from commonwork.access.guard import public
from commonwork.incubator import queries as incubator
from commonwork.journeys import outcomes
from commonwork.journeys.outcome_sums import PARTS, Sums, added, by_programme, chosen, shows_alone, withheld
from commonwork.journeys.policies import least_people
from commonwork.registry.clock import today
from commonwork.ui import exports
from commonwork.ui.listing import Column, Listing

PART_TITLES = {
    "after_12": gettext_lazy("Teams that launched a year ago or longer"),
    "after_36": gettext_lazy("Teams that launched three years ago or longer"),
    "lent": gettext_lazy("Teams whose co-op took a loan"),
    "repaid": gettext_lazy("Teams whose co-op has repaid a loan"),
}
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
    least = least_people(today())
    lines = [_line(one) for one in withheld(_sums(found), least=least)]
    if "format" in request.GET:
        return exports.respond("outcomes", _heads(), [_file(line) for line in lines], request.GET["format"])
    context = {"lines": lines[:-1], "total": lines[-1], "is_empty": not found, "least": least}
    return render(request, "journeys/outcomes.html", context)


def _sums(found: Sequence[outcomes.Outcome]) -> list[Sums]:
    return [*by_programme(found), added(found, "all", "", _("All teams"))]


@public
def rows(request: HttpRequest) -> HttpResponseBase:
    """The teams behind a figure: `cohort`, `programme` (empty: none) and `part` as the sums ask for them."""
    part = request.GET.get("part", "all")
    if part not in PARTS:
        raise Http404
    everyone = outcomes.shown_to(request.user, outcomes.outcomes(on=today()))
    least = least_people(today())
    found = [
        row if shows_alone(row.workers, least=least) else replace(row, full_jobs=None)
        for row in chosen(
            everyone,
            cohort=request.GET.get("cohort", ""),
            programme=request.GET.get("programme"),
            part=part,
        )
    ]
    by_team = {row.team_pk: row for row in found}
    listing = Listing(
        request, incubator.teams().filter(pk__in=by_team), columns=_columns(by_team), name="outcome-teams"
    )
    if answer := listing.export():
        return answer
    shown = [
        (team, row, STATES[row.state], _survived(row)) for team in listing.rows if (row := by_team[team.pk])
    ]
    total = added(found, "all", "", "")
    context = {
        "listing": listing,
        "rows": shown,
        "total": total,
        "total_jobs": _jobs(_jobs_of(set(by_team), everyone, least)),
        "least": least,
        "after": _survived_of(total),
        "title": PART_TITLES.get(part, ""),
    }
    return render(request, "journeys/outcome_rows.html", context)


def _jobs_of(teams: set[int], everyone: Sequence[outcomes.Outcome], least: int | None) -> int | None:
    """The full jobs of these teams together, only if a line of the sums shows the same."""
    worked = {row.team_pk for row in everyone if row.full_jobs is not None and row.team_pk in teams}
    lines = withheld(_sums(everyone), least=least)
    return next(
        (line.full_jobs for line in lines if set(line.worked) == worked and line.full_jobs is not None), None
    )


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
        Column("after_12", gettext_lazy("Open after 1 year"), lambda team: _after(found[team.pk])[0]),
        Column("after_36", gettext_lazy("Open after 3 years"), lambda team: _after(found[team.pk])[1]),
        number("people", gettext_lazy("People"), lambda row: row.people),
        number("full_jobs", gettext_lazy("Full jobs"), lambda row: _major(row.full_jobs)),
        number("surplus", gettext_lazy("Surplus, 12 months"), lambda row: _major(row.surplus_minor)),
        number("lent", gettext_lazy("Lent"), lambda row: _major(row.drawn_minor)),
        number("repaid", pgettext_lazy("amount", "Repaid"), lambda row: _major(row.repaid_minor)),
        number("loans", gettext_lazy("Loans"), lambda row: len(row.loans)),
        number("loans_repaid", gettext_lazy("Loans repaid"), lambda row: row.loans_repaid),
    ]


def _major(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else Decimal(hundredths).scaleb(-2)


def _after(row: outcomes.Outcome) -> list[str]:
    """Whether a co-op was still open after 1 and 3 years; too young to tell: a dash."""
    return ["–" if lived is None else _("yes") if lived else _("no") for lived in row.survived]


AFTER = (gettext_lazy("after 1 year: %(said)s"), gettext_lazy("after 3 years: %(said)s"))


def _survived(row: outcomes.Outcome) -> list[str]:
    """The same in words, only what can be told."""
    said = {True: _("open"), False: _("not open")}
    told = zip(AFTER, row.survived, strict=True)
    return [str(words) % {"said": said[lived]} for words, lived in told if lived is not None]


def _survived_of(total: Sums) -> list[str]:
    """How many of those old enough were still open, in words."""
    told = zip(AFTER, total.survived, _line(total)["after_texts"], strict=True)
    return [str(words) % {"said": text} for words, (_lived, old), text in told if old]


def _jobs(hundredths: int | None) -> str:
    return _("withheld") if hundredths is None else f"{Decimal(hundredths).scaleb(-2):.2f}"


def _line(one: Sums) -> dict[str, Any]:
    """A line of the tables, its counts with the address of their teams."""
    asked = {} if one.kind == "all" else {one.kind: one.key}

    def url(part: str) -> str:
        return f"{reverse('journeys_outcome_rows')}?{urlencode({**asked, 'part': part})}"

    after = [
        (_("%(open)d of %(all)d") % {"open": lived, "all": old} if old else "–", part, old)
        for part, (lived, old) in zip(("after_12", "after_36"), one.survived, strict=True)
    ]
    return {
        "sums": one,
        "name": one.name or _("In no programme"),
        "is_cohort": one.kind == "cohort",
        "jobs": _jobs(one.full_jobs),
        "after": [(text, url(part) if old else "") for text, part, old in after],
        "after_texts": [text for text, _part, _old in after],
        **{f"{part}_url": url(part) for part in PARTS},
    }


def _heads() -> list[tuple[str, Any]]:
    return [
        ("kind", _("Kind")), ("name", _("Programme or cohort")), ("teams", _("Teams")), ("launched", _("Launched")),
        ("open", _("Open")), ("dormant", _("Dormant")), ("closed", _("Closed")),
        ("after_12", _("Open after 1 year")), ("after_36", _("Open after 3 years")),
        ("people", _("People")), ("members", _("Worker-owners")), ("full_jobs", _("Full jobs")),
        ("surplus", _("Surplus, 12 months")), ("books", _("Books counted")), ("loans", _("Loans")),
        ("loans_repaid", _("Loans repaid")), ("lent", _("Lent")), ("repaid", pgettext("amount", "Repaid")),
    ]  # fmt: skip


def _file(line: dict[str, Any]) -> tuple[Any, ...]:
    one: Sums = line["sums"]
    return (
        one.kind, line["name"], one.teams, one.launched, one.open, one.dormant, one.closed, *line["after_texts"],
        one.people, one.members, _major(one.full_jobs), _major(one.surplus_minor), one.books_count, one.loans,
        one.loans_repaid, _major(one.drawn_minor), _major(one.repaid_minor),
    )  # fmt: skip
