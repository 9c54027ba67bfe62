"""Proposals: the list of an assembly, one of them, making one, withdrawing one."""

from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonwork.access.guard import public, requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.assembly import permits, queries
from commonwork.assembly.actions import proposals
from commonwork.assembly.forms import ProposalForm, WithdrawForm
from commonwork.assembly.models import Assembly, Proposal
from commonwork.record.queries import tell, trail
from commonwork.registry.clock import now, today
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
    person = permits.acting_person(request.user)
    form = ProposalForm(request.POST or None)
    made: list[Proposal] = []

    def act(once: str) -> None:
        data = form.cleaned_data
        proposal = proposals.make(
            assembly=assembly,
            title=data["title"],
            text=data["text"],
            cost_minor=data["cost"],
            recipient=data["recipient"],
            proposer=person,
            on=today(),
            by=person,
            at=now(),
            once=once,
        )
        made.append(proposal)

    if request.method == "POST" and form.attempt(act):
        text = gettext("“%(title)s” is number %(number)d on the ballot.")
        messages.success(request, text % {"title": made[0].title, "number": made[0].number})
        return redirect(made[0])
    context = {"assembly": assembly, "form": form}
    return render(request, "assembly/propose.html", context, status=422 if form.errors else 200)


@signed_in
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take a proposal off the ballot: its proposer, or whoever runs the assembly."""
    proposal = permits.withdrawable_proposal(request.user, key)
    person = permits.acting_person(request.user)
    form = WithdrawForm(request.POST or None)

    def act(once: str) -> None:
        proposals.withdraw(proposal=proposal, on=today(), by=person, at=now(), once=once)

    if request.method == "POST" and form.attempt(act):
        messages.success(request, gettext("“%(title)s” is off the ballot.") % {"title": proposal.title})
        return redirect(proposal.assembly)
    context = {"proposal": proposal, "form": form}
    return render(request, "assembly/withdraw.html", context, status=422 if form.errors else 200)
