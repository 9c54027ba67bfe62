"""A worker's own week of hours, on a phone; and approving the hours that wait."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from commonwork.access.acting import act_page, attempt, done_before, sent, who
from commonwork.access.guard import demand, signed_in
from commonwork.access.models import RoleHolding
from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker
from commonwork.access.roles import ROLES
from commonwork.federation import permits
from commonwork.federation.actions import hours
from commonwork.federation.member_forms import DAYS_A_WEEK, WeekForm
from commonwork.federation.models import Hours
from commonwork.federation.queries.hours import Worked
from commonwork.record import receipts
from commonwork.registry.clock import today
from commonwork.registry.models import Membership, Organisation
from commonwork.registry.queries import running
from commonwork.ui.addresses import address_of
from commonwork.ui.forms import ActForm

SHOWN = 100


@signed_in
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """Enter the own hours of a week, one field a day. They wait until somebody else approves them."""
    coop = permits.coop_of_hours(request.user, key)
    demand(permits.works_in(request.user, coop))
    if answer := done_before(request):
        return answer
    own, monday = who(request), _monday(request)
    form = WeekForm(sent(request), monday=monday)

    def record(**how: Any) -> Any:
        given = form.cleaned_data
        rows = [Worked.on_day(own, day, minutes, given["kind"]) for day, minutes in form.worked(given)]
        return hours.record_many(organisation=coop, rows=rows, is_approved=False, **how)

    week = Hours.objects.filter(
        organisation=coop,
        person=own,
        starts_on__gte=monday,
        starts_on__lt=monday + timedelta(days=DAYS_A_WEEK),
    )
    context: dict[str, Any] = {
        "coop": coop,
        "monday": monday,
        "sunday": monday + timedelta(days=DAYS_A_WEEK - 1),
        "before": monday - timedelta(days=DAYS_A_WEEK),
        "after": monday + timedelta(days=DAYS_A_WEEK)
        if monday + timedelta(days=DAYS_A_WEEK) <= today()
        else None,
        "week": week.order_by("starts_on", "kind"),
    }
    return act_page(request, form, record, template="federation/hours_week.html", **context)


def _monday(request: HttpRequest) -> date:
    """The Monday of the week asked for by ?week=, or of this week."""
    try:
        asked = min(date.fromisoformat(request.GET.get("week", "")), today())
    except ValueError:
        asked = today()
    return asked - timedelta(days=asked.weekday())


def approvable(account: Asker, coop: Organisation) -> QuerySet[Hours]:
    """The waiting hours an account may approve: everybody's but the own for who keeps the hours; those of the keepers
    for every other worker-owner."""
    own = permits.person_of(account)
    rows = Hours.objects.filter(organisation=coop, approved_on=None).exclude(person=own)
    if permits.keeps_hours(account, coop):
        return rows
    owners = Membership.objects.filter(running(today()), organisation=coop, person=own, class_code="member")
    if own is None or not owners.exists():
        return rows.none()
    carrying = [code for code, role in ROLES.items() if Permission.HOURS_APPROVE in role.permissions]
    keepers = RoleHolding.objects.filter(running(today()), role__in=carrying, organisation=coop)
    return rows.filter(person__in=keepers.values("person"))


@signed_in
def approve(request: HttpRequest, key: str) -> HttpResponse:
    """Hours that wait, ticked and approved together."""
    coop = permits.coop_of_hours(request.user, key)
    if answer := done_before(request):
        return answer
    waiting = (
        approvable(request.user, coop).select_related("person").order_by("person__name", "starts_on", "pk")
    )
    demand(permits.keeps_hours(request.user, coop) or waiting.exists())
    shown = list(waiting[:SHOWN])
    form = ActForm(sent(request))
    if request.method == "POST":
        asked = {int(number) for number in request.POST.getlist("row") if number.isdigit()}
        chosen = [row for row in shown if row.pk in asked]
        if attempt(request, form, partial(hours.approve, organisation=coop, rows=chosen)):
            return redirect(receipts.address(form.token))
    context: dict[str, Any] = {
        "coop": coop,
        "form": form,
        "rows": shown,
        "more": max(0, waiting.count() - len(shown)),
        "back": address_of("federation_hours", coop.key),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "federation/hours_approve.html", context, status=status)
