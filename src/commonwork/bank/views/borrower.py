"""The borrower's page: all that a worker-owner wants to know about the loans of the own co-op."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.access.guard import signed_in
from commonwork.access.queries import Asker
from commonwork.bank import permits, queries
from commonwork.bank import permits_requests as may_do
from commonwork.bank.models import DrawRequest, Loan, NextStep
from commonwork.bank.queries import applying
from commonwork.bank.views import loan_page
from commonwork.record import documents
from commonwork.registry.clock import today
from commonwork.registry.models import Organisation
from commonwork.ui import dates
from commonwork.ui.money import money

BEFORE_TERMS: dict[str, Any] = {
    Loan.Stage.APPLIED: gettext_lazy("The committee reads it and votes."),
    Loan.Stage.APPROVED: gettext_lazy("The committee said yes. Next, co-op and bank agree on the terms."),
    Loan.Stage.DECLINED: gettext_lazy("The committee said not now. You can ask again at any time."),
}


@signed_in
def show(request: HttpRequest, org_key: str) -> HttpResponse:
    """What is due and why, the next date, statements, papers, and who helps. For the co-op's own people."""
    coop, on = get_object_or_404(Organisation, key=org_key, kind=Organisation.Kind.COOP), today()
    if not may_do.is_of(request.user, coop):
        raise Http404
    loans = list(Loan.objects.filter(borrower=coop).order_by("-applied_on", "-pk"))
    loans.sort(key=lambda loan: loan.stage not in Loan.RUNNING)  # those that run come first
    shown = [_told(loan, on=on) for loan in loans]
    running = [loan for loan in loans if loan.stage in Loan.RUNNING]
    context = {
        "coop": coop,
        "shown": shown,
        "due_minor": sum(one["standing"].due_minor for one in shown),
        "owed_minor": sum(one["standing"].principal_minor for one in shown),
        "interest_minor": sum(one["standing"].interest_owed_minor for one in shown),
        "has_due": any(one["standing"].due_minor for one in shown),
        "next": min((one["next_date"] for one in shown if one["next_date"]), default=None),
        "steps": NextStep.objects.filter(loan__in=loans, done_on=None).order_by("due_on", "pk")[:25],
        "requests": DrawRequest.objects.filter(loan__in=loans, state__in=DrawRequest.OPEN).order_by("-pk"),
        "unshown": DrawRequest.objects.filter(
            loan__in=loans, state=DrawRequest.State.PAID, receipts_on=None
        ).order_by("pk"),
        "draft": applying.draft_of(coop),
        "people": _people(running or loans, on=on),
        "may_apply": permits.may_apply(request.user, coop),
    }
    return render(request, "bank/ours.html", context)


def _told(loan: Loan, *, on: date) -> dict[str, Any]:
    schedule, standing = queries.rows(loan), queries.position(loan)
    return {
        "loan": loan,
        "standing": standing,
        "why": why(loan, schedule, standing, on=on),
        "next_date": loan_page.next_date(loan, standing),
        "statements": schedule[::-1][:4],
        "papers": documents.kept(loan),
    }


def why(loan: Loan, schedule: list[queries.Row], standing: queries.Position, *, on: date) -> str:
    """In one sentence: what is due, and why that much and no more."""
    last = schedule[-1] if schedule else None
    if not loan.has_terms:
        return str(BEFORE_TERMS[loan.stage])
    if loan.stage not in Loan.RUNNING:
        return _("Nothing is owed on it any more.")
    if loan.stage == Loan.Stage.AGREED:
        return _("Nothing is paid out yet, and nothing is owed.")
    if standing.due_minor and standing.due_on and loan.kind != Loan.Kind.SURPLUS_SHARE:
        figures = {"amount": money(standing.due_minor), "when": _when(standing.due_on, on)}
        return _("%(amount)s is due %(when)s, as the schedule says.") % figures
    if standing.due_minor and standing.due_on and last:
        said = {
            "amount": money(standing.due_minor),
            "when": _when(standing.due_on, on),
            "surplus": money(last.quarter.surplus_minor),
            "quarter": last.quarter.name,
            "share": loan_page.share_words(loan),
        }
        return (
            _("%(amount)s is due %(when)s: %(quarter)s left a surplus of %(surplus)s, and at most %(share)s of it goes "
              "to the loan.") % said
        )  # fmt: skip
    if last and last.is_paused:
        return _("Nothing is due: %(quarter)s left no surplus to share. That is normal.") % {
            "quarter": last.quarter.name
        }
    if loan.kind != Loan.Kind.SURPLUS_SHARE:
        return _("Nothing is due now. The next payment follows the schedule.")
    return _("Nothing is due now. The next payment follows from the next surplus.")


def _when(due_on: date, on: date) -> str:
    """on 1 April 2017; since 1 April 2017, once that day has passed."""
    words = _("since %(day)s") if due_on < on else _("on %(day)s")
    return words % {"day": dates.day(due_on)}


def _people(loans: list[Loan], *, on: date) -> list[Any]:
    found: dict[Any, Any] = {}
    for loan in loans:
        for person, role in queries.around(loan, on=on):
            found.setdefault(person.pk, (person, role))
    return list(found.values())


def address(account: Asker, coop: Organisation) -> str:
    """Where the co-op's own people read about their loans; empty for others."""
    return reverse("bank_ours", args=[coop.key]) if may_do.is_of(account, coop) else ""
