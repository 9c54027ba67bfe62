"""Suggestions: the open form, its receipt by code, and the coordinator's desk."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from commonwork.access.guard import public, requires
from commonwork.access.permissions import Permission
from commonwork.incubator import permits, queries
from commonwork.incubator.actions import suggestions
from commonwork.incubator.forms.suggestions import (
    AcceptForm,
    CodeForm,
    SuggestForm,
    SuggestionsForm,
    TurnDownForm,
)
from commonwork.incubator.models import Suggestion
from commonwork.record.acts import Who
from commonwork.record.queries import tell, trail
from commonwork.registry.clock import now, today
from commonwork.ui.dates import day as as_day
from commonwork.ui.forms import ActForm
from commonwork.ui.listing import Column, Listing

VISITOR = "system/visitor"
COLUMNS = [
    Column(
        "title", gettext_lazy("Idea"), lambda row: row.idea.title if row.idea else row.title, sort="title",
        show=lambda row: row.idea.title if row.idea else row.title or _("words erased"),
        href=lambda row: row.get_absolute_url(),
    ),
    Column(
        "made_on", gettext_lazy("Suggested"), lambda row: row.made_on, sort="made_on",
        show=lambda row: as_day(row.made_on, "short"),
    ),
    Column("state", gettext_lazy("State"), lambda row: row.get_state_display(), sort="state"),
]  # fmt: skip


@public
def suggest(request: HttpRequest) -> HttpResponse:
    """Leave an idea without an account; leads to a receipt that only its code opens."""
    form = SuggestForm(request.POST or None)
    made: list[Suggestion] = []

    def act(once: str) -> None:
        by: Who = permits.person_of(request.user) or VISITOR
        words = {name: form.cleaned_data[name] for name in ("title", "text", "email")}
        made.append(suggestions.suggest(**words, on=today(), by=by, at=now(), once=once))

    if request.method == "POST" and form.attempt(act):
        return redirect("incubator_suggested", made[0].code)
    context = {"form": form, "is_open": queries.takes_suggestions(on=today())}
    return render(request, "incubator/suggest.html", context, status=422 if form.errors else 200)


@public
@never_cache
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt of a suggestion: its code, and what became of it."""
    return _receipt(request, permits.suggestion_by_code(code), ActForm())


@public
@never_cache
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take a suggestion back; its words are erased."""
    suggestion = permits.suggestion_by_code(code)
    if request.method != "POST":
        return redirect("incubator_suggested", suggestion.code)
    form = ActForm(request.POST)

    def act(once: str) -> None:
        by: Who = permits.person_of(request.user) or VISITOR
        suggestions.withdraw(suggestion=suggestion, on=today(), by=by, at=now(), once=once)

    if form.attempt(act):
        messages.success(request, _("You took your idea back, and what you had written was erased."))
        return redirect("incubator_suggested", suggestion.code)
    return _receipt(request, permits.suggestion_by_code(code), form, status=422)


@public
def find(request: HttpRequest) -> HttpResponse:
    """Open the receipt of a suggestion by its code."""
    form = CodeForm(request.GET or None)
    if form.is_bound and form.is_valid():
        row = Suggestion.objects.filter(code=form.cleaned_data["code"]).first()
        if row is not None:
            return redirect("incubator_suggested", row.code)
        form.add_error("code", _("No idea has this code. Look at it again, letter by letter."))
    return render(
        request, "incubator/suggested_find.html", {"form": form}, status=422 if form.is_bound else 200
    )


@requires(Permission.TEAM_KEEP)
def list_all(request: HttpRequest) -> HttpResponseBase:
    """What people without an account suggested; what waits comes first."""
    permits.keeper(request.user)
    listing = Listing(
        request, queries.suggestions(), columns=COLUMNS, form=SuggestionsForm, name="suggestions"
    )
    if answer := listing.export():
        return answer
    return render(request, "incubator/suggestions.html", {"listing": listing})


@requires(Permission.TEAM_KEEP)
def look(request: HttpRequest, key: str) -> HttpResponse:
    """One suggestion, with both answers."""
    return _desk(request, permits.looked_suggestion(request.user, key))


@require_POST
@requires(Permission.TEAM_KEEP)
def accept(request: HttpRequest, key: str) -> HttpResponse:
    """Put it in the bank of ideas."""
    suggestion = permits.looked_suggestion(request.user, key)
    form, done = AcceptForm(request.POST), []

    def act(once: str) -> None:
        who_for, by = form.cleaned_data["who_for"], permits.keeping_person(request.user)
        done.append(
            suggestions.accept(suggestion=suggestion, who_for=who_for, on=today(), by=by, at=now(), once=once)
        )

    if form.attempt(act):
        messages.success(request, _("The idea is in the bank, and everyone can read it."))
        return redirect(done[0].idea or "incubator_suggestions")
    return _desk(request, suggestion, accept_form=form, status=422)


@require_POST
@requires(Permission.TEAM_KEEP)
def decline(request: HttpRequest, key: str) -> HttpResponse:
    """Say no, with the reason."""
    suggestion = permits.looked_suggestion(request.user, key)
    form = TurnDownForm(request.POST)

    def act(once: str) -> None:
        reason, by = form.cleaned_data["reason"], permits.keeping_person(request.user)
        suggestions.decline(suggestion=suggestion, reason=reason, on=today(), by=by, at=now(), once=once)

    if form.attempt(act):
        messages.success(request, _("The suggestion was not taken up; its code opens your reason."))
        return redirect("incubator_suggestions")
    return _desk(request, suggestion, decline_form=form, status=422)


def _desk(
    request: HttpRequest,
    suggestion: Suggestion,
    *,
    accept_form: AcceptForm | None = None,
    decline_form: TurnDownForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "suggestion": suggestion,
        "waits": suggestion.state == Suggestion.State.WAITING,
        "accept_form": accept_form or AcceptForm(),
        "decline_form": decline_form or TurnDownForm(),
        "told": tell(trail(suggestion)[:25]),
    }
    return render(request, "incubator/suggestion.html", context, status=status)


def _receipt(request: HttpRequest, suggestion: Suggestion, form: ActForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "suggestion": suggestion,
        "form": form,
        "waits": suggestion.state == Suggestion.State.WAITING,
        "address": request.build_absolute_uri(),
    }
    return render(request, "incubator/suggested.html", context, status=status)
