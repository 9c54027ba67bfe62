"""The dashboard of the federation by co-op and year, and the solidarity and education funds side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from commonwork.access.guard import public
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.federation import queries
from commonwork.federation.queries.hours import as_hours
from commonwork.federation.queries.totals import CoopYear, coop_years, education_funds
from commonwork.federation.views.acting import day_shown, exported, major, page_of
from commonwork.record.refs import resolve_many

FIRST_YEAR = 1900


def _year(request: HttpRequest, last: int) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isascii() and asked.isdigit() and FIRST_YEAR <= int(asked) <= last else last


def _result(row: CoopYear, name: str) -> int:
    return getattr(row.year_end, name) if row.year_end and row.year_end.shared_on else 0


@public
def show(request: HttpRequest) -> HttpResponse:
    """Heads, full-time jobs, wages, pay ratio, dues, standing, surplus and where it went, co-op by co-op. Totals only."""
    on = day_shown(request)
    year = _year(request, on.year)
    rows = coop_years(year, on=on)
    columns = [
        ("coop", _("Co-op"), lambda row: row.organisation.name),
        ("class", _("Class"), lambda row: row.jobs.belonging.class_name),
        ("standing", _("Standing"), lambda row: row.standing.words),
        ("owners", _("Worker-owners"), lambda row: row.jobs.jobs.members),
        ("others", _("Other workers"), lambda row: row.jobs.jobs.others),
        ("hours", _("Paid hours"), lambda row: as_hours(row.minutes)),
        ("full_time", _("Full-time jobs"), lambda row: row.full_time),
        ("wages", _("Wages"), lambda row: major(row.wages_minor)),
        ("pay_ratio", _("Pay ratio"), lambda row: row.pay.shown),
        ("pay_ratio_limit", _("Limit"), lambda row: row.pay.limit_shown),
        ("dues", _("Dues"), lambda row: major(row.dues.due_minor) if row.dues else None),
        ("result", _("Result"), lambda row: major(row.year_end.result_minor) if row.year_end else None),
        ("members", _("To members"), lambda row: major(_result(row, "individual_minor"))),
        ("reserve", _("Reserve"), lambda row: major(_result(row, "to_reserve_minor"))),
        ("education", _("Education"), lambda row: major(_result(row, "education_minor"))),
        ("solidarity", _("Solidarity"), lambda row: major(_result(row, "solidarity_minor"))),
    ]
    if answer := exported(request, f"federation-{year}", columns, rows):
        return answer
    context = {
        "on": on,
        "year": year,
        "before": year - 1,
        "after": year + 1 if year < on.year else None,
        "page": page_of(request, rows),
        "count": len(rows),
        "members": sum(row.jobs.jobs.members for row in rows),
        "others": sum(row.jobs.jobs.others for row in rows),
        "minutes": sum(row.minutes for row in rows),
        "wages_minor": sum(row.wages_minor for row in rows),
        "dues_minor": sum(row.dues.due_minor for row in rows if row.dues),
        "shared": queries.shared_year(year, on=on),
        "is_full_time": any(row.full_time_hundredths is not None for row in rows),
        "full_time": _tenths(sum(row.full_time_hundredths or 0 for row in rows)),
    }
    return render(request, "federation/dashboard.html", context)


def _tenths(hundredths: int) -> str:
    tenths = (hundredths + 5) // 10
    return f"{tenths // 10}.{tenths % 10}"


@public
def funds(request: HttpRequest) -> HttpResponse:
    """What came into the solidarity fund and the co-ops' education funds, and what decisions took out, each with its
    resolution where there is one."""
    on = day_shown(request)
    house = queries.house()
    movements = queries.movements(until=on)
    coops = [row.organisation for row in queries.belonging(on=on)]
    education = education_funds(coops, on=on)
    columns = [
        ("day", _("Day"), lambda row: row.on),
        ("what", _("What happened"), lambda row: row.told.sentence if row.told else ""),
        ("change", _("Change"), lambda row: major(row.change_minor)),
        ("fund", _("Fund"), lambda row: major(row.balance_minor)),
    ]
    if answer := exported(request, "solidarity-fund", columns, movements):
        return answer
    outgoing = [row for row in movements if row.change_minor < 0]
    context = {
        "on": on,
        "fund_minor": queries.solidarity_fund_minor(on=on),
        "came_in_minor": sum(row.change_minor for row in movements if row.change_minor > 0),
        "went_out_minor": -sum(row.change_minor for row in outgoing),
        "incoming": [row for row in movements if row.change_minor > 0][:50],
        "outgoing": _decided(outgoing[:50]),
        "education": education,
        "education_minor": sum(row.stands_at_minor for row in education),
        "sees_entries": house.has_open_books or may(request.user, Permission.BOOKS_SEE, house),
    }
    return render(request, "federation/funds.html", context)


def _decided(rows: list[queries.ToldLine]) -> list[tuple[queries.ToldLine, str, str]]:
    """(movement, the decision's name, its address) where the fact of a movement is about something with a page."""
    subjects = {row.told.fact.subject for row in rows if row.told}
    found = resolve_many(subjects)
    decided = []
    for row in rows:
        thing = found.get(row.told.fact.subject) if row.told else None
        address = thing.get_absolute_url() if thing is not None and hasattr(thing, "get_absolute_url") else ""
        decided.append((row, str(thing) if thing is not None else "", address))
    return decided
