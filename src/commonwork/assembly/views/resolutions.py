"""Resolutions: the list, and one with its payment."""

from decimal import Decimal

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from commonwork.access.guard import public
from commonwork.assembly import permits, queries
from commonwork.assembly.forms import PeriodForm
from commonwork.assembly.models import Resolution
from commonwork.assembly.views.effects_shown import effects_context
from commonwork.assembly.views.following import follow_of
from commonwork.assembly.views.shapes import counted, shown
from commonwork.record.queries import tell, trail
from commonwork.registry.clock import today
from commonwork.rules.money import show_minor
from commonwork.ui.listing import Column, Listing


def _dollars(minor: int) -> Decimal:
    return Decimal(show_minor(minor, "USD"))


COLUMNS = [
    Column("resolved_on", _("Decided"), lambda row: row.resolved_on, sort="resolved_on"),
    Column("title", _("Resolution"), lambda row: row.proposal.title, sort="proposal__title"),
    Column("recipient", _("For"), lambda row: row.proposal.recipient.name, sort="proposal__recipient__name"),
    Column("approvals", _("Approvals"), lambda row: row.approvals, sort="approvals", is_number=True),
    Column(
        "cost", _("Cost $"), lambda row: _dollars(row.cost_minor), sort="proposal__cost_minor", is_number=True
    ),
    Column("funded", _("Result"), lambda row: row.is_funded, sort="is_funded"),
    Column("paid", _("Paid $"), lambda row: _dollars(row.paid_minor), sort="paid_minor", is_number=True),
    Column("paid_on", _("Paid on"), lambda row: row.paid_on or "", sort="paid_on"),
]


@public
def list_all(request: HttpRequest) -> HttpResponseBase:
    """Resolutions, of a period if one is asked for: the funded ones, the rows behind the figure of projects chosen,
    unless all are asked for."""
    rows = Resolution.objects.select_related("proposal__recipient").order_by(
        "-resolved_on", "proposal__number"
    )
    if not request.GET:
        rows = rows.filter(is_funded=True)
    listing = Listing(request, rows, columns=COLUMNS, form=PeriodForm, name="resolutions")
    if answer := listing.export():
        return answer
    totals = queries.totals(listing.queryset)
    return render(request, "assembly/resolutions.html", {"listing": listing, "totals": totals})


@public
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One resolution: vote, cost, payment, and what is left of the money."""
    resolution = permits.shown_resolution(key)
    proposal = resolution.proposal
    rows = shown([resolution], on=today())
    voters = queries.votes_cast(proposal.assembly)
    steps = counted([proposal.step], ballots=voters)
    context = {
        "resolution": resolution,
        "proposal": proposal,
        "one": rows[0] if rows else None,
        "step": steps[0],
        "voters": voters,
        "follow": follow_of(request, resolution),
        "told": tell(trail(resolution)[:25]),
        "may_pay": permits.may_pay(request.user) and resolution.is_funded and resolution.paid_on is None,
    }
    context |= effects_context(request, resolution, proposal.assembly.body)
    return render(request, "assembly/resolution.html", context)
