"""The public face of the assembly, and one assembly: what was decided, what it cost, what was paid, where it stands
in the books. Written for a resident with a phone and no account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.guard import public
from commonwork.assembly import permits, queries
from commonwork.assembly.models import Assembly
from commonwork.assembly.queries.going_on import Going, going_on
from commonwork.assembly.views.shapes import approvals, counted, parts, shown, strip, summary
from commonwork.record.queries import tell, trail
from commonwork.registry.clock import today

TOLD = 25


@public
def face(request: HttpRequest) -> HttpResponse:
    """What the assembly decided last, what is open, and how it works."""
    rows = list(queries.assemblies())
    latest = queries.latest()
    decided = latest if latest and latest.state == Assembly.State.RESOLVED else None
    open_ones = [row for row in rows if row.state in {Assembly.State.PREPARING, Assembly.State.VOTING}]
    resolutions = list(queries.resolutions_of(decided)) if decided else []
    context = {
        "latest": decided,
        "summary": summary(decided, resolutions) if decided else "",
        "shown": shown(resolutions, on=today()),
        "engagement": queries.engagement(decided) if decided else None,
        "open_ones": [
            *(Going(str(row), row.get_absolute_url(), summary(row, [])) for row in open_ones),
            *going_on(on=today()),
        ],
        "rows": rows,
        "may_call": permits.may_call(request.user),
    }
    return render(request, "assembly/face.html", context)


@public
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One assembly, from its proposals to the postings that paid for them."""
    assembly, day = permits.shown_assembly(key), today()
    resolutions = list(queries.resolutions_of(assembly))
    voters = queries.votes_cast(assembly)
    steps = counted(queries.steps(assembly), ballots=voters)
    funded_minor = queries.funded_minor(assembly) if assembly.is_counted else 0
    left_minor = (assembly.budget_minor or 0) - funded_minor
    context = {
        "assembly": assembly,
        "steps": strip(assembly, resolutions),
        "summary": summary(assembly, resolutions),
        "shown": shown(resolutions, on=day),
        "is_resolved": assembly.state == Assembly.State.RESOLVED,
        "counted": steps,
        "approvals": approvals(steps),
        "parts": parts(steps, left_minor=left_minor),
        "proposals": list(queries.standing(assembly)),
        "engagement": queries.engagement(assembly),
        "funded_minor": funded_minor,
        "left_minor": left_minor,
        "told": tell(trail(assembly)[:TOLD]),
        "acts": acts(request, assembly),
    }
    return render(request, "assembly/show.html", context)


def acts(request: HttpRequest, assembly: Assembly) -> list[tuple[str, Any, str]]:
    """What can be done now by whoever asks: (address, words, kind), the next step first and filled."""
    runs = permits.may_run(request.user, assembly.body)
    enters = permits.may_enter(request.user, assembly.body)
    found: list[tuple[str, Any]] = []
    if assembly.state == Assembly.State.PREPARING:
        if permits.may_propose(request.user):
            found.append(("assembly_propose", _("Make a proposal")))
        if runs:
            found.append(("assembly_open", _("Open the voting")))
    if assembly.state == Assembly.State.VOTING:
        if enters:
            found.append(("assembly_ballots_enter", _("Enter a pile of ballots")))
            found.append(("assembly_ballot_enter", _("Enter one ballot")))
        if runs:
            found.append(("assembly_count", _("Close and count")))
    if assembly.state == Assembly.State.COUNTED and runs:
        found.append(("assembly_resolve", _("Adopt the result")))
    kinds = ["go", *["outline"] * len(found)]
    return [
        (reverse(name, args=[assembly.key]), text, kind)
        for (name, text), kind in zip(found, kinds, strict=False)
    ]
