"""Ballots: the paper form, entering one or a pile, taking one back, and all of them published without roll numbers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.acting import act_page, attempt, sent
from commonwork.access.guard import public, requires
from commonwork.access.permissions import Permission
from commonwork.assembly import permits, queries
from commonwork.assembly.actions import ballots
from commonwork.assembly.forms import BallotForm, BatchForm, TakeBackForm
from commonwork.assembly.models import Assembly, Proposal
from commonwork.assembly.slips import Slip, check
from commonwork.assembly.views.acting import ask_about
from commonwork.record import receipts
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
    assembly = permits.entered_assembly(request.user, key)
    form = BallotForm(sent(request), proposals=list(queries.standing(assembly)))

    def act(**how: Any) -> Any:
        data = {name: form.cleaned_data[name] for name in ("voter", "approves", "channel")}
        return ballots.enter(assembly=assembly, **data, **how)

    voters = queries.votes_cast(assembly)
    return act_page(request, form, act, template="assembly/ballot.html", assembly=assembly, voters=voters)


@requires(Permission.BALLOT_ENTER)
def enter_list(request: HttpRequest, key: str) -> HttpResponse:
    """Enter a pile: type or paste, look it over, then enter it all or not at all."""
    assembly = permits.entered_assembly(request.user, key)
    form = BatchForm(sent(request))
    context: dict[str, Any] = {"assembly": assembly, "form": form, "voters": queries.votes_cast(assembly)}
    if request.method != "POST" or request.POST.get("step") == "change":
        form = BatchForm(initial=request.POST.dict() if request.method == "POST" else None)
        return render(request, "assembly/pile.html", context | {"form": form})

    def act(**how: Any) -> Any:
        channel = form.cleaned_data["channel"]
        try:
            return ballots.enter_batch(assembly=assembly, rows=form.slips, channel=channel, **how)
        except Complaints as refusal:
            form.complaints = refusal.complaints
            raise

    if request.POST.get("step") == "enter" and attempt(request, form, act):
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
    assembly = permits.entered_assembly(request.user, key)
    form = TakeBackForm(sent(request))

    def act(**how: Any) -> Any:
        return ballots.take_back(assembly=assembly, voter=form.cleaned_data["voter"], **how)

    ask = ask_about(
        assembly,
        _("Take a ballot back"),
        _("A ballot typed wrongly is taken back by its roll number and entered anew from the paper. "
          "This can be done until the count."),
        _("Take this ballot back"),
        kind="stop",
        seen=_("Only those who run the assembly see this form."),
    )  # fmt: skip
    to = reverse("assembly_ballot_enter", args=[assembly.key])
    done = _("The ballot was taken back. Enter it anew from the paper.")
    return act_page(request, form, act, ask, to=to, done=done)
