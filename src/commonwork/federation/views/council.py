"""Bodies of delegates: the list, one body with its seats and questions, opening one, sharing its seats."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from commonwork.access.acting import act_page, sent
from commonwork.access.guard import demand, public, requires
from commonwork.access.permissions import Permission
from commonwork.charter.queries import PolicyMissing
from commonwork.federation import council_permits as permits
from commonwork.federation.actions import delegates, questions
from commonwork.federation.council_forms import AskForm, BodyForm, SeatRuleForm, SendForm
from commonwork.federation.forms import DayForm
from commonwork.federation.models import Affiliation, DelegateTerm
from commonwork.federation.permits import coop, person_of
from commonwork.federation.queries import delegates as queries
from commonwork.federation.queries.standing import rights
from commonwork.federation.views.acting import asked, day_shown, demo_note, exported, shown
from commonwork.record.queries import tell, trail
from commonwork.registry.clock import today
from commonwork.registry.models import Body, Membership, Person
from commonwork.registry.queries import memberships
from commonwork.rules.refusal import Refusal
from commonwork.ui.addresses import address_of
from commonwork.ui.listing import Column, Listing
from commonwork.ui.refusals import said


@public
def list_all(request: HttpRequest) -> HttpResponse:
    """The bodies of delegates, and what each class of co-ops may do."""
    on = day_shown(request)
    rows = [
        (body, queries.latest_apportionment(body, on=on), queries.sitting(body, on=on).count())
        for body in queries.bodies()[:25]
    ]
    context: dict[str, Any] = {
        "rows": rows,
        "rights": rights(on=on),
        "on": on,
        "keeps": permits.keeps(request.user),
    }
    return render(request, "federation/bodies.html", context)


@public
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One body on a day: its seats, who fills them (names where they may be seen), its questions, its terms."""
    body, on = permits.body(key), day_shown(request)
    benches = queries.benches(body, on=on)
    columns = [
        ("coop", _("Co-op"), lambda row: row.organisation.name),
        ("members", _("Worker-owners"), lambda row: row.members),
        ("seats", _("Seats"), lambda row: row.seats),
        ("filled", _("Filled"), lambda row: len(row.terms)),
    ]
    if answer := exported(request, f"seats-{body.key}", columns, benches):
        return answer
    context: dict[str, Any] = {
        "body": body,
        "on": on,
        "benches": [
            (bench, _people(request, bench.terms), permits.sends(request.user, bench.organisation))
            for bench in benches
        ],
        "shared": queries.latest_apportionment(body, on=on),
        "terms": _terms(body, on),
        "missing": queries.method_missing(body, on=on),
        "questions": queries.questions(body)[:8],
        "seats": sum(bench.seats for bench in benches),
        "filled": sum(len(bench.terms) for bench in benches),
        "keeps": permits.keeps(request.user),
        "told": tell(trail(body)[:12]) if person_of(request.user) else [],
    }
    return render(request, "federation/body.html", context)


def _terms(body: Body, on: Any) -> queries.SeatTerms | None:
    try:
        return queries.seat_terms(body, on=on)
    except PolicyMissing:
        return None


def _people(request: HttpRequest, terms: tuple[DelegateTerm, ...]) -> list[tuple[DelegateTerm, str, bool]]:
    """(term, the name as this reader may see it, may its page be opened?)."""
    found = []
    for term in terms:
        inside = permits.sees_delegate(request.user, term)
        name = term.person.name if inside or term.person.shows_name else _("a worker-owner")
        found.append((term, name, inside))
    return found


@public
def list_questions(request: HttpRequest, key: str) -> HttpResponse:
    """All questions of a body, with how the delegates voted."""
    body = permits.body(key)
    listing = Listing(
        request,
        queries.questions(body),
        columns=[
            Column("question", _("Question"), lambda row: row.text, href=lambda row: row.get_absolute_url()),
            Column(
                "asked_on", _("Asked on"), lambda row: row.asked_on, sort="asked_on", show=shown("asked_on")
            ),
            Column(
                "closed_on",
                _("Closed on"),
                lambda row: row.closed_on,
                sort="closed_on",
                show=shown("closed_on"),
            ),
            Column("yes", _("For it"), lambda row: row.yes_count, is_number=True),
            Column("no", _("Against it"), lambda row: row.no_count, is_number=True),
            Column("abstain", _("Abstained"), lambda row: row.abstain_count, is_number=True),
        ],
        name=f"questions-{body.key}",
        note=demo_note(),
    )
    if answer := listing.export():
        return answer  # type: ignore[return-value]
    return render(request, "federation/questions.html", {"body": body, "listing": listing})


@requires(Permission.FEDERATION_KEEP)
def open_one(request: HttpRequest) -> HttpResponse:
    """The federation opens a body of delegates."""
    demand(permits.keeps(request.user))
    form = BodyForm(sent(request))
    ask = asked(
        title=_("Open a body of delegates"),
        lede=_("Delegates of the co-ops will sit in it. How its seats are shared is decided next."),
        submit=_("Open the body"),
    )
    return act_page(
        request, form, lambda **how: delegates.open_body(name=form.cleaned_data["name"], **how), ask
    )


