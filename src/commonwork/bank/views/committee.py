"""Pages of the committee and of the agreement: vote, put down the decision, agree on the terms."""

from django.http import HttpRequest, HttpResponse

from commonwork.access.acting import sent
from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.bank import permits, queries
from commonwork.bank import permits_requests as may_do
from commonwork.bank.actions import decisions, loans, votes
from commonwork.bank.forms import USUAL_SURPLUS, AgreeForm, VoteForm
from commonwork.bank.forms_requests import DecisionForm
from commonwork.bank.models import CommitteeVote, Loan
from commonwork.bank.queries.offers import version_taken_up
from commonwork.bank.views.acting import act_page
from commonwork.charter.queries import value
from commonwork.registry.clock import now, today


@requires(Permission.LOAN_DECIDE)
def vote(request: HttpRequest, key: str) -> HttpResponse:
    """One member of the committee votes."""
    loan = permits.loan_for(request.user, key, Permission.LOAN_DECIDE)
    form = VoteForm(sent(request))
    has_voted = CommitteeVote.objects.filter(loan=loan, person=permits.person_of(request.user)).exists()
    is_open = loan.stage == Loan.Stage.APPLIED and not has_voted
    return act_page(
        request,
        "bank/vote.html",
        form if is_open or form.is_bound else None,
        lambda once: votes.cast(
            loan=loan,
            person=permits.person_of(request.user),
            vote=form.cleaned_data["vote"],
            has_conflict=form.cleaned_data["has_conflict"],
            on=today(),
            by=permits.person_of(request.user),
            at=now(),
            once=once,
        ),
        {"loan": loan, "has_voted": has_voted, "tally": queries.tally(loan, on=today())},
    )


@requires(Permission.LOAN_DECIDE)
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Put down what the votes say, with a reason, the minutes and what is asked for first."""
    loan = permits.loan_for(request.user, key, Permission.LOAN_DECIDE)
    tally = queries.tally(loan, on=today())
    form = DecisionForm(
        sent(request),
        is_approved=tally.is_carried,
        people=may_do.committee(loan.lender),
        initial={"chair": permits.person_of(request.user).key},
    )
    is_ready = loan.stage == Loan.Stage.APPLIED and (tally.is_carried or tally.is_lost)
    return act_page(
        request,
        "bank/decide.html",
        form if is_ready or form.is_bound else None,
        lambda once: decisions.record(
            loan=loan,
            is_approved=tally.is_carried,
            reason=form.cleaned_data["reason"],
            chair=form.cleaned_data["chair"],
            present=list(form.cleaned_data["present"]),
            words=form.cleaned_data["words"],
            conditions=form.conditions,
            on=today(),
            by=permits.person_of(request.user),
            at=now(),
            once=once,
        ),
        {"loan": loan, "tally": tally, "votes": loan.votes.select_related("person").order_by("on", "pk")},
    )


@requires(Permission.LOAN_DISBURSE)
def agree(request: HttpRequest, key: str) -> HttpResponse:
    """Set down the terms. Rate, share and count of days come from the policies in force."""
    loan = permits.loan_for(request.user, key, Permission.LOAN_DISBURSE)
    version = version_taken_up(loan.lender, Loan.Kind.SURPLUS_SHARE, on=today())
    form = AgreeForm(
        sent(request),
        rhythms=version.rhythms if version else [Loan.StatedEvery.QUARTER],
        initial={
            "on": today(),
            "surplus_definition": USUAL_SURPLUS,
            "stated_every": Loan.StatedEvery.QUARTER,
            "year_begins": 1,
        },
    )
    return act_page(
        request,
        "bank/agree.html",
        form if loan.stage == Loan.Stage.APPROVED or form.is_bound else None,
        lambda once: loans.agree(
            loan=loan,
            on=form.cleaned_data["on"],
            ends_on=form.cleaned_data["ends_on"],
            surplus_definition=form.cleaned_data["surplus_definition"],
            stated_every=form.cleaned_data["stated_every"],
            year_begins=form.cleaned_data["year_begins"],
            by=permits.person_of(request.user),
            at=now(),
            once=once,
        ),
        {
            "loan": loan,
            "annual_rate_bp": value("bank.loan_annual_rate_bp", on=today(), organisation=loan.lender),
            "share_bp": value("bank.loan_share_bp", on=today(), organisation=loan.lender),
        },
    )
