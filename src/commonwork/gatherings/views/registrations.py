"""Registering and cancelling, with an account or without one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from commonwork.access.guard import public, signed_in
from commonwork.gatherings import permits, queries
from commonwork.gatherings.actions import registrations
from commonwork.gatherings.models import Registration
from commonwork.gatherings.views.gatherings import actor, page, register_form
from commonwork.record.acts import Who
from commonwork.registry.clock import now, today
from commonwork.ui.forms import ActForm

VISITOR = "system/visitor"


@public
def register(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a place; whoever has no account is led to a page that only the code opens."""
    gathering = permits.gathering_to_see(request.user, key, on=today())
    if request.method != "POST":
        return redirect(gathering)
    form = register_form(request, gathering, request.POST)
    made: list[Registration] = []

    def do(once: str) -> None:
        asked = {"gathering": gathering, "person": permits.person_of(request.user), **form.arguments()}
        made.append(registrations.register(**asked, by=_asker(request), at=now(), once=once))

    if form.attempt(do):
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

    def do(once: str) -> None:
        registrations.cancel(registration=registration, by=_asker(request), at=now(), once=once)

    if form.attempt(do):
        messages.success(request, _("Your place was given back, and what you had written was erased."))
        return redirect(registration)
    return _page(request, registration, form, status=422)


@signed_in
def forget_guests(request: HttpRequest, key: str) -> HttpResponse:
    """Ask once more, then erase names and contacts of the guests of a gathering that is over."""
    gathering = permits.gathering_to_keep(request.user, key)
    form = ActForm(request.POST or None)

    def do(once: str) -> None:
        registrations.forget_guests(gathering=gathering, by=actor(request), at=now(), once=once)

    if request.method == "POST" and form.attempt(do):
        messages.success(request, _("Names and contacts of the guests were erased."))
        return redirect(gathering)
    context = {"form": form, "gathering": gathering, "guests_count": queries.guests(gathering).count()}
    return render(request, "gatherings/forget_guests.html", context, status=422 if form.errors else 200)


def _page(
    request: HttpRequest, registration: Registration, form: ActForm, *, status: int = 200
) -> HttpResponse:
    gathering = registration.gathering
    context = {
        "registration": registration,
        "gathering": gathering,
        "form": form,
        "may_cancel": registration.cancelled_at is None and now() < gathering.ends_at,
    }
    return render(request, "gatherings/registration.html", context, status=status)


def _asker(request: HttpRequest) -> Who:
    return permits.person_of(request.user) or VISITOR
