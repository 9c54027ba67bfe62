"""The watch list, the log of one loan, steps, and the plan when a loan falls short."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Sum
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonwork.access.acting import sent
from commonwork.access.guard import demand, requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.bank import permits
from commonwork.bank import permits_requests as may_do
from commonwork.bank.actions import walking
from commonwork.bank.forms_requests import EndPlanForm, PlanForm, VisitForm
from commonwork.bank.models import Loan, NextStep, Visit, WalkPlan
from commonwork.bank.queries import watch
from commonwork.bank.views.acting import act_page
from commonwork.bank.views.loans import demo_note
from commonwork.charter.kinds import POLICIES
from commonwork.registry.clock import now, today
from commonwork.ui.exports import respond
from commonwork.ui.forms import ActForm
from commonwork.ui.listing import Column, Listing
from commonwork.ui.money import hours

ROWS = 25  # loans of the watch list on a page, and steps shown with a loan


@requires(Permission.LOAN_SEE)
def watch_list(request: HttpRequest) -> HttpResponseBase:
    """The loans to look at more closely, and why. For the bank's own people."""
    bank, on = permits.house(), today()
    demand(may_do.is_of_bank(request.user, bank))
    found = watch.watch_list(bank, on=on)
    if asked := request.GET.get("format"):
        columns = [
            ("loan", _("Loan")),
            ("borrower", _("Co-op")),
            ("reason", _("Why")),
            ("says", _("In words")),
        ]
        rows = [
            (one.loan.key, one.loan.borrower.name, reason.name, reason.sentence)
            for one in found
            for reason in one.reasons
        ]
        return respond("watch-list", columns, rows, asked, note=demo_note())
    context = {
        "found": found,
        "page": Paginator(found, ROWS).get_page(request.GET.get("page")),
        "running_count": Loan.objects.filter(lender=bank, stage__in=Loan.RUNNING).count(),
        "undecided": [POLICIES[code].sentence for code in watch.not_watched(bank, on=on)],
    }
    return render(request, "bank/watch.html", context)


@signed_in
def log(request: HttpRequest, key: str) -> HttpResponseBase:
    """Visits, hours, steps and plans of one loan, for the co-op and the bank."""
    loan = may_do.walked_loan(request.user, key)
    visits = Visit.objects.filter(loan=loan).select_related("person")
    listing = Listing(
        request,
        visits,
        columns=[
            Column("on", _("Day"), lambda row: row.on, sort="on"),
            Column("kind", _("What"), lambda row: row.get_kind_display(), sort="kind"),
            Column("person", _("Who"), lambda row: row.person.name, sort="person__name"),
            Column("minutes", _("Minutes"), lambda row: 0 if row.is_struck else row.minutes, sort="minutes"),
            Column("words", _("In words"), lambda row: row.words),
        ],
        name=f"visits-{loan.key}",
        default_sort="-on",
        note=demo_note(),
    )
    if answer := listing.export():
        return answer
    spent = visits.filter(is_struck=False).aggregate(sum=Sum("minutes"))["sum"] or 0
    is_of_bank = may_do.is_of_bank(request.user, loan.lender)
    (watched,) = watch.watched([loan], on=today())
    context = {
        "loan": loan,
        "listing": listing,
        "visit_count": visits.filter(is_struck=False).count(),
        "hours": hours(spent),
        "steps": loan.next_steps.order_by(F("done_on").desc(nulls_first=True), "due_on", "pk")[:ROWS],
        "plans": loan.walk_plans.order_by("-starts_on", "-pk"),
        "running_plan": loan.walk_plans.filter(ended_on=None).first(),
        "reasons": watched.reasons if loan.stage in Loan.RUNNING else [],
        "is_of_bank": is_of_bank,
        "may_plan": is_of_bank and loan.stage in Loan.RUNNING,
        "me": may_do.person(request.user),
    }
    return render(request, "bank/log.html", context)


def _steps(rows: Sequence[tuple[str, str, date | None]]) -> list[walking.Step]:
    return [walking.Step(side, text, due_on) for side, text, due_on in rows]


def _words(loan: Loan, **said: Any) -> dict[str, Any]:
    return {
        "back": reverse("bank_loan_log", args=[loan.key]),
        "back_text": loan.full_name,
        "sees": _("Only people of the co-op and of the bank read the log."),
    } | said


