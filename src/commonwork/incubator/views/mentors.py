"""Mentors: the list, one's own offer, the help a team wants, and who fits it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from commonwork.access.guard import requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.incubator import permits, queries
from commonwork.incubator.actions import mentoring, mentors
from commonwork.incubator.forms.mentors import HelpForm, MentorForm, MentorsFilter, OfferForm, RestForm
from commonwork.incubator.helping import LANGUAGES, TIMES, TOPICS, Match, Wanted, names
from commonwork.incubator.models import MentorOffer, Team
from commonwork.incubator.models.mentoring import hours_of, shown
from commonwork.registry.clock import now, today
from commonwork.ui.listing import Column, Listing


def _columns(given: dict[int, int]) -> list[Column]:
    return [
        Column("mentor", gettext_lazy("Mentor"), lambda row: row.person.name, sort="person__name"),
        Column("topics", gettext_lazy("Can help with"), lambda row: names(TOPICS, row.topics)),
        Column("languages", gettext_lazy("Speaks"), lambda row: names(LANGUAGES, row.languages)),
        Column("times", gettext_lazy("Has time"), lambda row: names(TIMES, row.times)),
        Column(
            "hours", gettext_lazy("Hours a month"), lambda row: row.hours_a_month, sort="hours_a_month", is_number=True
        ),
        Column(
            "left",
            gettext_lazy("Hours left"),
            lambda row: hours_of(queries.free_minutes(row, given)),
            is_number=True,
        ),
        Column("teams", gettext_lazy("Teams"), lambda row: row.team_count, sort="team_count", is_number=True),
        Column(
            "takes", gettext_lazy("Takes teams"), lambda row: _("yes") if row.is_open else _("rests")
        ),
    ]  # fmt: skip


@requires(Permission.TEAM_SEE)
def list_all(request: HttpRequest) -> HttpResponseBase:
    """All mentors: what they can help with, and how much of their month is left."""
    listing = Listing(
        request,
        queries.offers(),
        columns=_columns(queries.given_lately(on=today())),
        form=MentorsFilter,
        name="mentors",
    )
    if answer := listing.export():
        return answer
    return render(request, "incubator/mentors.html", {"listing": listing})


@signed_in
def offer(request: HttpRequest) -> HttpResponse:
    """Offer to be a mentor, or change the offer; coordinators may enter the offer of another."""
    me, keeps = permits.proposing_person(request.user), permits.may_keep(request.user)
    mine = queries.offer_of(me)
    form = OfferForm(request.POST or None, for_others=keeps, initial=_offered(mine, me.name))

    def act(once: str) -> None:
        data: dict[str, Any] = form.cleaned_data
        mentors.offer(
            person=data["person"] if keeps else me,
            topics=data["topics"],
            languages=data["languages"],
            times=data["times"],
            hours_a_month=data["hours_a_month"],
            on=today(),
            by=me,
            at=now(),
            once=once,
        )

    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("Thank you. The incubator sees this offer when a team needs help."))
        return redirect("incubator_mentors" if keeps else "incubator_mentor_offer")
    context = {"form": form, "mine": mine, "rest_form": RestForm(), "keeps": keeps}
    return render(request, "incubator/mentor_offer.html", context, status=422 if form.errors else 200)


def _offered(mine: MentorOffer | None, name: str) -> dict[str, Any]:
    """What the form starts with: the offer there is, or English."""
    if mine is None:
        return {"languages": ["en"], "person": name}
    fields = ("topics", "languages", "times", "hours_a_month")
    return {field: getattr(mine, field) for field in fields} | {"person": name}


@require_POST
@signed_in
def rest(request: HttpRequest) -> HttpResponse:
    """Take no more teams for now."""
    me, form = permits.proposing_person(request.user), RestForm(request.POST)
    if form.attempt(lambda once: mentors.rest(person=me, on=today(), by=me, at=now(), once=once)):
        messages.success(request, _("You take no more teams for now. Teams you walk with stay with you."))
    else:
        messages.error(request, " ".join(str(text) for text in form.non_field_errors()))
    return redirect("incubator_mentor_offer")


@signed_in
def want(request: HttpRequest, key: str) -> HttpResponse:
    """A team says which help it needs."""
    team, day = permits.planned_team(request.user, key, on=today()), today()
    wanted, _asked = queries.wanted_by(team)
    initial = {name: getattr(wanted, name) for name in ("topics", "languages", "times")}
    form = HelpForm(request.POST or None, initial=initial)

    def act(once: str) -> None:
        data: dict[str, Any] = form.cleaned_data
        codes = {name: data[name] for name in ("topics", "languages", "times")}
        by = permits.proposing_person(request.user)
        mentors.want(team=team, on=day, by=by, at=now(), once=once, **codes)

    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("The incubator looks for someone who can help with this."))
        if permits.may_keep(request.user):
            return redirect("incubator_team_mentor", team.key)
        return redirect(team)
    context = {"team": team, "form": form}
    return render(request, "incubator/help.html", context, status=422 if form.errors else 200)


@requires(Permission.TEAM_KEEP)
def match(request: HttpRequest, key: str) -> HttpResponse:
    """Who could walk with a team, the best fit first; one press matches."""
    team, day = permits.kept_team(request.user, key), today()
    form = MentorForm(request.POST or None)

    def act(once: str) -> None:
        by = permits.keeping_person(request.user)
        mentoring.match(team=team, mentor=form.cleaned_data["mentor"], on=day, by=by, at=now(), once=once)

    if request.method == "POST" and form.attempt(act):
        words = {"mentor": form.cleaned_data["mentor"], "team": team.name}
        messages.success(request, _("%(mentor)s walks with %(team)s.") % words)
        return redirect(team)
    wanted, has_asked = queries.wanted_by(team)
    found = queries.mentors_for(team, wanted, on=day)
    context = {
        "team": team,
        "form": form,
        "has_asked": has_asked,
        "wanted": _wanted_words(wanted),
        "found": [_words(one, team) for one in found[:25]],
        "token": MentorForm()["once"],
    }
    return render(request, "incubator/mentor.html", context, status=422 if form.errors else 200)


def _wanted_words(wanted: Wanted) -> list[tuple[Any, str]]:
    return [
        (_("Help with"), names(TOPICS, wanted.topics) or _("anything")),
        (_("In"), names(LANGUAGES, wanted.languages) or _("any language")),
        (_("When"), names(TIMES, wanted.times) or _("any time")),
    ]


def _words(one: Match, team: Team) -> dict[str, Any]:
    """One mentor of the list in words."""
    return {
        "person": one.helper.person,
        "is_able": one.is_able,
        "is_here": team.mentor_id == one.helper.person.pk,
        "topics": names(TOPICS, one.topics) or _("none of it"),
        "missing": names(TOPICS, one.missing),
        "languages": names(LANGUAGES, one.languages) or _("none of these languages"),
        "times": names(TIMES, one.times) or _("none of these times"),
        "left": shown(one.helper.free_minutes),
        "team_count": one.helper.team_count,
    }
