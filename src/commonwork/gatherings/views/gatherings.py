"""The list, the page of one gathering, announcing, changing and calling off."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from commonwork.access.acting import act_page, itself, sent
from commonwork.access.guard import public, requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.gatherings import permits, queries
from commonwork.gatherings.actions import gatherings, series
from commonwork.gatherings.door_forms import ScopeForm
from commonwork.gatherings.forms import SCOPES, FilterForm, GatheringForm, RegisterForm
from commonwork.gatherings.models import Gathering
from commonwork.record.kinds import KINDS
from commonwork.record.queries import Told, tell, trail
from commonwork.registry.clock import now, today
from commonwork.registry.models import Person
from commonwork.rules.recurrence import rule_of
from commonwork.ui.dates import day as as_day
from commonwork.ui.listing import Column, Listing
from commonwork.ui.parts import Step

COLUMNS = [
    Column("title", lazy("Title"), lambda row: row.title, sort="title"),
    Column("kind", lazy("Kind"), lambda row: row.get_kind_display()),
    Column("starts_at", lazy("Starts"), lambda row: row.starts_local.isoformat(), sort="starts_at"),
    Column("ends_at", lazy("Ends"), lambda row: row.ends_local.isoformat()),
    Column("place", lazy("Place"), lambda row: str(row.place or "")),
    Column("host", lazy("Called by"), lambda row: str(row.host or "")),
    Column("language", lazy("Language"), lambda row: row.language),
    Column("invented", lazy("Invented"), lambda row: _("yes") if row.is_invented else _("no")),
]


@public
def list_all(request: HttpRequest) -> HttpResponseBase:
    """What comes, or what was; the same list as a file."""
    day, is_past = today(), request.GET.get("when") == "past"
    seen = permits.visible(request.user, on=day)
    rows = queries.past(day, among=seen) if is_past else queries.coming(day, among=seen)
    rows = rows.filter(within=None)  # sessions stand on the page of their conference
    listing = Listing(request, rows, columns=COLUMNS, form=FilterForm, name="gatherings")
    if answer := listing.export():
        return answer
    came = queries.came_counts(listing.rows) if is_past else {}
    return render(
        request,
        "gatherings/gatherings.html",
        {
            "listing": listing,
            "is_past": is_past,
            "rows": [(row, came.get(row.pk)) for row in listing.rows],
            "latest": [] if is_past or listing.rows else _latest(request, day),
            "may_announce": may(request.user, Permission.GATHERING_KEEP),
        },
    )


def _latest(request: HttpRequest, day: date) -> list[Gathering]:
    """A few that were, so that the page is not empty when nothing comes."""
    return list(queries.past(day, among=permits.visible(request.user, on=day)).filter(within=None)[:5])


@public
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One gathering: when, where, how to come, who came."""
    gathering = permits.gathering_to_see(request.user, key, on=today())
    return page(request, gathering, register_form(request, gathering))


def register_form(request: HttpRequest, gathering: Gathering, data: Any = None) -> RegisterForm:
    """The form by which whoever asks can register."""
    is_member = permits.person_of(request.user) is not None
    return RegisterForm(data, gathering=gathering, is_member=is_member)


def page(
    request: HttpRequest, gathering: Gathering, form: RegisterForm, *, status: int = 200
) -> HttpResponse:
    """The page of a gathering, with the register form as it stands."""
    moment, person = now(), permits.person_of(request.user)
    may_mark = permits.may_take_roll(request.user, gathering)
    left = queries.places_left(gathering)
    lead = gathering.lead
    is_open = lead.takes_registrations and not gathering.called_off_at and moment < gathering.ends_at
    mine = queries.registration_of(gathering, person)
    has_room = left != 0 or lead.has_waiting_list
    context = {
        "gathering": gathering,
        "steps": _steps(gathering, moment.date()),
        "today": moment.date(),
        "is_over": moment >= gathering.ends_at,
        "is_open": is_open,
        "is_early": moment.date() < gathering.starts_on,
        "places_left": left,
        "mine": mine,
        "turn": queries.turn(mine) if mine else None,
        "form": form if is_open and (has_room or form.is_bound) else None,
        "waits": left == 0 and lead.has_waiting_list,
        "came_count": queries.came_count(gathering) if gathering.roll_taken_at else None,
        "registered_count": queries.places_taken(gathering) if may_mark else None,
        "waiting_count": queries.waiting(lead).count() if may_mark else 0,
        "days": queries.programme(gathering) if gathering.kind == Gathering.Kind.CONFERENCE else [],
        "series": queries.of_series(gathering).filter(ends_at__gt=moment)[:8],
        "report": getattr(gathering, "report", None),
        "hosts": [row.person for row in gathering.hostings.select_related("person")],
        "meets_online": bool(gathering.online_url) and (may_mark or (mine and not mine.waiting_since)),
        "whole": queries.whole(gathering),
        "told": history(gathering, whole=may_mark),
        "may_mark": may_mark and not gathering.part_of,
        "may_reckon": bool(lead.price_minor) and permits.may_take_payment(request.user, lead),
        "may_keep": permits.may_keep(request.user, gathering),
        "terms": _terms(gathering),
    }
    return render(request, "gatherings/gathering.html", context, status=status)


