"""What came with a request: the plan, the business plan, the gates and the papers, for those who decide on the loan."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.guard import signed_in
from commonwork.bank import permits as bank
from commonwork.incubator import permits
from commonwork.journeys import loan_requests
from commonwork.record import documents
from commonwork.registry.clock import today


@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    """The page of what came with a loan; inside the loan's own page, its list alone."""
    loan = bank.visible_loan(request.user, key)
    sent = loan_requests.sent_with(loan)
    if sent is None:
        raise Http404
    team = permits.read_plan(request.user, sent.team.key, on=today())
    context = {
        "loan": loan,
        "team": team,
        "plan": sent.plan,
        "links": _links(team, sent.plan),
        "gates": team.gates.order_by("position"),
        "tasks": [(task, documents.kept(task)) for task in team.tasks.order_by("done_on", "pk")],
    }
    part = bool(request.headers.get("HX-Request"))
    return render(request, "journeys/_loan_papers.html" if part else "journeys/loan_papers.html", context)


def _links(team: Any, plan: Any) -> list[tuple[Any, str]]:
    """The plan and the business plan, in the version that went with the request."""
    asked = f"?version={plan.number}" if plan else ""
    papers = [
        (
            _("Business plan, PDF, %(language)s") % {"language": _(str(name))},
            reverse("incubator_document_paper", args=[team.key, code]) + asked,
        )
        for code, name in settings.LANGUAGES
    ]
    return [(_("Plan in figures"), reverse("incubator_plan", args=[team.key]) + asked), *papers]