def _kept_loan(request: HttpRequest, key: str) -> Loan:
    loan = may_do.walked_loan(request.user, key)
    demand(may_do.is_of_bank(request.user, loan.lender))
    return loan


@signed_in
def write(request: HttpRequest, key: str) -> HttpResponse:
    """Somebody of the bank logs time given and the steps agreed on."""
    loan = _kept_loan(request, key)
    person = permits.person_of(request.user)
    kind = Visit.Kind.SITE if loan.stage == Loan.Stage.APPLIED else Visit.Kind.VISIT
    form = VisitForm(sent(request), initial={"on": today(), "kind": kind})
    words = _words(loan, title=_("Log a visit or call"), submit=_("Log it"), section_title=_("What it was"))
    return act_page(
        request,
        "bank/request_act.html",
        form,
        lambda once: walking.log(
            loan=loan,
            person=person,
            kind=form.cleaned_data["kind"],
            on=form.cleaned_data["on"],
            minutes=int(form.cleaned_data["hours"] * 60),
            words=form.cleaned_data["words"],
            steps=_steps(form.steps),
            by=person,
            at=now(),
            once=once,
        ),
        words,
    )


@signed_in
def begin_plan(request: HttpRequest, key: str) -> HttpResponse:
    """Co-op and bank agree on what changes."""
    loan = _kept_loan(request, key)
    (watched,) = watch.watched([loan], on=today())
    form = PlanForm(sent(request))
    words = _words(
        loan,
        title=_("Agree on an accompaniment plan"),
        lede=_("A loan that falls short leads to a plan made together, and never to a person."),
        submit=_("Agree on the plan"),
        section_title=_("The plan"),
    )
    is_now = loan.stage in Loan.RUNNING and not loan.walk_plans.filter(ended_on=None).exists()
    return act_page(
        request,
        "bank/request_act.html",
        form if is_now or form.is_bound else None,
        lambda once: walking.begin_plan(
            loan=loan,
            reasons=[reason.code for reason in watched.reasons],
            words=form.cleaned_data["words"],
            review_on=form.cleaned_data["review_on"],
            steps=_steps(form.steps),
            on=today(),
            by=permits.person_of(request.user),
            at=now(),
            once=once,
        ),
        words,
    )


@signed_in
def end_plan(request: HttpRequest, key: str, plan: str) -> HttpResponse:
    """Look at a plan again and say how it goes on."""
    loan = _kept_loan(request, key)
    found: WalkPlan = get_object_or_404(loan.walk_plans, key=plan)
    form = EndPlanForm(sent(request))
    return act_page(
        request,
        "bank/request_act.html",
        form if found.ended_on is None or form.is_bound else None,
        lambda once: walking.end_plan(
            plan=found,
            outcome=form.cleaned_data["outcome"],
            on=today(),
            by=permits.person_of(request.user),
            at=now(),
            once=once,
        ),
        _words(loan, title=_("Look at the plan again"), submit=_("End the plan"), lede=found.words),
    )


@require_POST
@signed_in
def do_step(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """A step was done: the co-op says so of its own, the bank of any."""
    loan = may_do.walked_loan(request.user, key)
    found: NextStep = get_object_or_404(loan.next_steps, key=step)
    demand(found.side == NextStep.Side.COOP or may_do.is_of_bank(request.user, loan.lender))
    return _done(
        request,
        key,
        lambda once: walking.do_step(
            step=found, on=today(), by=permits.person_of(request.user), at=now(), once=once
        ),
        _("The step is done."),
    )


@require_POST
@signed_in
def strike(request: HttpRequest, key: str, visit: str) -> HttpResponse:
    """Strike one's own entry."""
    loan = _kept_loan(request, key)
    found: Visit = get_object_or_404(loan.visits, key=visit, person=may_do.person(request.user))
    return _done(
        request,
        key,
        lambda once: walking.strike(
            visit=found, on=today(), by=permits.person_of(request.user), at=now(), once=once
        ),
        _("The entry is struck."),
    )


def _done(request: HttpRequest, key: str, act: Any, said: str) -> HttpResponse:
    form = ActForm(request.POST)
    if form.attempt(act):
        messages.success(request, said)
    else:
        messages.error(request, " ".join(str(text) for text in form.non_field_errors()))
    return redirect("bank_loan_log", key)
