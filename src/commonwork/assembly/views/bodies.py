"""Bodies that meet and decide: the list, one body, founding one, saying for how many people it speaks."""

from decimal import Decimal
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.acting import Ask, act_page, press, sent
from commonwork.access.guard import demand, public, signed_in
from commonwork.assembly import permits_rolls as permits
from commonwork.assembly.actions import electorates as electorate_acts
from commonwork.assembly.forms_bodies import DescribeForm, FoundForm
from commonwork.assembly.permits import person_of
from commonwork.assembly.policies import ENGAGEMENT_MARK
from commonwork.assembly.queries import decisions, electorates, meetings, motions
from commonwork.assembly.queries.bodies import standing
from commonwork.assembly.queries.going_on import votes_of
from commonwork.assembly.views.acting import crumbs_of, history, token
from commonwork.charter.queries import in_force
from commonwork.registry.actions import bodies as acts
from commonwork.registry.clock import today
from commonwork.registry.models import Body
from commonwork.registry.queries import network
from commonwork.ui.exports import respond
from commonwork.ui.listing import A_PAGE
from commonwork.ui.money import percent

SHOWN = 5


@public
def list_all(request: HttpRequest) -> HttpResponseBase:
    """Every body this account may see, with how many could vote today."""
    every = permits.bodies(request.user)
    if asked := request.GET.get("format"):
        columns = [
            ("body", _("Body")),
            ("kind", _("Kind")),
            ("of", _("Of")),
            ("voters", _("Could vote today")),
        ]
        here = network()
        rows = [standing(body, on=today()) for body in every]
        cells = [[row.body.name, row.body.get_kind_display(), row.owner, row.voters] for row in rows]
        note = _("Demo: people and figures are invented.") if here and here.is_demo else ""
        return respond("bodies", columns, cells, asked, note=note)
    page = Paginator(every, A_PAGE).get_page(request.GET.get("page"))
    rows = [standing(body, on=today()) for body in page]
    founds = permits.founds_for_the_network(request.user) or permits.founds(request.user).exists()
    return render(request, "assembly/bodies.html", {"rows": rows, "page": page, "founds": founds})


@public
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One body: for whom it speaks, who could vote today, what it talks over, when it meets, what it decided."""
    body, person = permits.shown_body(request.user, key), person_of(request.user)
    stands = permits.stands_in(body, person)
    context: dict[str, Any] = {
        "body": body,
        "standing": standing(body, on=today()),
        "mark": _mark(body),
        "latest_roll": electorates.latest(body),
        "motions": motions.of_body(body, person=person)[:SHOWN],
        "meetings": meetings.of_body(body)[:SHOWN],
        "decisions": decisions.of_body(body)[:SHOWN],
        "votes": votes_of(body),
        "assemblies": body.assemblies.order_by("-held_on")[:SHOWN],
        "runs": permits.runs(request.user, body),
        "takes_part": permits.takes_part(request.user, body),
        "is_open": permits.is_open(body),
        "may_be_counted": stands and person and not electorates.is_counted_in(body, person, on=today()),
        "asks_to_be_counted": electorates.asks_to_be_counted(body, on=today()),
        "token": token(),
        "told": history(body, names=permits.inside(request.user, body)),
    }
    return render(request, "assembly/body.html", context)


def _mark(body: Body) -> str:
    """The engagement mark in words: "20 % (30,741 people)"."""
    mark_bp = body.engagement_mark_bp
    if mark_bp is None:
        policy = in_force(ENGAGEMENT_MARK, on=today(), organisation=body.organisation)
        mark_bp = policy.value if policy else None
    if mark_bp is None or body.population is None:
        return ""
    people = -(-body.population * mark_bp // 10_000)
    return _("%(share)s of them, %(people)s people") % {"share": percent(mark_bp), "people": f"{people:,}"}


@signed_in
def found(request: HttpRequest) -> HttpResponse:
    """Found a body: a board, a committee, a members' meeting."""
    organisations, is_network = permits.founds(request.user), permits.founds_for_the_network(request.user)
    demand(is_network or organisations.exists())
    form = FoundForm(sent(request), organisations=organisations, is_network=is_network)

    def act(**how: Any) -> Any:
        data = form.cleaned_data
        return acts.found(name=data["name"], kind=data["kind"], organisation=data["organisation"], **how)

    list_url = reverse("assembly_bodies")
    ask = Ask(
        _("Found a body"),
        _("A body meets and decides: an assembly, a council, a board, a committee. Who may vote follows from its seats,"
          " or from the members of its organisation."),
        _("Found this body"),
        list_url,
        [(reverse("assembly"), _("Assembly")), (list_url, _("Bodies"))],
    )  # fmt: skip
    return act_page(request, form, act, ask, to=lambda made: reverse("assembly_body", args=[made.key]))


@signed_in
def describe(request: HttpRequest, key: str) -> HttpResponse:
    """Say for how many people a body speaks, by which source of which year."""
    body = permits.run_body(request.user, key)
    mark = body.engagement_mark_bp
    initial = {
        "population": body.population,
        "population_source": body.population_source,
        "population_year": body.population_year,
        "mark_percent": Decimal(mark) / 100 if mark is not None else None,
    }
    form = DescribeForm(sent(request), initial=initial)

    def act(**how: Any) -> Any:
        data = dict(form.cleaned_data)
        share = data.pop("mark_percent")
        data.pop("once")
        return acts.describe(
            body=body, engagement_mark_bp=None if share is None else share * 100, **data, **how
        )

    back = reverse("assembly_body", args=[body.key])
    ask = Ask(
        _("For whom it speaks"),
        _("A number of people always shows its source and its year."),
        _("Write it down"),
        back,
        crumbs_of(body),
    )
    return act_page(request, form, act, ask, to=back, done=_("It was written down."))


@signed_in
def count_me_in(request: HttpRequest, key: str) -> HttpResponse:
    """A member asks to be counted in the votes of a body for a year."""
    body = permits.shown_body(request.user, key)
    person = person_of(request.user)
    demand(permits.stands_in(body, person))
    assert person is not None
    back = reverse("assembly_body", args=[body.key])

    ask = Ask(
        _("Count me in"),
        _("You say for a year that you want to be counted in the votes of this body."),
        _("Count me in"),
        back,
        crumbs_of(body),
    )
    return press(
        request,
        partial(electorate_acts.count_in, body=body, person=person, on=today()),
        ask,
        to=back,
        done=_("You are counted in for a year."),
    )