@requires(Permission.FEDERATION_KEEP)
def adopt(request: HttpRequest, key: str) -> HttpResponse:
    """A body takes its own way of sharing seats."""
    body = permits.kept_body(request.user, key)
    form = SeatRuleForm(sent(request), initial=_seat_rule(body))

    def act(**how: Any) -> Any:
        given = form.cleaned_data
        return delegates.adopt_rule(
            body=body,
            method=given["method"],
            seat_count=given["seat_count"] or 0,
            floor=given["floor"] or 0,
            cap=given["cap"],
            term_days=given["term_days"],
            source=given["source"],
            on=given["on"],
            **how,
        )

    ask = asked(
        title=_("How %(body)s shares its seats") % {"body": body.name},
        lede=_("What the delegates decided. It stands before the network's policy from that day on."),
        submit=_("Adopt this way"),
        back=address_of("federation_body", body.key),
    )
    return act_page(request, form, act, ask)


def _seat_rule(body: Body) -> dict[str, Any]:
    """The form begins with the way that holds today."""
    terms = _terms(body, today())
    start: dict[str, Any] = {"on": today()}
    if terms is not None:
        start |= {
            "method": terms.method,
            "seat_count": terms.seats or None,
            "floor": terms.floor or None,
            "cap": terms.cap,
            "term_days": terms.term_days,
        }
    return start


@requires(Permission.FEDERATION_KEEP)
def share(request: HttpRequest, key: str) -> HttpResponse:
    """Share the seats anew: what would follow is shown before it is done."""
    body, on = permits.kept_body(request.user, key), today()
    form = DayForm(sent(request), initial={"on": on})
    planned, why_not = _planned(body, on)
    context: dict[str, Any] = {
        "body": body,
        "planned": planned,
        "why_not": why_not,
        "terms": _terms(body, on),
        "back": address_of("federation_body", body.key),
    }
    return act_page(
        request,
        form,
        lambda **how: delegates.apportion(body=body, on=form.cleaned_data["on"], **how),
        template="federation/body_share.html",
        **context,
    )


def _planned(body: Body, on: Any) -> tuple[list[tuple[str, int, int, int]], str]:
    """([(co-op, members, seats, seats now)], why it cannot be reckoned)."""
    try:
        terms = queries.seat_terms(body, on=on)
        coops = queries.voting_coops(on=on)
        weights, seats = queries.reckoned(terms, coops, on=on)
    except Refusal as refusal:
        return [], said(refusal)
    latest = queries.latest_apportionment(body, on=on)
    before = latest.seats if latest else {}
    rows = [(row.organisation.name, row.organisation.key) for row in coops]
    return [(name, weights[key], seats[key], before.get(key, 0)) for name, key in rows], ""


@requires(Permission.FEDERATION_KEEP)
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Put a question before the delegates: an application, or anything else."""
    body = permits.kept_body(request.user, key)
    waiting = Affiliation.objects.filter(admitted_on=None, declined_on=None, question=None)
    about = waiting.filter(key=request.GET.get("application", "")).select_related("organisation").first()
    start = (
        {
            "affiliation": about.key,
            "text": _("Shall %(coop)s belong to the federation?") % {"coop": about.organisation.name},
        }
        if about
        else {}
    )
    form = AskForm(sent(request), affiliations=waiting.select_related("organisation"), initial=start)

    def act(**how: Any) -> Any:
        return questions.ask(
            body=body,
            text=form.cleaned_data["text"],
            affiliation=form.cleaned_data["affiliation"],
            on=today(),
            **how,
        )

    ask = asked(
        title=_("Ask %(body)s") % {"body": body.name},
        lede=_("Every delegate who sits today may vote; those of an applicant may not vote on it."),
        submit=_("Put the question"),
        back=address_of("federation_body", body.key),
    )
    return act_page(request, form, act, ask)


@requires(Permission.MEMBERS_KEEP)
def send(request: HttpRequest, key: str, coop_key: str) -> HttpResponse:
    """A co-op sends a delegate to a body."""
    body, organisation = permits.body(key), coop(coop_key)
    demand(permits.sends(request.user, organisation))
    owners = memberships(on=today(), organisation=organisation).filter(class_code=Membership.Class.MEMBER)
    people = Person.objects.filter(pk__in=owners.values("person")).order_by("name")
    form = SendForm(sent(request), people=people, initial={"on": today()})

    def act(**how: Any) -> Any:
        return delegates.send(
            body=body,
            organisation=organisation,
            person=form.cleaned_data["person"],
            mandate=form.cleaned_data["mandate"],
            on=form.cleaned_data["on"],
            **how,
        )

    ask = asked(
        coop=organisation,
        title=_("Send a delegate to %(body)s") % {"body": body.name},
        lede=_("Enter whom the members of %(coop)s chose.") % {"coop": organisation.name},
        submit=_("Send the delegate"),
        back=address_of("federation_body", body.key),
    )
    return act_page(request, form, act, ask)
