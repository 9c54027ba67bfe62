"""Pages of surplus statements and corrections: file one, correct a quarter, record what came earlier or not at all."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from commonwork.access.acting import sent
from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.bank import permits, queries
from commonwork.bank.actions import corrections, quarters, statements
from commonwork.bank.forms_loans import (
    CorrectForm,
    FromBooksForm,
    MoneyOnForm,
    NoteForm,
    StatementForm,
)
from commonwork.bank.models import Loan, Statement, period_name
from commonwork.bank.views.shown import of_loan, page
from commonwork.record import documents
from commonwork.registry.clock import now, today
from commonwork.rules.loans.due import share_of_surplus
from commonwork.ui.forms import ActForm
from commonwork.ui.money import money


@requires(Permission.LOAN_APPLY)
def file(request: HttpRequest, key: str) -> HttpResponse:
    """The borrower's treasurer files the statement of the quarter that is next."""
    loan = permits.loan_for_borrower(request.user, key)
    period = queries.next_quarter(loan, queries.position(loan))
    title = _("File the surplus statement")
    seen = _("Only the co-op's treasurer sees this page.")
    if period is None or period[1] - quarters.ONE_DAY > today():
        nothing = _("No %(period)s of this loan is over yet.") % {"period": loan.period_word}
        return page(request, None, str, of_loan(loan, title, submit="", seen=seen, nothing=nothing))
    starts_on, ends_on = period
    surplus = quarters.in_books(loan, starts_on=starts_on, ends_on=ends_on)
    form: ActForm = (StatementForm if surplus is None else FromBooksForm)(
        sent(request),
        request.FILES if request.method == "POST" else None,
        initial={"ends_on": ends_on, "reserve_minor": 0},
    )
    quarter = period_name(starts_on, ends_on)
    lede = (
        _("Your books are kept elsewhere: write down the figures of %(quarter)s.") % {"quarter": quarter}
        if surplus is None
        else _("Your books show %(surplus)s for %(quarter)s, the cost of this loan left out.")
        % {"surplus": money(surplus), "quarter": quarter}
    )
    return page(
        request,
        form,
        lambda once: _file(request, loan, form, once),
        of_loan(
            loan,
            title,
            submit=_("File the statement"),
            seen=seen,
            lede=lede,
            form_title=quarter,
            happens=_(
                "The bank reckons what is due from it. A statement that comes late is no late payment: what is due is "
                "due from the day it is made."
            ),
        ),
    )


def _file(request: HttpRequest, loan: Loan, form: ActForm, once: str) -> Statement:
    said = form.cleaned_data
    figures = {
        name: said[name]
        for name in ("income_minor", "costs_minor", "wages_minor", "reserve_minor")
        if name in said
    }
    by, at = permits.person_of(request.user), now()
    paper = said.get("paper")
    return statements.file_with_paper(
        loan=loan,
        ends_on=said["ends_on"],
        figures=figures,
        paper=paper.read() if paper else None,
        by=by,
        at=at,
        once=once,
    )


@requires(Permission.LOAN_SEE)
def paper(request: HttpRequest, key: str, statement: str, document: str) -> HttpResponse:
    """A paper of a statement, for those who see the loan whole."""
    loan = permits.visible_loan(request.user, key)
    row = Statement.objects.filter(loan=loan, key=statement).first()
    found = documents.document_of(row, document) if row else None
    if found is None or not permits.may_see_whole(request.user, loan):
        raise Http404
    return documents.answer(found)


