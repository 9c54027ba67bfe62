"""Reading an application: criteria, reviews, the memo. For the bank's own people."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.acting import sent
from commonwork.access.guard import public, requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.bank import permits
from commonwork.bank import permits_requests as may_do
from commonwork.bank.actions import reviews
from commonwork.bank.forms_requests import CriteriaForm, MemoForm, ReviewForm
from commonwork.bank.models import Loan, LoanMemo, LoanReview, Visit
from commonwork.bank.queries import applying, reviewing
from commonwork.bank.views.acting import act_page
from commonwork.registry.clock import now, today


@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Everything the committee reads before it votes: the memo, visits, scores and words of reviewers."""
    loan = may_do.read_loan(request.user, key)
    scores = reviewing.scores(loan)
    is_open = loan.stage == Loan.Stage.APPLIED
    context = {
        "loan": loan,
        "memo": LoanMemo.objects.filter(loan=loan).select_related("author").first(),
        "scores": scores,
        "rows": [
            {
                "scored": row,
                "average": shown(row.average_hundredths),
                "given": [str(one.scores.get(row.criterion.code, "")) for one in scores.counted],
            }
            for row in scores.rows
        ],
        "average": shown(scores.average_hundredths),
        "visits": Visit.objects.filter(loan=loan, kind=Visit.Kind.SITE, is_struck=False).select_related(
            "person"
        ),
        "application": applying.came_as(loan),
        "is_open": is_open,
        "may_decide": may(request.user, Permission.LOAN_DECIDE, loan.lender),
        "has_reviewed": LoanReview.objects.filter(loan=loan, reviewer=may_do.person(request.user)).exists(),
    }
    return render(request, "bank/reviews.html", context)


def shown(hundredths: int | None) -> str:
    """Points as people read them: 4.2, or 3.67.

    >>> shown(420), shown(367), shown(None)
    ('4.2', '3.67', '')
    """
    if hundredths is None:
        return ""
    return f"{hundredths // 100}.{hundredths % 100:02}".rstrip("0").rstrip(".")


@signed_in
def review(request: HttpRequest, key: str) -> HttpResponse:
    """One reviewer's scores."""
    loan = may_do.read_loan(request.user, key)
    person = permits.person_of(request.user)
    wanted = reviewing.criteria(reviewing.criteria_version(loan.lender, on=today()))
    given = LoanReview.objects.filter(loan=loan, reviewer=person).first()
    initial: dict[str, Any] = {}
    if given is not None:
        initial = {f"score_{code}": score for code, score in given.scores.items()}
        initial |= {"words": given.words, "has_conflict": given.has_conflict}
    form = ReviewForm(sent(request), criteria=wanted, initial=initial)
    context = {
        "title": _("Score this application"),
        "lede": _("1 is weak, 5 is strong. The average orders the talk; the committee decides."),
        "submit": _("Give my review"),
        "section_title": _("Your review"),
        "back": loan.get_absolute_url(),
        "back_text": loan.full_name,
        "nothing": _("This loan is not open for reviews."),
        "sees": _("The bank's officers and committee read your review."),
    }
    return act_page(
        request,
        "bank/request_act.html",
        form if loan.stage == Loan.Stage.APPLIED or form.is_bound else None,
        lambda once: reviews.give(
            loan=loan,
            reviewer=person,
            scores=form.scores,
            has_conflict=form.cleaned_data["has_conflict"],
            words=form.cleaned_data["words"],
            on=today(),
            by=person,
            at=now(),
            once=once,
        ),
        context,
    )


@requires(Permission.LOAN_DISBURSE)
def memo(request: HttpRequest, key: str) -> HttpResponse:
    """The officer's memo for the committee."""
    loan = permits.loan_for(request.user, key, Permission.LOAN_DISBURSE)
    kept = LoanMemo.objects.filter(loan=loan).first()
    names = ("asks", "speaks_for", "worries", "proposes")
    initial = {name: getattr(kept, name) for name in names} if kept else {"asks": loan.purpose}
    form = MemoForm(sent(request), initial=initial)
    person = permits.person_of(request.user)
    context = {
        "title": _("Memo for the committee"),
        "lede": _(
            "Four short parts, so that everybody can follow. You can write it anew until the committee decides."
        ),
        "submit": _("Keep the memo"),
        "section_title": _("The memo"),
        "back": loan.get_absolute_url(),
        "back_text": loan.full_name,
        "nothing": _("The committee has decided; the memo stands as it is."),
        "sees": _("The bank's officers and committee read the memo."),
    }
    return act_page(
        request,
        "bank/request_act.html",
        form if loan.stage == Loan.Stage.APPLIED or form.is_bound else None,
        lambda once: reviews.write_memo(
            loan=loan, author=person, on=today(), by=person, at=now(), once=once,
            **{name: form.cleaned_data[name] for name in names},
        ),
        context,
    )  # fmt: skip


@public
def criteria(request: HttpRequest) -> HttpResponse:
    """What reviewers look at. Anyone may read it before asking."""
    bank = permits.house()
    version = reviewing.criteria_version(bank)
    context = {
        "criteria": reviewing.criteria(version),
        "version": version,
        "may_adopt": may(request.user, Permission.LOAN_DECIDE, bank),
    }
    return render(request, "bank/criteria.html", context)


@requires(Permission.LOAN_DECIDE)
def adopt(request: HttpRequest) -> HttpResponse:
    """The committee adopts a new version of its criteria."""
    bank = permits.house()
    version = reviewing.criteria_version(bank)
    rows = version.rows if version else reviewing.packaged()
    form = CriteriaForm(sent(request), rows=rows)
    context = {
        "title": _("Adopt criteria"),
        "lede": _("A criterion is a question with a weight from 1 to 9. Empty rows are left out."),
        "submit": _("Adopt these criteria"),
        "section_title": _("The criteria"),
        "back": reverse("bank_criteria"),
        "back_text": _("Criteria"),
        "sees": _("Only the loan committee sees this page."),
        "happens": _(
            "Reviews from now on go by the new version. Reviews by older criteria are heard, not counted."
        ),
    }
    return act_page(
        request,
        "bank/request_act.html",
        form,
        lambda once: reviews.adopt(
            lender=bank, rows=form.rows, on=today(), by=permits.person_of(request.user), at=now(), once=once
        ),
        context,
    )
