"""Decisions: those of a body, and one with its text, how it was decided, and the policies it changed."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.access.acting import Ask, act_page, sent
from commonwork.access.guard import public, signed_in
from commonwork.assembly import permits_rolls as permits
from commonwork.assembly.actions import second_looks
from commonwork.assembly.forms_meetings import SecondLookForm
from commonwork.assembly.models import ConsentRound, Decision, HandVote, PolicyChange
from commonwork.assembly.queries import decisions as queries
from commonwork.assembly.views.acting import crumbs_of, history
from commonwork.assembly.views.effects_shown import effects_context
from commonwork.assembly.views.following import follow_of
from commonwork.charter.kinds import POLICIES, in_words
from commonwork.record.refs import resolve
from commonwork.registry.clock import today
from commonwork.ui.dates import day
from commonwork.ui.listing import Column, Listing

TALLY = {
    "agree": gettext_lazy("agreed"),
    "abstain": gettext_lazy("abstained"),
    "aside": gettext_lazy("stood aside"),
    "object": gettext_lazy("objected"),
    "for": gettext_lazy("for it"),
    "against": gettext_lazy("against it"),
    "abstained": gettext_lazy("abstained"),
}
COLUMNS = [
    Column(
        "title",
        gettext_lazy("Decision"),
        lambda row: row.title,
        sort="title",
        href=lambda row: row.get_absolute_url(),
    ),
    Column(
        "decided_on",
        gettext_lazy("Decided on"),
        lambda row: row.decided_on.isoformat(),
        sort="decided_on",
        show=lambda row: day(row.decided_on),
    ),
    Column("how", gettext_lazy("How"), lambda row: str(row.get_how_display()), sort="how"),
]


@public
def list_all(request: HttpRequest, key: str) -> HttpResponseBase:
    """The decisions of a body."""
    body = permits.shown_body(request.user, key)
    listing = Listing(request, queries.of_body(body), columns=COLUMNS, name=f"decisions-{body.key}")
    if answer := listing.export():
        return answer
    return render(request, "assembly/decisions.html", {"body": body, "listing": listing})


@public
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One decision: its text, how it was decided, what came of it."""
    rows = Decision.objects.select_related("motion", "version", "meeting")
    decision = permits.shown(request.user, rows, key=key)
    source: Any = resolve(decision.source) if decision.source else None
    context = {
        "decision": decision,
        "crumbs": crumbs_of(decision.body),
        "round": source if isinstance(source, ConsentRound) else None,
        "source": source if hasattr(source, "get_absolute_url") else None,
        "vote": _hands(decision),
        "tally": [(TALLY[code], count) for code, count in decision.tally.items() if code in TALLY],
        "policies": [_policy(change) for change in queries.policy_changes(decision)],
        "follow": follow_of(request, decision),
        "is_open_body": permits.is_open(decision.body),
        "runs": permits.runs(request.user, decision.body),
        "told": history(decision),
    }
    context |= effects_context(request, decision, decision.body)
    return render(request, "assembly/decision.html", context)


@signed_in
def look_again(request: HttpRequest, key: str) -> HttpResponse:
    """Say when a decision is looked at again, for whoever runs its body."""
    decision = permits.run(request.user, Decision.objects.all(), key=key)
    form = SecondLookForm(sent(request), initial={"review_on": decision.review_on})

    def act(**how: Any) -> Any:
        review_on = form.cleaned_data["review_on"]
        return second_looks.plan(decision=decision, review_on=review_on, on=today(), **how)

    ask = Ask(
        _("Look at it again"),
        _("Does the decision do what it should? Say when the body asks itself that next."),
        _("Keep this day"),
        decision,
        crumbs_of(decision.body, (decision.get_absolute_url(), decision.title)),
    )
    return act_page(request, form, act, ask, to=decision, done=_("It was written down."))


def _hands(decision: Decision) -> HandVote | None:
    """The show of hands that decided it, where one did."""
    if decision.meeting is None or decision.motion is None:
        return None
    rows = HandVote.objects.filter(
        item__meeting=decision.meeting, item__motion=decision.motion, is_carried=True
    )
    return rows.order_by("-pk").first()


def _policy(change: PolicyChange) -> dict[str, Any]:
    """A changed policy in words, before and after."""
    kind = POLICIES.get(change.code)
    before = change.value_before
    return {
        "code": change.code,
        "sentence": kind.sentence if kind else change.code,
        "before": in_words(change.code, before) if before is not None else _("nothing was decided"),
        "after": in_words(change.code, change.value),
        "starts_on": change.starts_on,
    }
