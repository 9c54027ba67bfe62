"""Rolls: those of a body, one with its lines, taking and affirming one, passing on a vote and taking it back."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.access.acting import Ask, act_page, itself, press, sent
from commonwork.access.guard import demand, public, signed_in
from commonwork.assembly import permits_rolls as permits
from commonwork.assembly.actions import electorates as acts
from commonwork.assembly.forms_bodies import DelegateForm, RollForm
from commonwork.assembly.models import Electorate
from commonwork.assembly.permits import person_of
from commonwork.assembly.queries import electorates as queries
from commonwork.assembly.views.acting import crumbs_of, history, token
from commonwork.registry.clock import today
from commonwork.registry.models import Person
from commonwork.ui.dates import day
from commonwork.ui.listing import Column, Listing

ROLLS = [
    Column(
        "record_on",
        gettext_lazy("Record date"),
        lambda row: row.record_on.isoformat(),
        sort="record_on",
        show=lambda row: day(row.record_on),
        href=lambda row: row.get_absolute_url(),
    ),
    Column(
        "weighing", gettext_lazy("Who votes"), lambda row: str(row.get_weighing_display()), sort="weighing"
    ),
    Column("lines", gettext_lazy("Lines"), lambda row: row.lines_count, sort="lines_count", is_number=True),
    Column("votes", gettext_lazy("Votes"), lambda row: row.votes_sum, sort="votes_sum", is_number=True),
    Column(
        "affirmed",
        gettext_lazy("Affirmed"),
        lambda row: row.affirmed_at.isoformat() if row.affirmed_at else "",
        show=lambda row: day(row.affirmed_at) if row.affirmed_at else _("not yet"),
    ),
]


@public
def list_all(request: HttpRequest, key: str) -> HttpResponseBase:
    """The rolls of a body."""
    body = permits.shown_body(request.user, key)
    listing = Listing(request, queries.electorates(body), columns=ROLLS, name=f"rolls-{body.key}")
    if answer := listing.export():
        return answer
    context = {"body": body, "listing": listing, "runs": permits.runs(request.user, body)}
    return render(request, "assembly/rolls.html", context)


@public
def show(request: HttpRequest, key: str) -> HttpResponseBase:
    """One roll: how many, with what weight; its lines for the people of the body."""
    roll = permits.shown(request.user, Electorate.objects.all(), key=key)
    body, person = roll.body, person_of(request.user)
    sees_lines = permits.inside(request.user, body)
    listing = Listing(
        request, queries.electors(roll), columns=_columns(), name=f"roll-{roll.key}", default_sort="number"
    )
    if sees_lines and (answer := listing.export()):
        return answer
    own = queries.elector_of(roll, person)
    lines, votes = queries.size(roll)
    context = {
        "roll": roll,
        "body": body,
        "listing": listing if sees_lines else None,
        "lines": lines,
        "votes": votes,
        "own": own,
        "own_votes": queries.votes_of(own) if own else 0,
        "runs": permits.runs(request.user, body),
        "is_latest": queries.latest(body) == roll,
        "token": token(),
        "told": history(roll),
    }
    return render(request, "assembly/roll.html", context)


def _columns() -> list[Column]:
    return [
        Column("number", _("Number"), lambda row: row.roll_number, sort="roll_number"),
        Column("name", _("Name"), lambda row: row.name, sort="person__name"),
        Column(
            "organisation",
            _("Co-op"),
            lambda row: row.organisation.name if row.organisation else "",
            sort="organisation__name",
        ),
        Column("votes", _("Votes"), lambda row: row.weight, sort="weight", is_number=True),
        Column(
            "carried_by",
            _("Carried by"),
            lambda row: row.delegated_to.roll_number if row.delegated_to else "",
        ),
    ]


@signed_in
def take(request: HttpRequest, key: str) -> HttpResponse:
    """Take a roll."""
    body = permits.run_body(request.user, key)
    form = RollForm(sent(request), initial={"record_on": today()})

    def act(**how: Any) -> Any:
        data = {name: form.cleaned_data[name] for name in ("record_on", "weighing", "cap", "source")}
        return acts.take(body=body, **data, **how)

    back = reverse("assembly_rolls", args=[body.key])
    ask = Ask(
        _("Take the roll"),
        _(
            "Whoever sits in this body on the record date stands on its roll; where it has no seats, the members of its"
            " organisation. A roll never changes: a later change is a new roll."
        ),
        _("Take the roll"),
        back,
        crumbs_of(body, (back, _("Rolls"))),
    )
    return act_page(request, form, act, ask, to=itself, done=_("The roll is taken."))


@signed_in
def affirm(request: HttpRequest, key: str) -> HttpResponse:
    """Say that a roll is right."""
    roll = permits.run(request.user, Electorate.objects.all(), key=key)

    ask = Ask(
        _("Affirm the roll"),
        _("You say that this roll is right. Meetings and consent rounds go by affirmed rolls only."),
        _("Affirm the roll"),
        roll.get_absolute_url(),
        crumbs_of(roll.body, (roll.get_absolute_url(), str(roll))),
    )
    return press(request, partial(acts.affirm, electorate=roll), ask)


@signed_in
def delegate(request: HttpRequest, key: str) -> HttpResponse:
    """Pass on one's vote to somebody else on the roll."""
    roll, person = _own(request, key)
    others = Person.objects.filter(electors__electorate=roll, electors__delegated_to=None).exclude(
        pk=person.pk
    )
    form = DelegateForm(sent(request), people=others.order_by("name", "key"))

    def act(**how: Any) -> Any:
        return acts.delegate(electorate=roll, person=person, to=form.cleaned_data["to"], **how)

    ask = Ask(
        _("Pass on your vote"),
        _("Somebody else votes for you until you take it back. It cannot be passed on further."),
        _("Pass on my vote"),
        roll.get_absolute_url(),
        crumbs_of(roll.body, (roll.get_absolute_url(), str(roll))),
    )
    return act_page(request, form, act, ask, to=roll, done=_("Your vote is passed on."))


@signed_in
def take_back(request: HttpRequest, key: str) -> HttpResponse:
    """Take back a vote that was passed on."""
    roll, person = _own(request, key)

    ask = Ask(
        _("Take back your vote"),
        _("From now on you vote yourself again."),
        _("Take back my vote"),
        roll.get_absolute_url(),
        crumbs_of(roll.body, (roll.get_absolute_url(), str(roll))),
    )
    return press(
        request,
        partial(acts.take_back, electorate=roll, person=person),
        ask,
        to=roll,
        done=_("You vote yourself again."),
    )


def _own(request: HttpRequest, key: str) -> tuple[Electorate, Person]:
    """A roll and the person of this account, who stands on it; 403 for others."""
    roll = permits.shown(request.user, Electorate.objects.all(), key=key)
    own = queries.elector_of(roll, person_of(request.user))
    demand(own is not None)
    assert own is not None and own.person is not None
    return roll, own.person
