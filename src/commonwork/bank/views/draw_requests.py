"""Draws against receipts: ask, look, send back, pay, show receipts."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.acting import sent
from commonwork.access.guard import demand, requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.bank import permits, queries
from commonwork.bank import permits_requests as may_do
from commonwork.bank.actions import draw_requests as acts
from commonwork.bank.actions import draws
from commonwork.bank.forms_requests import DayForm, DeclineForm, DrawRequestForm, FileForm
from commonwork.bank.models import DrawRequest
from commonwork.bank.views.acting import act_page
from commonwork.bank.views.loans import demo_note, major
from commonwork.bank.views.papers import file_of
from commonwork.record import documents
from commonwork.record.queries import tell, trail
from commonwork.registry.clock import now, today
from commonwork.ui.dates import day
from commonwork.ui.forms import ActForm
from commonwork.ui.listing import Column, Listing
from commonwork.ui.money import money


@signed_in
def list_all(request: HttpRequest, key: str) -> HttpResponseBase:
    """The requests on one loan, the newest first, and what can still be drawn."""
    loan = may_do.whole_loan(request.user, key)
    listing = Listing(
        request,
        DrawRequest.objects.filter(loan=loan),
        columns=[
            Column("what", _("What it is for"), lambda row: row.what, href=DrawRequest.get_absolute_url),
            Column("asked_on", _("Asked"), lambda row: row.asked_on, sort="asked_on", show=lambda row: day(row.asked_on)),
            Column("state", _("State"), lambda row: row.get_state_display(), sort="state"),
            Column("receipts_on", _("Receipts"), lambda row: row.receipts_on, show=_receipts),
            Column(
                "amount", _("Amount"), lambda row: major(row.amount_minor), sort="amount_minor", is_number=True,
                show=lambda row: money(row.amount_minor),
            ),
        ],
        name=f"draws-{loan.key}",
        default_sort="-asked_on",
        note=demo_note(),
    )  # fmt: skip
    if answer := listing.export():
        return answer
    standing = queries.position(loan)
    waiting = draws.waiting_minor(loan)
    context = {
        "loan": loan,
        "listing": listing,
        "drawn_minor": loan.principal_minor - draws.left_to_draw(loan, standing),
        "waiting_minor": waiting,
        "left_minor": max(0, draws.left_to_draw(loan, standing) - waiting),
        "may_ask": may_do.may_ask_draw(request.user, loan) and loan.stage in loan.RUNNING,
    }
    return render(request, "bank/draw_requests.html", context)


def _receipts(row: DrawRequest) -> str:
    if row.state != DrawRequest.State.PAID:
        return ""
    return day(row.receipts_on) if row.receipts_on else _("to come")


@requires(Permission.LOAN_APPLY)
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """The borrower's treasurer asks for a part of the loan, with an invoice."""
    loan = permits.loan_for_borrower(request.user, key)
    form = DrawRequestForm(sent(request), request.FILES or None)
    context = {
        "title": _("Ask for a part of the loan"),
        "lede": _(
            "Say what it is for and add the invoice or quote. A loan officer looks at it and pays it out."
        ),
        "submit": _("Ask for it"),
        "section_title": _("What you need"),
        "back": reverse("bank_draw_requests", args=[key]),
        "back_text": loan.full_name,
        "nothing": _("Nothing can be drawn from this loan now."),
        "sees": _("Your members and the bank's circle see the request and its papers."),
        "happens": _(
            "Interest runs only from the day the money is paid out. Afterwards you show the receipts."
        ),
    }
    return act_page(
        request,
        "bank/request_act.html",
        form if (loan.stage in loan.RUNNING and draws.free_to_ask(loan) > 0) or form.is_bound else None,
        lambda once: acts.ask(
            loan=loan,
            amount_minor=form.cleaned_data["amount_minor"],
            what=form.cleaned_data["what"],
            files=form.contents,
            on=today(),
            by=permits.person_of(request.user),
            at=now(),
            once=once,
        ),
        context,
    )


