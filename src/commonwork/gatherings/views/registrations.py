"""Registering and cancelling, with an account or without one."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache

from commonwork.access.acting import act_page, attempt, itself, sent
from commonwork.access.guard import public, signed_in
from commonwork.gatherings import permits, queries
from commonwork.gatherings.actions import registrations
from commonwork.gatherings.forms import CodeForm, RegisterForm, ResizeForm
from commonwork.gatherings.models import Gathering, Question, Registration
from commonwork.gatherings.views.gatherings import page, register_form
from commonwork.record.acts import Who
from commonwork.registry.clock import now, today
from commonwork.ui.dates import day as as_day
from commonwork.ui.forms import ActForm
from commonwork.ui.listing import Column, Listing
from commonwork.ui.money import dollars, money

VISITOR = "system/visitor"


@public
def register(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a place; whoever has no account is led to a page that only the code opens."""
    gathering = permits.gathering_to_see(request.user, key, on=today())
    if request.method != "POST":
        return redirect(gathering)
    form = register_form(request, gathering, request.POST)

    def do(**how: Any) -> Any:
        asked = {"gathering": gathering, "person": permits.person_of(request.user), **form.arguments()}
        return registrations.register(**asked, **how)

    if made := attempt(request, form, do, by=_asker(request)):
        return redirect(made[0])
    return page(request, gathering, form, status=422)


@public
@never_cache
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The page of one registration: what was kept, the calendar file, and how to cancel."""
    registration = permits.registration_by_code(code)
    return _page(request, registration, ActForm())


@public
@never_cache
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Give the place back."""
    registration = permits.registration_by_code(code)
    if request.method != "POST":
        return redirect(registration)
    form = ActForm(request.POST)

    def do(**how: Any) -> Any:
        return registrations.cancel(registration=registration, **how)

    if attempt(request, form, do, by=_asker(request)):
        messages.success(request, _("Your place was given back, and what you had written was erased."))
        return redirect(registration)
    return _page(request, registration, form, status=422)


