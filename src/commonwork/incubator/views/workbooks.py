"""The plan as a workbook: out, back, and what differs before it is taken over."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonwork.access.guard import signed_in
from commonwork.incubator import permits, planning
from commonwork.incubator.actions import plans
from commonwork.incubator.forms.plans import AcceptForm, WorkbookForm
from commonwork.incubator.models import Team
from commonwork.incubator.views import plan_shapes
from commonwork.incubator.views.plans import assumptions_of, shown_differences
from commonwork.incubator.workbook.reading import plan_from
from commonwork.incubator.workbook.writing import workbook
from commonwork.registry import clock
from commonwork.registry.queries import network
from commonwork.rules.refusal import Complaints, Refusal
from commonwork.ui.exports import XLSX
from commonwork.ui.refusals import said

SALT = "incubator.plan.workbook"
HOURS_KEPT = 12 * 3600


@signed_in
def download(request: HttpRequest, key: str) -> HttpResponse:
    """The plan as an XLSX file with live formulas."""
    team = permits.read_plan(request.user, key, on=clock.today())
    assumptions, number = assumptions_of(request, team)
    shown = network()
    note = _("Invented data.") if shown is not None and shown.is_demo else ""
    beside = {"living_wage": planning.living_wage_said(on=clock.today())}
    response = HttpResponse(workbook(assumptions, note, beside), content_type=XLSX)
    name = f"plan-{team.key}-{number or 'draft'}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@signed_in
def upload(request: HttpRequest, key: str) -> HttpResponse:
    """Bring a workbook back: it is read, and the difference is shown. Nothing changes yet."""
    team = permits.planned_team(request.user, key, on=clock.today())
    kept = planning.working(team, on=clock.today())
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            came = plan_from(form.cleaned_data["workbook"].read(), kept)
            return _difference(request, team, kept, came)
        except Complaints as refusal:
            for complaint in refusal.complaints[:20]:
                form.add_error("workbook", complaint.sentence)
        except Refusal as refusal:
            form.add_error("workbook", said(refusal))
    context = {"team": team, "form": form}
    return render(request, "incubator/plan_upload.html", context, status=422 if form.errors else 200)


def _difference(request: HttpRequest, team: Team, kept: dict[str, Any], came: dict[str, Any]) -> HttpResponse:
    signed = signing.dumps({"team": team.key, "plan": came}, salt=SALT, compress=True)
    context = {
        "team": team,
        "differences": shown_differences(kept, came),
        "living_wage_said": planning.living_wage_said(on=clock.today()),
        "names": (_("the draft"), _("the workbook")),
        "form": AcceptForm(initial={"plan": signed}),
    } | plan_shapes.now(came)
    return render(request, "incubator/plan_difference.html", context)


@require_POST
@signed_in
def accept(request: HttpRequest, key: str) -> HttpResponse:
    """Take over into the draft what the page of the difference has shown."""
    team = permits.planned_team(request.user, key, on=clock.today())
    form = AcceptForm(request.POST)
    try:
        came = signing.loads(request.POST.get("plan", ""), salt=SALT, max_age=HOURS_KEPT)
    except signing.BadSignature:
        came = {}
    if came.get("team") != team.key:
        messages.error(request, _("This page is too old. Bring the workbook back once more."))
        return redirect("incubator_plan_upload", team.key)

    def act(once: str) -> None:
        plans.draft(
            team=team,
            assumptions=came["plan"],
            topic="workbook",
            on=clock.today(),
            by=permits.proposing_person(request.user),
            at=clock.now(),
            once=once,
        )

    if form.attempt(act):
        messages.success(request, _("The workbook was taken over into the draft."))
        return redirect("incubator_plan", team.key)
    return render(request, "incubator/plan_upload.html", {"team": team, "form": form}, status=422)
