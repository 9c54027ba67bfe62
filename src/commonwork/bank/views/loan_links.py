"""What leads from a loan's page to what stands around it, for whoever may open each."""

from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.permissions import Permission as P
from commonwork.access.queries import Asker, may
from commonwork.bank import permits_requests as may_do
from commonwork.bank.actions import draws
from commonwork.bank.models import DrawRequest, Loan, LoanReview
from commonwork.bank.queries import applying
from commonwork.bank.views import closing

UNDRAWN = (Loan.Stage.APPLIED, Loan.Stage.APPROVED, Loan.Stage.AGREED)


def links(account: Asker, loan: Loan, *, is_whole: bool) -> list[tuple[str, str]]:
    """(words, address), in the order of a loan's way."""
    if not is_whole:
        return _of_public(loan)
    found: list[tuple[str, str]] = []

    def add(text: str, name: str, *, when: bool = True) -> None:
        if when:
            found.append((text, reverse(name, args=[loan.key])))

    is_bank, is_own = may_do.is_of_bank(account, loan.lender), may_do.is_of(account, loan.borrower)
    is_decided = loan.stage != Loan.Stage.APPLIED
    if application := applying.came_as(loan):
        found.append((_("The application"), application.get_absolute_url()))
    add(_("Memo and reviews"), "bank_loan_reviews", when=is_bank)
    add(_("The decision and its conditions"), "bank_loan_decision", when=is_decided)
    add(_("The agreement"), "bank_loan_agreement", when=loan.has_terms)
    may_choose = may(account, P.LOAN_DISBURSE, loan.lender)
    add(_("The fund it draws on"), "bank_loan_fund", when=may_choose and loan.stage in UNDRAWN)
    add(_("Draws and receipts"), "bank_draw_requests", when=loan.has_terms)
    add(_("Visits and next steps"), "bank_loan_log", when=is_bank or is_own)
    add(_("Closing"), "bank_loan_closing", when=loan.agreed_on is not None and loan.stage not in Loan.RUNNING)
    add(_("The story for the public"), "bank_loan_story_choose", when=is_own and loan.has_terms)
    if is_own:
        found.append((_("All loans of your co-op"), reverse("bank_ours", args=[loan.borrower.key])))
    return found


def _of_public(loan: Loan) -> list[tuple[str, str]]:
    shown = loan.story_fields.filter(taken_back_on=None, code="name").exists()
    return [(_("The story of this loan"), reverse("bank_loan_story", args=[loan.key]))] if shown else []


def buttons(account: Asker, loan: Loan, owed_minor: int) -> list[tuple[str, str]]:
    """(words, address) of what this account can do around the loan now."""
    found = []
    if may_do.may_ask_draw(account, loan) and loan.stage in Loan.RUNNING and draws.free_to_ask(loan) > 0:
        found.append((_("Ask for a part of the loan"), reverse("bank_draw_request_ask", args=[loan.key])))
    waiting = DrawRequest.objects.filter(loan=loan, state__in=DrawRequest.OPEN)
    if may(account, P.LOAN_DISBURSE, loan.lender) and waiting.exists():
        found.append((_("Look at the requests for money"), reverse("bank_draw_requests", args=[loan.key])))
    if loan.stage == Loan.Stage.APPLIED:
        if may(account, P.LOAN_DISBURSE, loan.lender):
            found.append((_("Write the memo"), reverse("bank_loan_memo", args=[loan.key])))
        if may_do.is_of_bank(account, loan.lender):
            given = LoanReview.objects.filter(loan=loan, reviewer=may_do.person(account)).exists()
            if not given:
                found.append((_("Score this application"), reverse("bank_loan_review", args=[loan.key])))
    ready = closing.is_done(loan, owed_minor) and not hasattr(loan, "closing")
    if ready and may(account, P.LOAN_DISBURSE, loan.lender):
        words = _("Write down what was learnt") if loan.stage == Loan.Stage.CLOSED else _("Close the loan")
        found.append((words, reverse("bank_loan_close", args=[loan.key])))
    return found