@public
@never_cache
def resize(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for another number of places."""
    registration = permits.registration_by_code(code)
    if request.method != "POST":
        return redirect(registration)
    form = ResizeForm(request.POST)

    def do(**how: Any) -> Any:
        asked = {"registration": registration, "places": form.cleaned_data["places"]}
        return registrations.resize(**asked, **how)

    if attempt(request, form, do, by=_asker(request)):
        messages.success(request, _("The number of places was changed."))
        return redirect(registration)
    return _page(request, registration, ActForm(), resize_form=form, status=422)


@public
def find(request: HttpRequest) -> HttpResponse:
    """Open a registration by its code, as mailed or printed."""
    form = CodeForm(request.GET or None)
    if form.is_bound and form.is_valid():
        row = Registration.objects.filter(code=form.cleaned_data["code"]).first()
        if row is not None:
            return redirect(row)
        form.add_error("code", _("No registration has this code. Look at it again, letter by letter."))
    return render(request, "gatherings/find.html", {"form": form}, status=422 if form.is_bound else 200)


@signed_in
def list_all(request: HttpRequest, key: str) -> HttpResponseBase:
    """Who registered and who waits, with what they asked for and answered; the same list as a file."""
    gathering = permits.gathering_to_mark(request.user, key).lead
    rows = gathering.registrations.filter(cancelled_at=None).select_related("person", "guest")
    rows = rows.prefetch_related("answers")
    questions = list(gathering.questions.order_by("number"))
    note = _("Invented people.") if gathering.is_invented else ""
    listing = Listing(
        request,
        rows,
        columns=_columns(gathering, questions),
        name=f"registrations-{gathering.key}",
        default_sort="registered_at",
        note=note,
    )
    if answer := listing.export():
        return answer
    context = {
        "gathering": gathering,
        "listing": listing,
        "taken": queries.places_taken(gathering),
        "waiting_count": queries.waiting(gathering).count(),
        "has_price": bool(gathering.price_minor),
    }
    return render(request, "gatherings/registrations.html", context)


def _columns(gathering: Gathering, questions: list[Question]) -> list[Column]:
    paid = queries.paid(gathering) if gathering.price_minor else {}

    def answered(question: Question) -> Any:
        return lambda row: next((one.text for one in row.answers.all() if one.question_id == question.pk), "")

    return [
        Column("name", lazy("Name"), lambda row: row.name, sort="guest__name"),
        Column("places", lazy("Places"), lambda row: row.party_count, sort="party_count", is_number=True),
        Column(
            "state", lazy("State"), lambda row: _("waiting") if row.waiting_since else _("has a place"),
            sort="waiting_since",
        ),
        Column("needs", lazy("Help asked for"), lambda row: ", ".join(row.needs_texts)),
        Column(
            "gives", lazy("Wants to give"), lambda row: Decimal(row.pledged_minor) / 100 if row.pledged_minor else "",
            show=lambda row: dollars(row.pledged_minor) if row.pledged_minor else "", is_number=True,
        ),
        *([Column(
            "paid", lazy("Paid"), lambda row: Decimal(paid.get(row.pk, 0)) / 100, is_number=True,
            show=lambda row: money(paid[row.pk]) if row.pk in paid else _("take the money"),
            href=lambda row: reverse("gatherings_pay", args=[row.key]),
        )] if gathering.price_minor else []),
        *(Column(f"question_{one.number}", one.words, answered(one)) for one in questions),
        Column("registered_at", lazy("Registered"), lambda row: row.registered_at, sort="registered_at",
               show=lambda row: as_day(row.registered_at, "short")),
    ]  # fmt: skip


@signed_in
def from_paper(request: HttpRequest, key: str) -> HttpResponse:
    """Register somebody by name for whoever prepares it: as written on paper or said on the phone; their code prints."""
    gathering = permits.gathering_to_mark(request.user, key)
    form = RegisterForm(sent(request), gathering=gathering, is_member=False)
    form.asks_contact = False

    def do(**how: Any) -> Any:
        asked = {"gathering": gathering, **form.arguments()}
        return registrations.register(**asked, **how)

    return act_page(request, form, do, to=itself, template="gatherings/from_paper.html", gathering=gathering)


@signed_in
def forget_guests(request: HttpRequest, key: str) -> HttpResponse:
    """Ask once more, then erase names and contacts of the guests of a gathering that is over."""
    gathering = permits.gathering_to_keep(request.user, key)
    form = ActForm(sent(request))

    def do(**how: Any) -> Any:
        return registrations.forget_guests(gathering=gathering, **how)

    return act_page(
        request,
        form,
        do,
        to=gathering,
        done=_("Names and contacts of the guests were erased."),
        template="gatherings/forget_guests.html",
        gathering=gathering,
        guests_count=queries.guests(gathering).count(),
    )


def _page(
    request: HttpRequest,
    registration: Registration,
    form: ActForm,
    *,
    resize_form: ResizeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    gathering = registration.gathering
    is_early = registration.cancelled_at is None and now() < gathering.ends_at
    context = {
        "registration": registration,
        "gathering": gathering,
        "form": form,
        "may_cancel": is_early,
        "turn": queries.turn(registration),
        "due": queries.due(registration),
        "payments": registration.payments.order_by("paid_on", "pk"),
        "may_take_payment": permits.may_take_payment(request.user, gathering),
        "resize_form": (resize_form or ResizeForm(initial={"places": registration.party_count}))
        if is_early and gathering.most_places > 1
        else None,
        "address": request.build_absolute_uri(registration.get_absolute_url()),
        "may_mark": permits.may_take_roll(request.user, gathering) and not registration.cancelled_at,
        "door_mark": f"person-{registration.person_id}"
        if registration.person_id
        else f"guest-{registration.pk}",
        "door_form": ActForm(),
    }
    return render(request, "gatherings/registration.html", context, status=status)


def _asker(request: HttpRequest) -> Who:
    return permits.person_of(request.user) or VISITOR
