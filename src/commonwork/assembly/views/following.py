"""Following by mail: begin, stop, what one follows, and stopping from a letter without signing in."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from commonwork.access.acting import Ask, act_page, press, sent, who
from commonwork.access.guard import public, signed_in
from commonwork.assembly import following_reads as queries
from commonwork.assembly.actions import following as acts
from commonwork.assembly.follow_letters import is_signed
from commonwork.assembly.forms_following import StopForm
from commonwork.assembly.models import Follower
from commonwork.assembly.permits import person_of
from commonwork.assembly.views.acting import ask_about
from commonwork.record.refs import ref, resolve, resolve_many


@dataclass(frozen=True)
class Follow:
    """The part of a page that lets people follow it. `url` is empty for who has no account."""

    url: str
    is_on: bool
    feed_url: str


def follow_of(request: HttpRequest, thing: Model) -> Follow:
    """What `assembly/_follow.html` shows on the page of a thing."""
    is_on = queries.follows(person_of(request.user), thing)
    name = "assembly_follow_end" if is_on else "assembly_follow"
    url = reverse(name, args=[queries.kind_of(thing), thing.key])  # type: ignore[attr-defined]
    is_public = queries.sees_thing(AnonymousUser(), thing)
    feed = f"{reverse('assembly_feed')}?of={ref(thing)}" if is_public else ""
    return Follow(url if person_of(request.user) else "", is_on, feed)


def _thing(request: HttpRequest, kind: str, key: str) -> Model:
    """What is followed, for who may see it; 404 otherwise."""
    model = queries.KINDS_FOLLOWED.get(kind)
    thing: Model | None = model._default_manager.filter(key=key).first() if model else None
    if thing is None or not queries.sees_thing(request.user, thing):
        raise Http404
    return thing


@signed_in
def begin(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Ask for mail about a thing."""
    thing = _thing(request, kind, key)
    ask = ask_about(
        thing,
        _("Follow by mail"),
        _(
            "You get a letter when there is news, at most one a day for all you follow. A link in it ends them."
        ),
        _("Send me mail about it"),
        seen=_("Nobody sees what you follow."),
        seen_by="private",
    )
    act = partial(acts.begin, thing=thing, person=who(request))
    return press(request, act, ask, to=thing, done=_("You follow it by mail."))


@signed_in
def end(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """No more mail about a thing."""
    thing, person = _thing(request, kind, key), who(request)
    lede = _("You get no more letters about it. Its page and its feed stay.")
    ask = ask_about(
        thing,
        _("Stop following"),
        lede,
        _("Stop the mail"),
        seen=_("Nobody sees what you follow."),
        seen_by="private",
    )
    act = partial(acts.end, thing=thing, person=person)
    return press(request, act, ask, to=reverse("assembly_following"), done=_("No more mail about it."))


@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """What I follow."""
    rows = list(queries.followed_by(who(request)))
    things = resolve_many({row.thing for row in rows})
    shown = [
        (things[row.thing], row, queries.kind_of(things[row.thing])) for row in rows if row.thing in things
    ]
    return render(request, "assembly/following.html", {"rows": shown})


@public
@never_cache
def stop(request: HttpRequest, key: str, signature: str) -> HttpResponse:
    """The link at the end of a letter: no more mail about this, or about anything. Needs no sign-in."""
    if not is_signed(key, signature):
        raise Http404
    row = Follower.objects.filter(key=key).select_related("person").first()
    thing = resolve(row.thing) if row else None
    if row is None or thing is None:
        return render(request, "assembly/follow_stopped.html")
    person, form = row.person, StopForm(sent(request))

    def act(**how: Any) -> Any:
        if form.cleaned_data["which"] == "all":
            return acts.end_all(person=person, **how)
        return acts.end(thing=thing, person=person, **how)

    ask = Ask(
        _("No more mail"),
        _("Which letters shall not come any more?"),
        _("Stop the mail"),
        reverse("assembly"),
        [(reverse("assembly"), _("Assembly"))],
        _("Whoever has the link of your letter opens this page."),
        seen_by="private",
    )
    return act_page(request, form, act, ask, to=request.path, by=person)
