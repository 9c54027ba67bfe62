"""Hours of a co-op: the list, entering, taking back, reading in a list."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonwork.access.acting import Act, act_page, attempt, done_before, sent
from commonwork.access.guard import demand, requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.federation import permits
from commonwork.federation.actions import hours
from commonwork.federation.forms import HoursFilter, HoursForm, HoursListForm
from commonwork.federation.models import Hours
from commonwork.federation.queries import hours_list
from commonwork.federation.queries.hours import minutes_by_kind
from commonwork.federation.views.acting import as_file, demo_note
from commonwork.federation.views.week import approvable
from commonwork.record import receipts
from commonwork.registry.clock import today
from commonwork.registry.models import Organisation, Person
from commonwork.registry.queries import memberships
from commonwork.ui.forms import ActForm
from commonwork.ui.listing import Column, Listing


@signed_in
def list_all(request: HttpRequest, key: str) -> HttpResponse:
    """The hours of a co-op: everybody's for those who see inside, one's own for other workers."""
    coop = permits.coop_of_hours(request.user, key)
    listing = Listing(
        request,
        permits.visible_hours(request.user, coop).select_related("person").order_by("-starts_on"),
        columns=[
            Column("person", _("Who"), lambda row: row.person.name, sort="person__name"),
            Column("from", _("When"), lambda row: row.starts_on, sort="starts_on"),
            Column("until", _("Until before"), lambda row: row.ends_on),
            Column("kind", _("Kind"), lambda row: row.get_kind_display(), sort="kind"),
            Column("hours", _("Hours"), lambda row: row.hours, sort="minutes", is_number=True),
            Column("approved_on", _("Approved on"), lambda row: row.approved_on, sort="approved_on"),
        ],
        name=f"hours-{coop.key}",
        form=HoursFilter,
        default_sort="-starts_on",
        note=demo_note(),
    )
    if answer := as_file(listing):
        return answer
    totals = minutes_by_kind(listing.queryset)
    context: dict[str, Any] = {
        "coop": coop,
        "listing": listing,
        "totals": [(Hours.Kind(kind).label, totals[kind]) for kind in Hours.Kind.values if kind in totals],
        "own": permits.person_of(request.user),
        "keeps": permits.keeps_hours(request.user, coop),
        "sees_inside": permits.sees_inside(request.user, coop),
        "may_enter": permits.may_enter_hours(request.user, coop),
        "works": permits.works_in(request.user, coop),
        "waiting": approvable(request.user, coop).count(),
    }
    return render(request, "federation/hours.html", context)


@signed_in
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """A worker enters the own hours; who keeps the hours enters anybody's."""
    coop = permits.coop_of_hours(request.user, key)
    people = _people(request, coop)
    form = HoursForm(sent(request), people=people, initial={"on": today(), "person": _own_key(request)})

    own = permits.person_of(request.user)

    def record(**how: Any) -> Any:
        given = form.cleaned_data
        person = given.get("person") or people.get()
        return hours.record(
            organisation=coop,
            person=person,
            is_approved=permits.keeps_hours(request.user, coop) and person != own,
            starts_on=given["on"],
            minutes=given["hours"],
            kind=given["kind"],
            is_month=given["period"] == "month",
            **how,
        )

    latest = Hours.objects.filter(organisation=coop, person__in=people).select_related("person")
    context: dict[str, Any] = {"coop": coop, "latest": latest.order_by("-starts_on", "-pk")[:5]}
    return act_page(request, form, record, template="federation/hours_enter.html", **context)


def _people(request: HttpRequest, coop: Organisation) -> Any:
    rows = memberships(on=today(), organisation=coop)
    if not permits.keeps_hours(request.user, coop):
        rows = rows.filter(person=permits.person_of(request.user))
    people = Person.objects.filter(pk__in=rows.values("person")).order_by("name")
    demand(people.exists())
    return people


def _own_key(request: HttpRequest) -> str:
    own = permits.person_of(request.user)
    return own.key if own else ""


@signed_in
def take_back(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take one wrong row back: the own one, or anybody's for who keeps the hours."""
    coop = permits.coop_of_hours(request.user, key)
    if answer := done_before(request):
        return answer
    row = permits.hours_to_take_back(request.user, coop, pk)
    return act_page(
        request,
        ActForm(sent(request)),
        lambda **how: hours.take_back(hours=row, **how),
        template="federation/hours_take_back.html",
        coop=coop,
        row=row,
    )


@requires(Permission.HOURS_APPROVE)
def read_in(request: HttpRequest, key: str) -> HttpResponse:
    """Read in a list: tried first, with every complaint and its line; entered on the second press."""
    coop = permits.coop_for(request.user, key, Permission.HOURS_APPROVE)
    if answer := done_before(request):
        return answer
    form = HoursListForm(sent(request), request.FILES or None)
    reading, on = None, today()
    if request.method == "POST" and form.is_valid():
        reading = hours_list.read(form.cleaned_data["text"], on=on, organisation=coop)
        if "enter" in request.POST and not reading.complaints and attempt(request, form, _import(coop, form)):
            return redirect(receipts.address(form.token))
    tried = _again(form, on) if reading else form
    failed = form.is_bound and bool(form.errors or (reading and reading.complaints))
    context: dict[str, Any] = {
        "coop": coop,
        "form": tried,
        "reading": reading,
        "columns": ", ".join(hours_list.COLUMNS),
    }
    return render(request, "federation/hours_import.html", context, status=422 if failed else 200)


def _import(coop: Organisation, form: HoursListForm) -> Act:
    return lambda **how: hours.import_csv(text=form.cleaned_data["text"], organisation=coop, **how)


def _again(form: HoursListForm, on: date) -> HoursListForm:
    """The form for the second press, with the text that was read."""
    if form.errors:
        return form
    return HoursListForm(initial={"text": form.cleaned_data["text"]})
