"""Offices and elections: who serves, who stands, the vote, the seats."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.access.acting import act_page, itself, sent
from commonwork.access.guard import public, requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.assembly import election_reads, permits
from commonwork.assembly import permits_elections as may
from commonwork.assembly.actions import elections, offices
from commonwork.assembly.forms_elections import (
    AnswerForm,
    CallElectionForm,
    NominateForm,
    OfficeForm,
    OnForm,
    VoteForm,
)
from commonwork.assembly.models import Nomination, Office
from commonwork.assembly.views.acting import ask_about
from commonwork.assembly.views.following import follow_of
from commonwork.assembly.views.trails import told_publicly
from commonwork.registry.clock import at_time, today
from commonwork.registry.models import Body
from commonwork.ui.listing import Column, Listing

COLUMNS = [
    Column("name", gettext_lazy("Office"), lambda row: row.name, sort="name", href=Office.get_absolute_url),
    Column("body", gettext_lazy("Body"), lambda row: row.body.name, sort="body__name"),
    Column("seats", gettext_lazy("Seats"), lambda row: row.seats, sort="seats", is_number=True),
    Column(
        "months",
        gettext_lazy("Months of a term"),
        lambda row: row.term_months,
        sort="term_months",
        is_number=True,
    ),
]


@public
def list_offices(request: HttpRequest) -> HttpResponseBase:
    """Every office that is filled by election, and the elections going on."""
    rows = Office.objects.select_related("body").order_by("body__name", "name")
    listing = Listing(request, rows, columns=COLUMNS, name="offices")
    if answer := listing.export():
        return answer
    context = {
        "listing": listing,
        "running": election_reads.running_elections(),
        "may_create": permits.may_call(request.user),
    }
    return render(request, "assembly/offices.html", context)


@public
def show_office(request: HttpRequest, key: str) -> HttpResponse:
    """One office: who serves, until when, and its elections."""
    office = may.shown_office(key)
    context = {
        "office": office,
        "serving": election_reads.serving(office, on=today()),
        "elections": office.elections.order_by("-term_starts_on"),
        "kept": election_reads.kept_words(office.kept),
        "may_run": permits.may_run(request.user, office.body),
        "told": told_publicly(office),
    }
    return render(request, "assembly/office.html", context)


@requires(Permission.ASSEMBLY_RUN)
def create_office(request: HttpRequest) -> HttpResponse:
    """Create an office of a body one runs."""
    mine = [
        row.pk for row in Body.objects.select_related("organisation") if permits.may_run(request.user, row)
    ]
    form = OfficeForm(sent(request), bodies=Body.objects.filter(pk__in=mine).order_by("name"))

    def act(**how: Any) -> Any:
        data = form.cleaned_data
        return offices.create(
            body=data["body"],
            name=data["name"],
            seats=data["seats"],
            term_months=data["term_months"],
            kept=form.kept,
            **how,
        )

    ask = ask_about(
        _Offices(),
        _("Create an office"),
        _("An office has so many seats for so many months, and is filled by election."),
        _("Create it"),
        seen_by="anyone",
        seen=_("Anyone sees which offices there are."),
    )
    return act_page(request, form, act, ask, to=itself)


@signed_in
def call(request: HttpRequest, key: str) -> HttpResponse:
    """Call an election to an office."""
    office = may.run_office(request.user, key)
    form = CallElectionForm(sent(request))

    def act(**how: Any) -> Any:
        data = form.cleaned_data
        return offices.call(
            office=office,
            nominations_until=data["nominations_until"],
            term_starts_on=data["term_starts_on"],
            rule=data["rule"],
            **how,
        )

    ask = ask_about(
        office,
        _("Call an election"),
        _("Members are nominated first; those who accept stand on the ballot."),
        _("Call the election"),
        seen_by="anyone",
        seen=_("Anyone sees that an election is called."),
    )
    return act_page(request, form, act, ask, to=itself)


@public
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One election: where it stands, who stands, who was elected, and how it was counted."""
    election = may.shown_election(key)
    body = election.office.body
    standing = election_reads.standing(election)
    person = permits.person_of(request.user)
    mine = election.nominations.filter(person=person).first() if person is not None else None
    poll = election_reads.poll_of(election)
    context = {
        "election": election,
        "steps": election_reads.strip(election, poll),
        "sentence": election_reads.sentence(election, poll),
        "standing": standing,
        "terms": election_reads.terms(election),
        "kept": election_reads.kept_words(election.kept),
        "poll": poll,
        "is_counted": poll is not None and poll.state == "counted",
        "mine": mine if mine is not None and mine.state in ("proposed", "accepted") else None,
        "waiting_count": election.nominations.filter(state=Nomination.State.PROPOSED).count(),
        "may_nominate": may.may_nominate(request.user, body),
        "may_run": permits.may_run(request.user, body),
        "is_member": may.is_member(request.user, body),
        "vacancies": election_reads.vacancies(election, on=today()),
        "follow": follow_of(request, election),
        "told": told_publicly(election),
    }
    return render(request, "assembly/election.html", context)


