"""Proposals: the list of an assembly, one of them, making one, withdrawing one."""

from decimal import Decimal
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonwork.access.acting import act_page, itself, sent
from commonwork.access.guard import public, requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.assembly import permits, queries
from commonwork.assembly.actions import proposals
from commonwork.assembly.forms import ProposalForm, WithdrawForm
from commonwork.assembly.models import Assembly, Proposal
from commonwork.assembly.views.acting import ask_about
from commonwork.record.queries import tell, trail
from commonwork.registry.clock import today
from commonwork.rules.money import show_minor
from commonwork.ui.listing import Column, Listing

COLUMNS = [
    Column("number", _("Number"), lambda row: row.number, sort="number", is_number=True),
    Column("title", _("Proposal"), lambda row: row.title, sort="title"),
    Column("recipient", _("For"), lambda row: row.recipient.name, sort="recipient__name"),
    Column(
        "cost",
        _("Cost $"),
        lambda row: Decimal(show_minor(row.cost_minor, "USD")),
        sort="cost_minor",
        is_number=True,
    ),
]


@public
def list_all(request: HttpRequest, key: str) -> HttpResponseBase:
    """What stands on the ballot of an assembly."""
    assembly = permits.shown_assembly(key)
    listing = Listing(request, queries.standing(assembly), columns=COLUMNS, name=f"proposals-{assembly.key}")
    if answer := listing.export():
        return answer
    may_make = permits.may_propose(request.user) and assembly.state == Assembly.State.PREPARING
    context = {"assembly": assembly, "listing": listing, "may_make": may_make}
    return render(request, "assembly/proposals.html", context)


@public
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One proposal: what it is, what it costs, who would do it, and what became of it."""
    proposal = permits.shown_proposal(key)
    person, preparing = permits.person_of(request.user), Assembly.State.PREPARING
    is_own = person is not None and person.pk == proposal.proposer_id
    is_open = proposal.assembly.state == preparing and proposal.withdrawn_on is None
    runs = permits.may_run(request.user, proposal.assembly.body)
    context = {
        "proposal": proposal,
        "resolution": getattr(proposal, "resolution", None),
        "shows_proposer": proposal.proposer is not None and (proposal.proposer.shows_name or runs or is_own),
        "may_withdraw": is_open and (is_own or runs),
        "told": tell(trail(proposal)[:25]),
    }
    return render(request, "assembly/proposal.html", context)


@requires(Permission.PROPOSAL_MAKE)
def make(request: HttpRequest, key: str) -> HttpResponse:
    """Put a proposal before the assembly."""
    assembly = permits.proposed_assembly(request.user, key)
    form = ProposalForm(sent(request))

    def act(**how: Any) -> Any:
        data = form.cleaned_data
        return proposals.make(
            assembly=assembly,
            title=data["title"],
            text=data["text"],
            cost_minor=data["cost"],
            recipient=data["recipient"],
            proposer=how["by"],
            on=today(),
            **how,
        )

    def done(made: Proposal) -> str:
        text = gettext("“%(title)s” is number %(number)d on the ballot.")
        return text % {"title": made.title, "number": made.number}

    ask = ask_about(
        assembly,
        gettext("Make a proposal"),
        gettext("For the %(assembly)s. Proposals can be made until voting opens.") % {"assembly": assembly},
        gettext("Put it on the ballot"),
        seen=gettext(
            "Your proposal will be public. Your name is shown only if you agreed to be named in public."
        ),
        seen_by="anyone",
    )
    return act_page(request, form, act, ask, to=itself, done=done)


@signed_in
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take a proposal off the ballot: its proposer, or whoever runs the assembly."""
    proposal = permits.withdrawable_proposal(request.user, key)
    ask = ask_about(
        proposal,
        gettext("Take a proposal off the ballot"),
        gettext("“%(title)s” stays in the record and keeps its number; nobody can vote for it.")
        % {"title": proposal.title},
        gettext("Take it off the ballot"),
        kind="stop",
        seen=gettext("Only its proposer and those who run the assembly see this form."),
    )
    act = partial(proposals.withdraw, proposal=proposal, on=today())
    done = gettext("“%(title)s” is off the ballot.") % {"title": proposal.title}
    return act_page(request, WithdrawForm(sent(request)), act, ask, to=proposal.assembly, done=done)