def _steps(gathering: Gathering, day: date) -> list[Step]:
    is_held, has_roll = gathering.last_on < day, gathering.roll_taken_at is not None
    return [
        Step(_("Announced"), as_day(gathering.announced_at, "short"), "done"),
        Step(_("Held"), as_day(gathering.starts_on, "short"), "done" if is_held else "here"),
        Step(
            _("Roll taken"),
            as_day(gathering.roll_taken_at, "short") if gathering.roll_taken_at else "",
            "done" if has_roll else "here" if is_held else "to-come",
        ),
    ]


def _terms(gathering: Gathering) -> list[tuple[Any, ...]]:
    place, host = gathering.place, gathering.host
    pairs: list[tuple[Any, ...]] = [
        (_("Kind"), gathering.get_kind_display()),
        (_("Day"), gathering.days_text),
        (_("Hours"), gathering.hours_text),
    ]
    if place:
        pairs.append((_("Place"), ", ".join(filter(None, [place.name, place.address]))))
    if host:
        pairs.append((_("Called by"), host.name, host.get_absolute_url()))
    if gathering.within:
        pairs.append((_("Part of"), gathering.within.title, gathering.within.get_absolute_url()))
    if gathering.track or gathering.room:
        pairs.append((_("Track and room"), " · ".join(filter(None, [gathering.track, gathering.room]))))
    if gathering.lead.takes_registrations:
        pairs.append((_("Price"), gathering.lead.price_text))
    if gathering.needs_offered:
        pairs.append((_("Help offered"), ", ".join(gathering.needs_texts)))
    if gathering.source:
        pairs.append((_("Source"), gathering.source))
    return pairs


def history(row: Any, *, whole: bool) -> list[Told]:
    """The trail of a row: its public facts, or all of them for those who keep it; the latest 30."""
    codes = [code for code, kind in KINDS.items() if whole or kind.is_public]
    return tell(trail(row).filter(kind__in=codes)[:30])


@requires(Permission.GATHERING_KEEP)
def announce(request: HttpRequest) -> HttpResponse:
    """Announce a gathering."""
    form = GatheringForm(sent(request), account=request.user)

    def do(**how: Any) -> Gathering:
        return _announced(form, **how)

    return act_page(
        request,
        form,
        do,
        to=itself,
        done=lambda made: _("%(title)s was announced.") % {"title": made.title},
        template="gatherings/gathering_form.html",
    )


def _announced(form: GatheringForm, **how: Any) -> Gathering:
    """One gathering, or the first of a series."""
    asked, typed = form.arguments(), form.cleaned_data
    if typed["repeats"] in ("", "no"):
        return gatherings.announce(**asked, **how)
    rule = rule_of(typed["repeats"], typed["starts_on"], typed["times"])
    once_for_all = typed["registers_once"]
    made = series.announce(rule=rule, registers_once=once_for_all, **asked, **how)
    return made.gatherings.order_by("occurs_at", "pk")[0]


@requires(Permission.GATHERING_KEEP)
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Change what was announced."""
    gathering = permits.gathering_to_keep(request.user, key)
    form = GatheringForm(sent(request), account=request.user, gathering=gathering)

    def do(**how: Any) -> Any:
        asked = {"gathering": gathering, "changes": form.arguments(), **how}
        scope = form.cleaned_data.get("scope") or "one"
        return gatherings.change(**asked) if scope == "one" else series.change(**asked, scope=scope)

    return act_page(
        request,
        form,
        do,
        to=gathering,
        done=_("%(title)s was changed.") % {"title": gathering.title},
        template="gatherings/gathering_form.html",
        gathering=gathering,
    )


@signed_in
def call_off(request: HttpRequest, key: str) -> HttpResponse:
    """Ask once more, then call a gathering off."""
    gathering = permits.gathering_to_keep(request.user, key)
    choices = SCOPES if gathering.series_id else SCOPES[:1]
    form = ScopeForm(sent(request), choices=choices)
    if not gathering.series_id:
        del form.fields["scope"]

    def do(**how: Any) -> Any:
        scope = form.cleaned_data.get("scope") or "one"
        if scope == "one":
            return gatherings.call_off(gathering=gathering, **how)
        return series.call_off(gathering=gathering, scope=scope, **how)

    return act_page(
        request,
        form,
        do,
        to=gathering,
        done=_("%(title)s was called off.") % {"title": gathering.title},
        template="gatherings/call_off.html",
        gathering=gathering,
        registered_count=queries.registered(gathering).count(),
    )


def actor(request: HttpRequest) -> Person:
    """Who acts: permissions are held by persons, so there is one."""
    person = permits.person_of(request.user)
    assert person is not None, "only persons hold roles"
    return person