@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One request: its papers, where it stands, and what can be done."""
    found = may_do.request(request.user, key)
    is_officer = may(request.user, Permission.LOAN_DISBURSE, found.loan.lender)
    context = {
        "asked": found,
        "loan": found.loan,
        "papers": documents.kept(found),
        "history": tell(trail(found)[:25]),
        "may_look": is_officer and found.state == DrawRequest.State.ASKED,
        "may_pay": is_officer and found.state == DrawRequest.State.APPROVED,
        "may_show": may_do.may_ask_draw(request.user, found.loan) and found.state == DrawRequest.State.PAID,
    }
    return render(request, "bank/draw_request.html", context)


@signed_in
def file(request: HttpRequest, key: str, paper: str) -> HttpResponse:
    """An invoice or receipt, for those who see the loan whole."""
    return file_of(may_do.request(request.user, key), paper)


def _page(
    request: HttpRequest,
    found: DrawRequest,
    form: ActForm,
    act: Callable[..., Any],
    is_now: bool,
    **words: Any,
) -> HttpResponse:
    context = {
        "back": found.get_absolute_url(),
        "back_text": _("Request for %(amount)s") % {"amount": money(found.amount_minor, found.loan.unit)},
        "nothing": _("This request is at another point now."),
    } | words

    def run(once: str) -> None:
        by = permits.person_of(request.user)
        act(request=found, by=by, at=now(), once=once)

    return act_page(request, "bank/request_act.html", form if is_now or form.is_bound else None, run, context)


@requires(Permission.LOAN_DISBURSE)
def approve(request: HttpRequest, key: str) -> HttpResponse:
    """An officer has looked at the papers."""
    found = may_do.request(request.user, key)
    demand(may(request.user, Permission.LOAN_DISBURSE, found.loan.lender))
    return _page(
        request, found, ActForm(sent(request)), lambda **said: acts.approve(on=today(), **said),
        found.state == DrawRequest.State.ASKED,
        title=_("Approve the request"), submit=_("Approve %(amount)s") % {"amount": money(found.amount_minor)},
        lede=_("You have looked at the invoice, and it fits what the loan is for."), sees=_officers(),
    )  # fmt: skip


@requires(Permission.LOAN_DISBURSE)
def decline(request: HttpRequest, key: str) -> HttpResponse:
    """An officer sends it back and says what is missing."""
    found = may_do.request(request.user, key)
    demand(may(request.user, Permission.LOAN_DISBURSE, found.loan.lender))
    form = DeclineForm(sent(request))
    return _page(
        request, found, form, lambda **said: acts.decline(words=form.cleaned_data["words"], on=today(), **said),
        found.state in DrawRequest.OPEN,
        title=_("Send the request back"), submit=_("Send it back"), sees=_officers(),
    )  # fmt: skip


@requires(Permission.LOAN_DISBURSE)
def pay(request: HttpRequest, key: str) -> HttpResponse:
    """Pay an approved request out."""
    found = may_do.request(request.user, key)
    demand(may(request.user, Permission.LOAN_DISBURSE, found.loan.lender))
    form = DayForm(sent(request), initial={"on": today()})
    return _page(
        request, found, form, lambda **said: acts.pay(on=form.cleaned_data["on"], **said),
        found.state == DrawRequest.State.APPROVED,
        title=_("Pay %(amount)s out") % {"amount": money(found.amount_minor)},
        submit=_("Pay %(amount)s out") % {"amount": money(found.amount_minor)}, sees=_officers(),
        happens=_("The money leaves the bank's cash and arrives at the co-op, in both books at once."),
    )  # fmt: skip


@requires(Permission.LOAN_APPLY)
def receipts(request: HttpRequest, key: str) -> HttpResponse:
    """The borrower shows what was bought."""
    found = may_do.request(request.user, key)
    demand(may_do.may_ask_draw(request.user, found.loan))
    form = FileForm(sent(request), request.FILES or None)
    return _page(
        request, found, form, lambda **said: acts.show_receipts(files=form.contents, on=today(), **said),
        found.state == DrawRequest.State.PAID,
        title=_("Show a receipt"), submit=_("Show it"), section_title=_("The receipt"),
        lede=_("One paper at a time; add as many as there are."),
        sees=_("Your members and the bank's circle see the receipts."),
    )  # fmt: skip


def _officers() -> str:
    return _("Only loan officers of the bank see this page.")
