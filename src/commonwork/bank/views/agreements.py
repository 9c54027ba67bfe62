"""The agreement on paper, in each language: terms, what counts as surplus, no guarantor; and the signed copy."""

from typing import Any

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
from commonwork.bank.actions import closings, draws
from commonwork.bank.forms_requests import FileForm
from commonwork.bank.models import Loan, Terms
from commonwork.bank.views import loan_page
from commonwork.bank.views.acting import act_page
from commonwork.bank.views.papers import file_of, in_language, made
from commonwork.record import documents
from commonwork.registry.clock import now, today
from commonwork.ui import dates, pdf
from commonwork.ui.money import money, percent


def _agreed(account: Any, key: str) -> Loan:
    """A loan with terms, for those who see it whole. 404 otherwise."""
    loan = may_do.whole_loan(account, key)
    if not loan.has_terms:
        raise Http404
    return loan


@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    """The agreement in words, its paper to sign, and the signed copy."""
    loan = _agreed(request.user, key)
    context = {
        "loan": loan,
        "clauses": clauses(loan),
        "terms": loan_page.terms(loan),
        "papers": documents.kept(loan),
        "printed": [
            (_(str(name)), reverse("bank_loan_agreement_paper", args=[key, code]))
            for code, name in settings.LANGUAGES
        ],
        "may_keep": may(request.user, Permission.LOAN_DISBURSE, loan.lender),
    }
    return render(request, "bank/agreement.html", context)


def clauses(loan: Loan) -> list[tuple[str, str]]:
    """(heading, sentence) of the agreement, from the frozen terms."""
    assert loan.agreed_on and loan.ends_on and loan.annual_rate_bp is not None
    newest = Terms.objects.filter(loan=loan).order_by("-number").first()
    said = {
        "coop": loan.borrower.name,
        "bank": queries.public_name(loan.agreed_on) or loan.lender.name,
        "amount": money(loan.principal_minor, loan.unit),
        "rate": percent(loan.annual_rate_bp),
        "share": percent(loan.share_bp or 0),
        "ends_on": dates.day(loan.ends_on),
        "count": loan.get_day_count_display(),
        "mode": loan.get_mode_display(),
        "stated": loan_page.stated_words(loan),
        "period": loan.period_word,
        "schedule": newest.get_schedule_display() if newest else "",
        "every": newest.get_every_display() if newest else "",
        "payments": newest.count if newest else 0,
        "starts_on": dates.day(newest.starts_on) if newest else "",
    }
    middle = _of_surplus(loan) if loan.kind == Loan.Kind.SURPLUS_SHARE else _of_schedule()
    found = [
        (
            _("The loan"),
            _("%(bank)s lends %(coop)s up to %(amount)s. It is drawn in parts, against invoices.")
            if draws.needs_request(loan, on=loan.agreed_on)
            else _("%(bank)s lends %(coop)s up to %(amount)s. It can be drawn in parts."),
        ),
        *middle,
        (
            _("No person answers for it"),
            _(
                "No member, worker or other person guarantees this loan with what they own, now or later. Only what is "
                "bought with it can be asked back."
            ),
        ),
        (
            _("Walking along"),
            _(
                "%(bank)s visits and helps while the loan runs. What is said then stays between co-op and bank."
            ),
        ),
    ]
    return [(str(head), str(text) % said) for head, text in found]


def _of_surplus(loan: Loan) -> list[tuple[str, str]]:
    """What only a loan paid from surplus says."""
    losses = [
        (_("Losses"), _("Losses are made good first: nothing is due until surpluses outweigh them.")),
    ]
    return [
        (
            _("Interest"),
            _("Interest is simple, %(rate)s a year, %(count)s; it never earns interest itself: %(mode)s."),
        ),
        (
            _("When something is due"),
            _(
                "%(coop)s states its surplus %(stated)s. At most %(share)s of it is due, interest first, then the loan. In "
                "a %(period)s without surplus nothing is due, and a late statement is no late payment."
            ),
        ),
        *(losses if loan.carries_losses else []),
        (_("What counts as surplus"), loan.surplus_definition.replace("%", "%%")),
        (
            _("The end"),
            _(
                "The agreement ends on %(ends_on)s. Interest that no surplus has paid by then is forgiven. What is still "
                "owed of the loan leads to a plan made together."
            ),
        ),
    ]


def _of_schedule() -> list[tuple[str, str]]:
    """What only a loan on a schedule says."""
    return [
        (_("Interest"), _("Interest is simple, %(rate)s a year, %(count)s; it never earns interest itself.")),
        (
            _("When something is due"),
            _("%(payments)s payments, %(every)s, the first period from %(starts_on)s: %(schedule)s."),
        ),
        (
            _("The end"),
            _(
                "The last payment is due on %(ends_on)s. A loan that falls short leads to a plan made together."
            ),
        ),
    ]


@signed_in
def paper(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """The agreement as PDF in one of the network's languages."""
    loan = _agreed(request.user, key)
    assert loan.agreed_on is not None
    with in_language(language):
        data = {
            "subject": loan.borrower.name,
            "span": dates.day(loan.agreed_on),
            "terms": loan_page.terms(loan),
            "clauses": clauses(loan),
            "notes": [
                _("The terms are those in force on %(day)s; they never follow a later policy.")
                % {"day": dates.day(loan.agreed_on)},
                _("This is not legal advice. Ask a lawyer before you sign."),
            ],
            "signing": [
                _("For %(name)s, place and day") % {"name": loan.borrower.name},
                _("For %(name)s, place and day") % {"name": loan.lender.name},
            ],
        }
        content = made(
            "agreement.typ", data, title=_("Loan agreement"), about=f"{loan.borrower.name}, {loan.key}"
        )
    return pdf.answer(f"agreement-{loan.key}-{language}", content)


@requires(Permission.LOAN_DISBURSE)
def keep(request: HttpRequest, key: str) -> HttpResponse:
    """Keep the signed agreement with the loan."""
    loan = permits.loan_for(request.user, key, Permission.LOAN_DISBURSE)
    form = FileForm(sent(request), request.FILES or None)
    context = {
        "title": _("Keep the signed agreement"),
        "lede": _("Print it, sign it together, and add it here as a PDF or a photo of each page."),
        "submit": _("Keep it"),
        "section_title": _("The signed paper"),
        "back": reverse("bank_loan_agreement", args=[key]),
        "back_text": loan.full_name,
        "sees": _("The co-op's people and the bank's circle can open it."),
    }
    return act_page(
        request,
        "bank/request_act.html",
        form if loan.has_terms else None,
        lambda once: closings.keep_agreement(
            loan=loan,
            files=form.contents,
            on=today(),
            by=permits.person_of(request.user),
            at=now(),
            once=once,
        ),
        context,
    )


@signed_in
def file(request: HttpRequest, key: str, paper: str) -> HttpResponse:
    """A paper beside a loan, for those who see it whole."""
    return file_of(may_do.whole_loan(request.user, key), paper)
