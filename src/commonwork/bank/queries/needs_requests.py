"""What a loan's way needs from whom: drafts to finish, applications to read, requests to look at, receipts, steps."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, may, where
from commonwork.bank import HOUSE_KEY
from commonwork.bank import permits_requests as may_do
from commonwork.bank.models import Application, DrawRequest, Loan, LoanReview, NextStep, WalkPlan
from commonwork.bank.policies_requests import RECEIPT_DAYS, REVIEWS
from commonwork.bank.queries import needs as before
from commonwork.bank.queries.needs import SOON_DAYS, Need
from commonwork.bank.queries.needs_funds import of_money
from commonwork.charter.queries import in_force
from commonwork.registry.models import Organisation
from commonwork.registry.queries import organisations_of
from commonwork.ui.money import money


def needs(account: Asker, on: date) -> list[Need]:
    """What the bank asks of this account on a day, earliest first, undated last."""
    found = [*before.needs(account, on), *_of_coop(account, on)]
    bank = Organisation.objects.filter(key=HOUSE_KEY).first()
    if bank is not None and may_do.is_of_bank(account, bank):
        found += of_money(account, bank, on)
        found += [*_of_readers(account, bank, on), *_of_officers(account, bank, on), *_of_walkers(bank, on)]
    return sorted(found, key=lambda need: (need.due_on is None, need.due_on or on, need.title))


def _of_coop(account: Asker, on: date) -> Iterator[Need]:
    asks_for = where(account, Permission.LOAN_APPLY).exclude(kind=Organisation.Kind.INSTITUTION)
    for draft in Application.objects.filter(borrower__in=asks_for, state=Application.State.DRAFT):
        yield Need(
            _("Go on with the application: %(coop)s") % {"coop": draft.borrower.name},
            _("What was typed is kept."),
            None,
            draft.get_absolute_url(),
            _("Go on"),
        )
    limit = in_force(RECEIPT_DAYS, on=on)
    paid = DrawRequest.objects.filter(
        loan__borrower__in=asks_for, state=DrawRequest.State.PAID, receipts_on=None
    )
    for request in paid.select_related("draw"):
        assert request.draw is not None
        yield Need(
            _("Show the receipts: %(loan)s") % {"loan": request.loan},
            _("%(amount)s was paid out for it.") % {"amount": money(request.amount_minor)},
            request.draw.on + timedelta(days=limit.value) if limit else None,
            reverse("bank_draw_request_receipts", args=[request.key]),
            _("Show"),
        )
    who = may_do.person(account)
    coops = organisations_of(who, on=on) if who else Organisation.objects.none()
    yield from _steps(Q(loan__borrower__in=coops, side=NextStep.Side.COOP), on)


def _of_readers(account: Asker, bank: Organisation, on: date) -> Iterator[Need]:
    """Reviews are asked for where a body decided how many it wants."""
    wanted, person = in_force(REVIEWS, on=on, organisation=bank), may_do.person(account)
    if wanted is None:
        return
    given = LoanReview.objects.filter(reviewer=person).values("loan")
    for loan in Loan.objects.filter(lender=bank, stage=Loan.Stage.APPLIED).exclude(pk__in=given):
        if loan.reviews.filter(has_conflict=False).count() < wanted.value:
            yield Need(
                _("Score the application: %(loan)s") % {"loan": loan.full_name},
                _("%(coop)s asks for %(amount)s.")
                % {"coop": loan.borrower.name, "amount": money(loan.principal_minor)},
                None,
                reverse("bank_loan_review", args=[loan.key]),
                _("Score"),
            )


def _of_officers(account: Asker, bank: Organisation, on: date) -> Iterator[Need]:
    if not may(account, Permission.LOAN_DISBURSE, bank):
        return
    unread = Loan.objects.filter(lender=bank, stage=Loan.Stage.APPLIED, application__isnull=False, memo=None)
    for loan in unread:
        yield Need(
            _("Write the memo: %(loan)s") % {"loan": loan.full_name},
            _("The committee reads it before it votes."),
            None,
            reverse("bank_loan_memo", args=[loan.key]),
            _("Write"),
        )
    for request in DrawRequest.objects.filter(loan__lender=bank, state__in=DrawRequest.OPEN):
        is_new = request.state == DrawRequest.State.ASKED
        title = _("Look at the request: %(loan)s") if is_new else _("Pay the request out: %(loan)s")
        yield Need(
            title % {"loan": request.loan.full_name},
            _("%(coop)s asks for %(amount)s.")
            % {"coop": request.loan.borrower.name, "amount": money(request.amount_minor)},
            None,
            request.get_absolute_url(),
            _("Look") if is_new else _("Pay"),
        )


def _of_walkers(bank: Organisation, on: date) -> Iterator[Need]:
    soon = on + timedelta(days=SOON_DAYS)
    for plan in WalkPlan.objects.filter(loan__lender=bank, ended_on=None, review_on__lte=soon):
        yield Need(
            _("Look at the plan again: %(loan)s") % {"loan": plan.loan.full_name},
            _("Co-op and bank agreed on this day."),
            plan.review_on,
            plan.get_absolute_url(),
            _("Open"),
        )
    yield from _steps(Q(loan__lender=bank, side=NextStep.Side.BANK), on)


def _steps(whose: Q, on: date) -> Iterator[Need]:
    soon = on + timedelta(days=SOON_DAYS)
    for step in NextStep.objects.filter(whose, done_on=None, due_on__lte=soon):
        yield Need(
            step.text, _("Agreed at a visit: %(loan)s.") % {"loan": step.loan.full_name}, step.due_on,
            step.get_absolute_url(), _("Open"),
        )  # fmt: skip
