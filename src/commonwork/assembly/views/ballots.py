"""Ballots: the paper form, entering one or a pile, taking one back, and all of them published without roll numbers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonwork.access.guard import public, requires
from commonwork.access.permissions import Permission
from commonwork.assembly import permits, queries
from commonwork.assembly.actions import ballots
from commonwork.assembly.forms import BallotForm, BatchForm, TakeBackForm
from commonwork.assembly.models import Assembly, Proposal
from commonwork.assembly.slips import Slip, check
from commonwork.record import receipts
from commonwork.registry.clock import now
from commonwork.registry.queries import network
from commonwork.rules.refusal import Complaint, Complaints
from commonwork.ui.exports import respond

SHOWN = 25
MOST_COMPLAINTS = 100


@dataclass(frozen=True)
class Preview:
    """A pile before it is entered: how many, how many blank, approvals by proposal, the first lines, all complaints."""

    count: int
    blank_count: int
    approvals: Sequence[tuple[Proposal, int]]
    first: Sequence[Slip]
    complaints: Sequence[Complaint]


@public
def paper(request: HttpRequest, key: str) -> HttpResponse:
    """The ballot to print."""
    assembly = permits.shown_assembly(key)
    return render(
        request, "assembly/paper.html", {"assembly": assembly, "proposals": list(queries.standing(assembly))}
    )


@public
def published(request: HttpRequest, key: str) -> HttpResponseBase:
    """All ballots of a counted assembly without roll numbers; `?format=csv` or json takes them away."""
    assembly = permits.shown_assembly(key)
    if not assembly.is_counted:
        raise Http404
    proposals = list(queries.standing(assembly))
    if asked := request.GET.get("format"):
        columns = [("ballot", "ballot"), *((row.key, row.title) for row in proposals)]
        rows = (
            [number, *(int(row.key in approved) for row in proposals)]
            for number, approved in enumerate(queries.ballots_of(assembly), start=1)
        )
        here = network()
        note = _("Demo: these ballots are invented.") if here and here.is_demo else ""
        return respond(f"ballots-{assembly.key}", columns, rows, asked, note=note)
    titles = {row.key: row.title for row in proposals}
    piles = [([titles[key] for key in keys], count) for keys, count in queries.piles_of(assembly)]
    return render(request, "assembly/ballots.html", {"assembly": assembly, "piles": piles[:100]})


@requires(Permission.BALLOT_ENTER)
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """Enter one ballot."""
    assembly, person = permits.entered_assembly(request.user, key), permits.acting_person(request.user)
    proposals = list(queries.standing(assembly))
    form = BallotForm(request.POST or None, proposals=proposals)

    def act(once: str) -> None:
        data: dict[str, Any] = form.cleaned_data
        ballots.enter(
            assembly=assembly,
            voter=data["voter"],
            approves=data["approves"],
            channel=data["channel"],
            by=person,
            at=now(),
            once=once,
        )

    if request.method == "POST" and form.attempt(act):
        return redirect(receipts.address(form.token))
    context = {"assembly": assembly, "form": form, "voters": queries.votes_cast(assembly)}
    return render(request, "assembly/ballot.html", context, status=422 if form.errors else 200)


@requires(Permission.BALLOT_ENTER)
def enter_list(request: HttpRequest, key: str) -> HttpResponse:
    """Enter a pile: type or paste, look it over, then enter it all or not at all."""
    assembly, person = permits.entered_assembly(request.user, key), permits.acting_person(request.user)
    form = BatchForm(request.POST or None)
    context: dict[str, Any] = {"assembly": assembly, "form": form, "voters": queries.votes_cast(assembly)}
    if request.method != "POST" or request.POST.get("step") == "change":
        form = BatchForm(initial=request.POST.dict() if request.method == "POST" else None)
        return render(request, "assembly/pile.html", context | {"form": form})

    def act(once: str) -> None:
        rows, channel = form.slips, form.cleaned_data["channel"]
        try:
            ballots.enter_batch(assembly=assembly, rows=rows, channel=channel, by=person, at=now(), once=once)
        except Complaints as refusal:
            form.complaints = refusal.complaints
            raise

    if request.POST.get("step") == "enter" and form.attempt(act):
        return redirect(receipts.address(form.token))
    preview = _preview(assembly, form.slips) if form.is_valid() else None
    complaints = list(form.complaints or (preview.complaints if preview else ()))
    context |= {"complaints": complaints[:MOST_COMPLAINTS], "complaint_count": len(complaints)}
    if preview is None or complaints:
        return render(request, "assembly/pile.html", context, status=422)
    return render(request, "assembly/pile_preview.html", context | {"preview": preview})


def _preview(assembly: Assembly, slips: Sequence[Slip]) -> Preview:
    """What a pile would enter. The act checks again when it is sent."""
    voted = assembly.ballots.values_list("voter", flat=True)
    good, complaints = check(slips, names=queries.ballot_names(assembly), voted=voted)
    approvals = Counter(key for slip in good for key in slip.approves)
    return Preview(
        count=len(slips),
        blank_count=sum(not slip.approves for slip in slips),
        approvals=[(row, approvals[row.key]) for row in queries.standing(assembly)],
        first=slips[:SHOWN],
        complaints=complaints,
    )


@requires(Permission.BALLOT_ENTER)
def take_back(request: HttpRequest, key: str) -> HttpResponse:
    """Take back a ballot that was typed wrongly."""
    assembly, person = permits.entered_assembly(request.user, key), permits.acting_person(request.user)
    form = TakeBackForm(request.POST or None)

    def act(once: str) -> None:
        voter = form.cleaned_data["voter"]
        ballots.take_back(assembly=assembly, voter=voter, by=person, at=now(), once=once)

    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("The ballot was taken back. Enter it anew from the paper."))
        return redirect("assembly_ballot_enter", assembly.key)
    context = {"assembly": assembly, "form": form}
    return render(request, "assembly/take_back.html", context, status=422 if form.errors else 200)