@requires(Permission.LOAN_RECEIVE)
def correct(request: HttpRequest, key: str, starts_on: date) -> HttpResponse:
    """Correct the surplus of a closed quarter; the loan is replayed."""
    loan = permits.loan_for(request.user, key, Permission.LOAN_RECEIVE)
    quarter = loan.quarters.filter(starts_on=starts_on).first()
    if quarter is None:
        raise Http404
    quarter.loan = loan
    known = quarters.in_books(loan, starts_on=quarter.starts_on, ends_on=quarter.ends_on)
    said = known if known is not None else quarter.surplus_minor
    form = CorrectForm(sent(request), initial={"surplus_minor": said})
    rows = [(_("As it counts now"), quarter.surplus_minor)]
    if known is not None and known != quarter.surplus_minor:
        rows.append((_("In the co-op's books now"), known))
    return page(
        request,
        form,
        lambda once: corrections.restate(
            quarter=quarter,
            surplus_minor=form.cleaned_data["surplus_minor"],
            note=form.cleaned_data["note"],
            by=permits.person_of(request.user),
            at=now(),
            once=once,
        ),
        of_loan(
            loan,
            _("Correct %(quarter)s") % {"quarter": quarter.name},
            submit=_("Correct the %(period)s") % {"period": loan.period_word},
            rows_title=quarter.name,
            heads=[_("Surplus statement"), _("Surplus"), _("Its share at most")],
            rows=[
                (name, [surplus, share_of_surplus(surplus_minor=surplus, share_bp=loan.share_bp or 0)])
                for name, surplus in rows
            ],
            form_title=_("The correction"),
            happens=_(
                "The loan is reckoned anew from there on, and only the difference is posted in both books. What "
                "was paid above the share is held for the co-op, without interest, until the next payment is due."
            ),
        ),
    )


@requires(Permission.LOAN_RECEIVE)
def earlier_payment(request: HttpRequest, key: str) -> HttpResponse:
    """Record a payment that came on an earlier day."""
    loan = permits.loan_for(request.user, key, Permission.LOAN_RECEIVE)
    form = MoneyOnForm(sent(request))
    return page(
        request,
        form if loan.stage in corrections.RUN or form.is_bound else None,
        lambda once: corrections.back_date(loan=loan, **_money(request, form, once)),
        of_loan(
            loan,
            _("Record a payment that came earlier"),
            submit=_("Record the earlier payment"),
            happens=_(
                "The loan is reckoned anew from that day on: less interest ran since. Only the difference is posted."
            ),
        ),
    )


@requires(Permission.LOAN_RECEIVE)
def take_back(request: HttpRequest, key: str, payment: str) -> HttpResponse:
    """A payment did not come after all."""
    loan = permits.loan_for(request.user, key, Permission.LOAN_RECEIVE)
    row = loan.payments.filter(key=payment).first()
    if row is None:
        raise Http404
    form = NoteForm(sent(request))
    return page(
        request,
        form if not row.is_void or form.is_bound else None,
        lambda once: corrections.take_back(
            payment=row,
            note=form.cleaned_data["note"],
            by=permits.person_of(request.user),
            at=now(),
            once=once,
        ),
        of_loan(
            loan,
            _("Take back the payment of %(amount)s") % {"amount": money(row.amount_minor)},
            submit=_("Take it back"),
            nothing=_("This payment was taken back already."),
            happens=_("The loan is reckoned anew without it. Only the difference is posted."),
        ),
    )


@requires(Permission.LOAN_RECEIVE)
def give_back(request: HttpRequest, key: str) -> HttpResponse:
    """Pay back to the co-op what is held for it."""
    loan = permits.loan_for(request.user, key, Permission.LOAN_RECEIVE)
    held = queries.position(loan).held_minor
    form = MoneyOnForm(sent(request), initial={"amount_minor": held, "on": today()})
    return page(
        request,
        form if held or form.is_bound else None,
        lambda once: corrections.give_back(loan=loan, **_money(request, form, once)),
        of_loan(
            loan,
            _("Give back what is held"),
            submit=_("Give it back"),
            lede=_("%(amount)s is held for the co-op. It would go to the next payment that is due.")
            % {"amount": money(held)},
            nothing=_("Nothing is held for this co-op."),
        ),
    )


def _money(request: HttpRequest, form: ActForm, once: str) -> dict[str, Any]:
    return {
        "amount_minor": form.cleaned_data["amount_minor"],
        "on": form.cleaned_data["on"],
        "by": permits.person_of(request.user),
        "at": now(),
        "once": once,
    }
