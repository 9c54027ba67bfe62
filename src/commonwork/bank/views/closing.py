"""The end of a loan: its closing page, and the letter that says nothing is owed."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.acting import sent
from commonwork.access.guard import requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.bank import permits, queries
from commonwork.bank import permits_requests as may_do
from commonwork.bank.actions import closings
from commonwork.bank.forms_requests import ClosingForm
from commonwork.bank.models import Loan, LoanClosing
from commonwork.bank.views.acting import act_page
from commonwork.bank.views.papers import in_language, made
from commonwork.record import documents
from commonwork.registry.clock import now, today
from commonwork.ui import dates, pdf
from commonwork.ui.money import money


@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    """What the loan came to, thanks, what was learnt, and its papers."""
    loan = may_do.whole_loan(request.user, key)
    closing = LoanClosing.objects.filter(loan=loan).first()
    interest, principal = queries.paid_back(loan)
    standing = queries.position(loan)
    context = {
        "loan": loan,
        "closing": closing,
        "standing": standing,
        "interest_minor": interest,
        "back_minor": principal,
        "papers": documents.kept(loan),
        "printed": [
            (_(str(name)), reverse("bank_loan_closing_paper", args=[key, code]))
            for code, name in settings.LANGUAGES
        ],
        "may_close": may(request.user, Permission.LOAN_DISBURSE, loan.lender) and closing is None,
        "is_done": is_done(loan, standing.owed_minor),
    }
    return render(request, "bank/closing.html", context)


def is_done(loan: Loan, owed_minor: int) -> bool:
    """Can the loan be closed: agreed once, not running any more, nothing owed?"""
    return loan.agreed_on is not None and loan.stage not in Loan.RUNNING and owed_minor == 0


@requires(Permission.LOAN_DISBURSE)
def close(request: HttpRequest, key: str) -> HttpResponse:
    """Close a loan with thanks."""
    loan = permits.loan_for(request.user, key, Permission.LOAN_DISBURSE)
    form = ClosingForm(sent(request))
    ready = is_done(loan, queries.position(loan).owed_minor)
    closed = LoanClosing.objects.filter(loan=loan).exists()
    context = {
        "title": _("Close the loan"),
        "lede": _("Nothing is owed any more. Thank the co-op, and keep what was learnt for the next loan."),
        "submit": _("Close the loan"),
        "section_title": _("In a few words"),
        "back": reverse("bank_loan_closing", args=[key]),
        "back_text": loan.full_name,
        "nothing": _("This loan is closed.") if closed else _("Something is still owed on this loan."),
        "sees": _("The co-op's people and the bank's circle read what you write."),
    }
    return act_page(
        request,
        "bank/request_act.html",
        form if (ready and not closed) or form.is_bound else None,
        lambda once: closings.close(
            loan=loan,
            thanks=form.cleaned_data["thanks"],
            learnt=form.cleaned_data["learnt"],
            on=today(),
            by=permits.person_of(request.user),
            at=now(),
            once=once,
        ),
        context,
    )


@signed_in
def letter(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """The closing letter as PDF."""
    loan = may_do.whole_loan(request.user, key)
    closing = LoanClosing.objects.filter(loan=loan).first()
    if closing is None:
        raise Http404
    (interest, principal), standing = queries.paid_back(loan), queries.position(loan)
    given_up = [(_("Given up"), money(standing.forgiven_minor, loan.unit))] if standing.forgiven_minor else []
    with in_language(language):
        said = {"coop": loan.borrower.name, "loan": str(loan), "day": dates.day(closing.closed_on)}
        data = {
            "subject": loan.borrower.name,
            "span": dates.day(closing.closed_on),
            "terms": [
                (_("Drawn"), money(standing.drawn_minor, loan.unit)),
                (_("Paid back"), money(principal, loan.unit)),
                (_("Interest paid"), money(interest, loan.unit)),
                *given_up,
                (_("Still owed"), money(standing.owed_minor, loan.unit)),
            ],
            "clauses": [
                (
                    _("Nothing is owed"),
                    _("“%(loan)s” of %(coop)s is closed on %(day)s. Nothing is owed on it any more.") % said,
                ),
                *([(_("Thanks"), closing.thanks)] if closing.thanks else []),
                (_("What was learnt"), closing.learnt),
            ],
            "notes": [],
            "signing": [_("For %(name)s, place and day") % {"name": loan.lender.name}],
        }
        content = made(
            "agreement.typ", data, title=_("Closing letter"), about=f"{loan.borrower.name}, {loan.key}"
        )
    return pdf.answer(f"closing-{loan.key}-{language}", content)