@signed_in
def nominate(request: HttpRequest, key: str) -> HttpResponse:
    """Put a member forward, or oneself."""
    election = may.nominating_election(request.user, key)
    form = NominateForm(sent(request), election=election)

    def act(**how: Any) -> Any:
        person = form.cleaned_data["person"]
        return offices.nominate(election=election, person=person, on=today(), **how)

    ask = ask_about(
        election,
        _("Nominate"),
        _("Put a member forward, or yourself."),
        _("Nominate"),
        seen=_("Only the person you name sees it, until she or he accepts."),
    )
    return act_page(request, form, act, ask, to=itself)


@signed_in
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """The person nominated accepts with a statement, or declines, or steps back."""
    nomination = may.own_nomination(request.user, key)
    form = AnswerForm(sent(request))

    def act(**how: Any) -> Any:
        data = form.cleaned_data
        if data["answer"] == "yes":
            offices.accept(nomination=nomination, statement=data["statement"], **how)
        else:
            offices.decline(nomination=nomination, **how)
        return nomination.election

    ask = ask_about(
        nomination.election,
        _("Your answer"),
        _("You were nominated: %(election)s.") % {"election": nomination.election},
        _("Answer"),
        seen=_("If you stand, anyone sees your name and your statement. If not, nobody does."),
    )
    return act_page(request, form, act, ask, to=itself)


@signed_in
def prepare_vote(request: HttpRequest, key: str) -> HttpResponse:
    """Close nominations and put those who stand on a ballot."""
    election = may.run_election(request.user, key)
    form = VoteForm(sent(request), rolls=may.rolls_for(election.office.body))

    def act(**how: Any) -> Any:
        data = form.cleaned_data
        return elections.prepare_vote(
            election=election,
            electorate=data["electorate"],
            closes_at=at_time(data["closes_on"]) if data["closes_on"] else None,
            **how,
        )

    ask = ask_about(
        election,
        _("Prepare the vote"),
        _("Nominations end. The ballot is drawn up; open it on the page of the vote."),
        _("Prepare the vote"),
        seen_by="anyone",
        seen=_("Anyone sees who stands. Who may vote is seen by those on the roll."),
    )
    return act_page(request, form, act, ask, to=itself)


@signed_in
def seat(request: HttpRequest, key: str) -> HttpResponse:
    """Seat those elected."""
    election = may.run_election(request.user, key)
    form = OnForm(sent(request), initial={"on": today()})

    def act(**how: Any) -> Any:
        on = form.cleaned_data["on"]
        return elections.seat(election=election, on=on, **how)

    ask = ask_about(
        election,
        _("Seat those elected"),
        _(
            "They take their seats at the start of the term. Those who served before and were not elected leave."
        ),
        _("Seat them"),
        seen_by="anyone",
        seen=_("Anyone sees who was elected."),
    )
    return act_page(request, form, act, ask)


class _Offices:
    """The list of offices, to go back to."""

    def get_absolute_url(self) -> str:
        return reverse("assembly_offices")

    def __str__(self) -> str:
        return _("Offices")
