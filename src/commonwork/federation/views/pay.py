"""Pay in a co-op: the checks against what was adopted, and the list a payroll needs."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from commonwork.access.guard import requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.federation import permits
from commonwork.federation.queries.hours import as_hours
from commonwork.federation.queries.pay import pay_check, payroll
from commonwork.federation.views.acting import day_shown, exported, major, page_of, period


@signed_in
def check(request: HttpRequest, key: str) -> HttpResponse:
    """Living wage and pay ratio of a co-op on a day. The wages themselves are not shown."""
    coop = permits.coop_inside(request.user, key)
    on = day_shown(request)
    context = {"coop": coop, "on": on, "check": pay_check(coop, on=on)}
    return render(request, "federation/pay_check.html", context)


@requires(Permission.BOOKS_KEEP)
def list_pay(request: HttpRequest, key: str) -> HttpResponse:
    """Hours, wages and what is kept, for the payroll of a period. Exported, never run."""
    coop = permits.coop_for(request.user, key, Permission.BOOKS_KEEP)
    on = day_shown(request)
    first = on.replace(day=1)
    usual = ((first - timedelta(days=1)).replace(day=1), first)
    form, starts_on, ends_on = period(request, usual)
    rows = payroll(coop, starts_on=starts_on, ends_on=ends_on)
    columns = [
        ("person", _("Person"), lambda row: row.person.key),
        ("name", _("Name"), lambda row: row.person.name),
        ("hours", _("Paid hours"), lambda row: as_hours(row.minutes)),
        ("unpaid", _("Unpaid hours"), lambda row: as_hours(row.unpaid_minutes)),
        ("waiting", _("Hours that wait"), lambda row: as_hours(row.waiting_minutes)),
        ("wage", _("Hourly wage"), lambda row: None if row.wage_minor is None else major(row.wage_minor)),
        ("pay", _("Gross pay"), lambda row: None if row.pay_minor is None else major(row.pay_minor)),
        ("kept", _("Kept for the share"), lambda row: major(row.kept_minor)),
    ]
    if answer := exported(request, f"payroll-{coop.key}", columns, rows):
        return answer
    context = {
        "coop": coop,
        "form": form,
        "starts_on": starts_on,
        "last_day": ends_on - timedelta(days=1),
        "page": page_of(request, rows),
        "pay_minor": sum(row.pay_minor or 0 for row in rows),
        "kept_minor": sum(row.kept_minor for row in rows),
        "waiting": sum(row.waiting_minutes for row in rows),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "federation/payroll.html", context, status=status)
