"""Ideas: the bank, one idea, putting one in, standing behind one, saying no with a reason."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from commonwork.access.guard import public, requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.incubator import permits, queries
from commonwork.incubator.actions import ideas
from commonwork.incubator.forms import DeclineForm, IdeaForm, IdeasForm, SupportForm
from commonwork.incubator.forms.suggestions import (
    CountOutForm,
    PaperIdeaForm,
    PaperSupportForm,
    SuggestForm,
)
from commonwork.incubator.forms.teams import MergeIdeaForm
from commonwork.incubator.models import Idea
from commonwork.record.queries import tell, trail
from commonwork.registry.clock import now, today
from commonwork.ui.listing import Column, Listing

COLUMNS = [
    Column("title", gettext_lazy("Idea"), lambda idea: idea.title, sort="title"),
    Column("who_for", gettext_lazy("Who it is for"), lambda idea: idea.who_for),
    Column(
        "support",
        gettext_lazy("People behind it"),
        lambda idea: idea.support_count,
        sort="support_count",
        is_number=True,
    ),
    Column("proposed_on", gettext_lazy("Proposed"), lambda idea: idea.proposed_on, sort="proposed_on"),
    Column("origin", gettext_lazy("Where it comes from"), lambda idea: idea.get_origin_display()),
    Column(
        "asked", gettext_lazy("Asked for by assemblies"), lambda idea: idea.priority_count, is_number=True
    ),
    Column("state", gettext_lazy("State"), lambda idea: idea.get_state_display()),
]


@public
def list_all(request: HttpRequest) -> HttpResponseBase:
    """The bank of ideas."""
    listing = Listing(request, queries.ideas(), columns=COLUMNS, form=IdeasForm, name="ideas")
    if answer := listing.export():
        return answer
    context = {
        "listing": listing,
        "has_person": permits.person_of(request.user) is not None,
        "may_keep": permits.may_keep(request.user),
        "takes_suggestions": queries.takes_suggestions(on=today()),
        "form": SuggestForm(),
    }
    return render(request, "incubator/ideas.html", context)


@public
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One idea: what it is, who stands behind it, which team took it up, or why not."""
    idea = permits.shown_idea(key)
    return render(request, "incubator/idea.html", _page(request, idea, SupportForm()))


@signed_in
def propose(request: HttpRequest) -> HttpResponse:
    """Put an idea in the bank. Any account that belongs to a person may."""
    person = permits.proposing_person(request.user)
    form = IdeaForm(request.POST or None)
    made: list[Idea] = []

    def act(once: str) -> None:
        data = form.cleaned_data
        idea = ideas.propose(
            title=data["title"],
            text=data["text"],
            who_for=data["who_for"],
            origin=data["origin"] or Idea.Origin.IDEA,
            seen_by=data["seen_by"],
            yearly_minor=data["yearly_minor"],
            on=today(),
            proposer=person,
            by=person,
            at=now(),
            once=once,
        )
        made.append(idea)

    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("Your idea is in the bank. You stand behind it already."))
        return redirect(made[0])
    return render(request, "incubator/idea_form.html", {"form": form}, status=422 if form.errors else 200)


@requires(Permission.TEAM_KEEP)
def from_paper(request: HttpRequest) -> HttpResponse:
    """Enter an idea for someone who wrote it on paper or said it."""
    permits.keeper(request.user)
    form = PaperIdeaForm(request.POST or None)
    made: list[Idea] = []

    def act(once: str) -> None:
        names = ("title", "text", "who_for", "seen_by", "yearly_minor", "channel", "proposer")
        data = {name: form.cleaned_data[name] for name in names}
        origin, by = form.cleaned_data["origin"] or Idea.Origin.IDEA, permits.keeping_person(request.user)
        made.append(ideas.propose(**data, origin=origin, on=today(), by=by, at=now(), once=once))

    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("The idea is in the bank, and whoever had it stands behind it already."))
        return redirect(made[0])
    return render(request, "incubator/idea_paper.html", {"form": form}, status=422 if form.errors else 200)


