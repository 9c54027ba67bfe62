"""The public face of the federation, and the rows behind its figures."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.guard import public
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.charter.queries import in_force
from commonwork.federation import HOUSE_KEY, permits, queries
from commonwork.federation.checklist import ITEMS
from commonwork.federation.models import YearEnd
from commonwork.federation.views.acting import as_file, day_shown, demo_note, exported, major, page_of, period
from commonwork.registry.models import Organisation
from commonwork.registry.queries import organisations_of
from commonwork.rules.periods import twelve_months_to
from commonwork.ui.listing import Column, Listing


@public
def show(request: HttpRequest) -> HttpResponse:
    """Who belongs, who works there, what was shared, what the solidarity fund holds, how to join. Open to all."""
    on = day_shown(request)
    house = get_object_or_404(Organisation, key=HOUSE_KEY)
    starts_on, ends_on = queries.trade_year(on)
    jobs = queries.jobs_by_coop(on=on)
    shared = queries.latest_shared(on=on)
    context = {
        "house": house,
        "on": on,
        "rows": jobs[:25],
        "coop_count": len(jobs),
        "more_count": max(0, len(jobs) - 25),
        "members": sum(row.jobs.members for row in jobs),
        "others": sum(row.jobs.others for row in jobs),
        "shared": shared,
        "year_ends": queries.year_ends().filter(year=shared.year, shared_on__lte=on)[:25] if shared else [],
        "fund_minor": queries.solidarity_fund_minor(on=on),
        "outstanding_minor": queries.outstanding(on=on),
        "movements": queries.movements(until=on)[:8],
        "sees_entries": house.has_open_books or may(request.user, Permission.BOOKS_SEE, house),
        "trade_minor": queries.sister_trade_total(starts_on=starts_on, ends_on=ends_on),
        "trade_url": f"{reverse('federation_trade')}?from={starts_on}&to={ends_on}",
        "trade_until": ends_on - timedelta(days=1),
        "items": ITEMS,
        "dues": _dues(on),
        "may_apply": permits.applicants(request.user).exists(),
        "needs": queries.needs(request.user, on),
        "mine": _mine(request, on),
    }
    return render(request, "federation/face.html", context)


def _mine(request: HttpRequest, on: Any) -> list[Any]:
    person = permits.person_of(request.user)
    return list(organisations_of(person, on=on).filter(kind=Organisation.Kind.COOP)) if person else []


def _dues(on: Any) -> dict[str, Any] | None:
    """Rate and minimum in force, or None while nothing is decided."""
    rate, least = (in_force(f"federation.{code}", on=on) for code in ("dues_rate_bp", "dues_minimum"))
    return {"rate_bp": rate.value, "minimum": least.value} if rate and least else None


@public
def jobs(request: HttpRequest) -> HttpResponse:
    """Who works in the co-ops of the federation on a day, co-op by co-op: heads only."""
    on = day_shown(request)
    rows = queries.jobs_by_coop(on=on)
    columns = [
        ("coop", _("Co-op"), lambda row: row.belonging.organisation.name),
        ("class", _("Class"), lambda row: row.belonging.class_name),
        ("since", _("Since"), lambda row: row.belonging.since),
        ("members", _("Worker-owners"), lambda row: row.jobs.members),
        ("others", _("Other workers"), lambda row: row.jobs.others),
    ]
    if answer := exported(request, "jobs", columns, rows):
        return answer
    context = {"on": on, "page": page_of(request, rows), "total": queries.jobs(on=on)}
    return render(request, "federation/jobs.html", context)


@public
def wealth(request: HttpRequest) -> HttpResponse:
    """What worker-owners own in shares and capital accounts, co-op by co-op."""
    on = day_shown(request)
    owned = queries.wealth(on=on)
    columns = [
        ("coop", _("Co-op"), lambda row: row.belonging.organisation.name),
        ("owners", _("Worker-owners"), lambda row: row.owners),
        ("shares", _("Shares"), lambda row: major(row.shares_minor)),
        ("capital_accounts", _("Capital accounts"), lambda row: major(row.capital_accounts_minor)),
    ]
    if answer := exported(request, "wealth", columns, owned.by_coop):
        return answer
    context = {"on": on, "owned": owned, "page": page_of(request, owned.by_coop)}
    return render(request, "federation/wealth.html", context)


@public
def year_ends(request: HttpRequest) -> HttpResponse:
    """How the surplus of a year was shared, co-op by co-op; ?year= chooses the year."""
    on = day_shown(request)
    years = list(
        YearEnd.objects.filter(shared_on__lte=on).order_by("-year").values_list("year", flat=True).distinct()
    )
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and int(asked) in years else (years[0] if years else on.year)
    listing = Listing(
        request,
        queries.year_ends().filter(year=year, shared_on__lte=on),
        columns=[
            Column("coop", _("Co-op"), lambda row: row.organisation.name, sort="organisation__name"),
            Column(
                "surplus",
                _("Surplus"),
                lambda row: major(row.result_minor),
                sort="result_minor",
                is_number=True,
            ),
            Column("members", _("To members"), lambda row: major(row.individual_minor)),
            Column("reserve", _("Reserve"), lambda row: major(row.to_reserve_minor)),
            Column("education", _("Education"), lambda row: major(row.education_minor)),
            Column("solidarity", _("Solidarity"), lambda row: major(row.solidarity_minor)),
        ],
        name=f"surplus-{year}",
        note=demo_note(),
    )
    if answer := as_file(listing):
        return answer
    context = {"listing": listing, "year": year, "years": years, "sums": queries.shared_year(year, on=on)}
    return render(request, "federation/year_ends.html", context)


@public
def solidarity(request: HttpRequest) -> HttpResponse:
    """The solidarity fund: what co-ops pledged in a period, and every dollar in and out."""
    on = day_shown(request)
    usual = twelve_months_to(on)
    latest = queries.pledges(ends_on=usual[1]).first()
    if latest and latest.shared_on and latest.shared_on < usual[0]:
        usual = twelve_months_to(latest.shared_on)
    form, starts_on, ends_on = period(request, usual)
    pledges = list(queries.pledges(starts_on=starts_on, ends_on=ends_on))
    columns = [
        ("coop", _("Co-op"), lambda row: row.organisation.name),
        ("year", _("Year"), lambda row: row.year),
        ("pledged_on", _("Pledged on"), lambda row: row.shared_on),
        ("paid_on", _("Paid on"), lambda row: row.solidarity_paid_on),
        ("amount", _("Amount"), lambda row: major(row.solidarity_minor)),
    ]
    if answer := exported(request, "solidarity", columns, pledges):
        return answer
    house = queries.house()
    context = {
        "form": form,
        "starts_on": starts_on,
        "last_day": ends_on - timedelta(days=1),
        "page": page_of(request, pledges),
        "pledged_minor": sum(row.solidarity_minor for row in pledges),
        "movements": queries.movements(until=on),
        "fund_minor": queries.solidarity_fund_minor(on=on),
        "outstanding_minor": queries.outstanding(on=on),
        "sees_entries": house.has_open_books or may(request.user, Permission.BOOKS_SEE, house),
    }
    return render(
        request, "federation/solidarity.html", context, status=422 if form.is_bound and form.errors else 200
    )
