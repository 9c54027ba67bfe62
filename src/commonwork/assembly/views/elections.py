"""Offices and elections: who serves, who stands, the vote, the seats."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
from commonwork.assembly.models import Election, Nomination, Office
from commonwork.assembly.views.one_act import act_page
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
    form = OfficeForm(request.POST or None, bodies=Body.objects.filter(pk__in=mine).order_by("name"))

    def act(who: dict[str, Any]) -> Office:
        data = form.cleaned_data
        return offices.create(
            body=data["body"],
            name=data["name"],
            seats=data["seats"],
            term_months=data["term_months"],
            kept=form.kept,
            **who,
        )

    return act_page(
        request,
        form,
        act,
        title=_("Create an office"),
        lede=_("An office has so many seats for so many months, and is filled by election."),
        submit=_("Create it"),
        back=_Offices(),
        seen_by=_("Anyone sees which offices there are."),
    )


@signed_in
def call(request: HttpRequest, key: str) -> HttpResponse:
    """Call an election to an office."""
    office = may.run_office(request.user, key)
    form = CallElectionForm(request.POST or None)

    def act(who: dict[str, Any]) -> Election:
        data = form.cleaned_data
        return offices.call(
            office=office,
            nominations_until=data["nominations_until"],
            term_starts_on=data["term_starts_on"],
            rule=data["rule"],
            **who,
        )

    return act_page(
        request,
        form,
        act,
        title=_("Call an election"),
        lede=_("Members are nominated first; those who accept stand on the ballot."),
        submit=_("Call the election"),
        back=office,
        seen_by=_("Anyone sees that an election is called."),
    )


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
        "told": told_publicly(election),
    }
    return render(request, "assembly/election.html", context)


@signed_in
def nominate(request: HttpRequest, key: str) -> HttpResponse:
    """Put a member forward, or oneself."""
    election = may.nominating_election(request.user, key)
    form = NominateForm(request.POST or None, election=election)

    def act(who: dict[str, Any]) -> Nomination:
        person = form.cleaned_data["person"]
        return offices.nominate(
            election=election,
            person=person,
            on=today(),
            **who,
        )

    return act_page(
        request,
        form,
        act,
        title=_("Nominate"),
        lede=_("Put a member forward, or yourself."),
        submit=_("Nominate"),
        back=election,
        seen_by=_("Only the person you name sees it, until she or he accepts."),
    )


@signed_in
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """The person nominated accepts with a statement, or declines, or steps back."""
    nomination = may.own_nomination(request.user, key)
    form = AnswerForm(request.POST or None)

    def act(who: dict[str, Any]) -> Any:
        data = form.cleaned_data
        if data["answer"] == "yes":
            offices.accept(nomination=nomination, statement=data["statement"], **who)
        else:
            offices.decline(nomination=nomination, **who)
        return nomination.election

    return act_page(
        request,
        form,
        act,
        title=_("Your answer"),
        lede=_("You were nominated: %(election)s.") % {"election": nomination.election},
        submit=_("Answer"),
        back=nomination.election,
        seen_by=_("If you stand, anyone sees your name and your statement. If not, nobody does."),
    )


@signed_in
def prepare_vote(request: HttpRequest, key: str) -> HttpResponse:
    """Close nominations and put those who stand on a ballot."""
    election = may.run_election(request.user, key)
    form = VoteForm(request.POST or None, rolls=may.rolls_for(election.office.body))

    def act(who: dict[str, Any]) -> Election:
        data = form.cleaned_data
        return elections.prepare_vote(
            election=election,
            electorate=data["electorate"],
            closes_at=at_time(data["closes_on"]) if data["closes_on"] else None,
            **who,
        )

    return act_page(
        request,
        form,
        act,
        title=_("Prepare the vote"),
        lede=_("Nominations end. The ballot is drawn up; open it on the page of the vote."),
        submit=_("Prepare the vote"),
        back=election,
        seen_by=_("Anyone sees who stands. Who may vote is seen by those on the roll."),
    )


@signed_in
def seat(request: HttpRequest, key: str) -> HttpResponse:
    """Seat those elected."""
    election = may.run_election(request.user, key)
    form = OnForm(request.POST or None, initial={"on": today()})

    def act(who: dict[str, Any]) -> Election:
        on = form.cleaned_data["on"]
        return elections.seat(
            election=election,
            on=on,
            **who,
        )

    return act_page(
        request,
        form,
        act,
        title=_("Seat those elected"),
        lede=_(
            "They take their seats at the start of the term. Those who served before and were not elected leave."
        ),
        submit=_("Seat them"),
        back=election,
        seen_by=_("Anyone sees who was elected."),
        has_receipt=True,
    )


class _Offices:
    """The list of offices, to go back to."""

    def get_absolute_url(self) -> str:
        return reverse("assembly_offices")

    def __str__(self) -> str:
        return _("Offices")