@requires(Permission.TEAM_KEEP)
def support_from_paper(request: HttpRequest, key: str) -> HttpResponse:
    """Enter who stands behind an idea, as written on paper or said."""
    idea = permits.declined_idea(request.user, key)
    form = PaperSupportForm(request.POST or None)

    def act(once: str) -> None:
        data, by = form.cleaned_data, permits.keeping_person(request.user)
        came = {"idea": idea, "channel": data["channel"], "on": today(), "by": by, "at": now(), "once": once}
        if data["person"]:
            ideas.support(person=data["person"], **came)
        else:
            ideas.count_in(people_count=data["people_count"], **came)

    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("They stand behind this idea now."))
        return redirect(idea)
    return _paper(request, idea, form, 422 if form.errors else 200)


@require_POST
@requires(Permission.TEAM_KEEP)
def count_out(request: HttpRequest, key: str) -> HttpResponse:
    """Take back an entry of people behind an idea that was a mistake."""
    idea, form = permits.declined_idea(request.user, key), CountOutForm(request.POST)

    def act(once: str) -> None:
        entry = permits.counted_in(idea, form.cleaned_data["support"])
        by = permits.keeping_person(request.user)
        ideas.count_out(support=entry, on=today(), by=by, at=now(), once=once)

    if form.attempt(act):
        messages.success(request, _("The entry was taken back."))
        return redirect("incubator_idea_count_in", idea.key)
    return _paper(request, idea, form, 422)


def _paper(request: HttpRequest, idea: Idea, form: Any, status: int) -> HttpResponse:
    entries = [
        (row, CountOutForm(initial={"support": row.pk}, auto_id=f"id_{row.pk}_%s"))
        for row in queries.counted_in(idea)
    ]
    is_out = isinstance(form, CountOutForm)
    context = {
        "idea": idea,
        "form": PaperSupportForm() if is_out else form,
        "out_form": form if is_out else None,
        "entries": entries,
    }
    return render(request, "incubator/idea_support.html", context, status=status)


@require_POST
@signed_in
def support(request: HttpRequest, key: str) -> HttpResponse:
    """Stand behind an idea."""
    idea, person = permits.shown_idea(key), permits.proposing_person(request.user)
    form = SupportForm(request.POST)

    def act(once: str) -> None:
        ideas.support(idea=idea, person=person, on=today(), by=person, at=now(), once=once)

    if form.attempt(act):
        messages.success(request, _("You now stand behind this idea."))
        return redirect(idea)
    return render(request, "incubator/idea.html", _page(request, idea, form), status=422)


@requires(Permission.TEAM_KEEP)
def decline(request: HttpRequest, key: str) -> HttpResponse:
    """Say no to an idea, with the reason."""
    idea = permits.declined_idea(request.user, key)
    form = DeclineForm(request.POST or None)

    def act(once: str) -> None:
        by = permits.keeping_person(request.user)
        ideas.decline(idea=idea, reason=form.cleaned_data["reason"], on=today(), by=by, at=now(), once=once)

    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("The idea was declined; its reason is on this page."))
        return redirect(idea)
    return render(
        request, "incubator/decline.html", {"idea": idea, "form": form}, status=422 if form.errors else 200
    )


@requires(Permission.TEAM_KEEP)
def merge(request: HttpRequest, key: str) -> HttpResponse:
    """Two ideas are the same: one goes on within the other."""
    idea = permits.declined_idea(request.user, key)
    others = Idea.objects.filter(state=Idea.State.OPEN).exclude(pk=idea.pk).order_by("title")
    form = MergeIdeaForm(request.POST or None, ideas=others)

    def act(once: str) -> None:
        by = permits.keeping_person(request.user)
        ideas.merge(idea=idea, into=form.cleaned_data["into"], on=today(), by=by, at=now(), once=once)

    if request.method == "POST" and form.attempt(act):
        messages.success(
            request, _("The two ideas are one now; everyone behind the first stands behind this one.")
        )
        return redirect(form.cleaned_data["into"])
    context = {"idea": idea, "form": form}
    return render(request, "incubator/idea_merge.html", context, status=422 if form.errors else 200)


def _page(request: HttpRequest, idea: Idea, form: SupportForm) -> dict[str, Any]:
    person = permits.person_of(request.user)
    supports = idea.supports.filter(person=person).exists() if person else False
    return {
        "idea": idea,
        "form": form,
        "support_count": idea.support_total(),
        "counted_count": idea.support_total(person=None),
        "teams": idea.teams.order_by("formed_on"),
        "priorities": queries.priorities_of(idea),
        "supports": supports,
        "may_support": person is not None and not supports and idea.state == Idea.State.OPEN,
        "may_keep": permits.may_keep(request.user),
        "told": tell(trail(idea)[:25]),
    }
