"""A person's home: what needs me, what changed, my stake."""

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from commonwork.access.guard import signed_in
from commonwork.access.queries import holdings
from commonwork.record.models import Fact
from commonwork.record.queries import tell
from commonwork.record.refs import ref
from commonwork.registry.clock import now, today
from commonwork.registry.models import Organisation, Person
from commonwork.registry.queries import organisations_of
from commonwork.ui.dates import day as shown_day
from commonwork.ui.dates import distance
from commonwork.ui.parts import Need

ASKING = ("federation", "incubator", "school", "bank", "assembly", "books")
MOST = 7


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """At most seven things that need this person, the latest that changed around them, and where their stake is."""
    on = today()
    person = getattr(request.user, "person", None)
    organisations = list(organisations_of(person, on=on)) if person else []
    context = {
        "on": on,
        "greeting": _greeting(now().hour),
        "person": person,
        "needs": _needs(request, on)[:MOST],
        "told": tell(_changes(person, _around(request, organisations))) if person else [],
        "organisations": organisations,
    }
    return render(request, "site/home.html", context)


def _needs(request: HttpRequest, on: Any) -> list[Need]:
    """What each room's queries say needs this account, sorted by date; undated last."""
    asked: list[Any] = []
    for room in ASKING:
        queries = import_module(f"commonwork.{room}.queries")
        asked += queries.needs(request.user, on)
    asked.sort(key=lambda need: (need.due_on is None, need.due_on or on))
    return [
        Need(
            what=need.title,
            why=need.reason,
            day=shown_day(need.due_on, "brief") if need.due_on else "",
            distance=distance(need.due_on, on) if need.due_on else "",
            href=need.href,
            button=need.button,
        )
        for need in asked
    ]


def _around(request: HttpRequest, organisations: Iterable[Organisation]) -> set[str]:
    """The keys of the organisations this person belongs to or holds a role in."""
    roles = {holding.organisation.key for holding in holdings(request.user) if holding.organisation}
    return roles | {one.key for one in organisations}


def _changes(person: Person, keys: Iterable[str]) -> list[Fact]:
    """The latest facts about this person or their organisations."""
    own = Fact.objects.filter(abouts__ref=ref(person)).order_by("-at", "-pk")[:MOST]
    around = Fact.objects.filter(organisation__in=list(keys)).order_by("-at", "-pk")[:MOST]
    found = {fact.pk: fact for fact in [*own, *around]}
    return sorted(found.values(), key=lambda fact: (fact.at, fact.pk), reverse=True)[:MOST]


def _greeting(hour: int) -> str:
    if hour < 12:
        return _("Good morning")
    return _("Good afternoon") if hour < 18 else _("Good evening")
