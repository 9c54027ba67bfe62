"""One delegate's term, one question: mandates, votes, reports, recall, closing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from commonwork.access.acting import act_page, sent
from commonwork.access.guard import demand, public, requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.federation import council_permits as permits
from commonwork.federation.actions import delegates, questions
from commonwork.federation.council_forms import AnswerQuestionForm, RecallForm, ReportForm
from commonwork.federation.forms import DayForm
from commonwork.federation.models import Answer, DelegateTerm, DelegateVote, Instruction, Question, ReportBack
from commonwork.federation.permits import person_of
from commonwork.federation.queries import delegates as queries
from commonwork.federation.views.acting import asked
from commonwork.record.queries import tell, trail
from commonwork.registry.clock import today
from commonwork.ui.addresses import address_of
from commonwork.ui.forms import ActForm


@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    """A delegate's term: the mandate, what the co-op decided, how the delegate voted, what was reported back."""
    term = permits.delegate(request.user, key)
    votes = DelegateVote.objects.filter(term=term).select_related("question").order_by("-voted_on", "-pk")
    told = dict(Instruction.objects.filter(term=term).values_list("question", "answer"))
    on = today()
    context = {
        "term": term,
        "sits": term.starts_on <= on < term.last_on,
        "votes": [
            (vote, dict(Answer.choices).get(told.get(vote.question_id, ""), "")) for vote in votes[:50]
        ],
        "open": list(queries.questions(term.body).filter(closed_on=None)[:20]),
        "reports": ReportBack.objects.filter(term=term)
        .select_related("question")
        .order_by("-told_on", "-pk")[:50],
        "is_own": person_of(request.user) == term.person,
        "sends": permits.sends(request.user, term.organisation),
        "told": tell(trail(term)[:12]),
    }
    return render(request, "federation/delegate.html", context)


@requires(Permission.MEMBERS_KEEP)
def recall(request: HttpRequest, key: str) -> HttpResponse:
    """The co-op's members recall their delegate."""
    term = permits.sent_delegate(request.user, key)
    form = RecallForm(sent(request), initial={"on": today()})

    def act(**how: Any) -> Any:
        given = form.cleaned_data
        return delegates.recall(
            term=term,
            on=given["on"],
            votes_yes=given["votes_yes"],
            votes_no=given["votes_no"],
            **how,
        )

    ask = asked(
        coop=term.organisation,
        title=_("Recall %(person)s") % {"person": term.person.name},
        lede=_("More members must be for the recall than against it. Seat and role end on that day."),
        submit=_("Recall the delegate"),
        back=term.get_absolute_url(),
    )
    return act_page(request, form, act, ask)


@signed_in
def step_down(request: HttpRequest, key: str) -> HttpResponse:
    """A delegate steps down."""
    term = permits.own_delegate(request.user, key)
    form = DayForm(sent(request), initial={"on": today()})
    ask = asked(
        coop=term.organisation,
        title=_("Step down as delegate"),
        lede=_("Your seat and your role as delegate end on that day. The co-op can send somebody else."),
        submit=_("Step down"),
        back=term.get_absolute_url(),
    )
    return act_page(
        request, form, lambda **how: delegates.step_down(term=term, on=form.cleaned_data["on"], **how), ask
    )


@signed_in
def report(request: HttpRequest, key: str) -> HttpResponse:
    """A delegate reports back to the co-op."""
    term = permits.own_delegate(request.user, key)
    form = ReportForm(sent(request), questions=queries.questions(term.body))

    def act(**how: Any) -> Any:
        return delegates.report(
            term=term,
            question=form.cleaned_data["question"],
            says=form.cleaned_data["says"],
            on=today(),
            **how,
        )

    ask = asked(
        coop=term.organisation,
        title=_("Report back"),
        lede=_("The people of %(coop)s read it; it is not public.") % {"coop": term.organisation.name},
        submit=_("Send the report"),
        back=term.get_absolute_url(),
    )
    return act_page(request, form, act, ask)


@public
def question(request: HttpRequest, key: str) -> HttpResponse:
    """One question: what is asked, how the vote stands, and which answers are still missing. Counts are public."""
    row, on = permits.question(key), today()
    sitting = queries.may_answer(row, on=row.closed_on or on)
    votes = {vote.term_id: vote for vote in DelegateVote.objects.filter(question=row)}
    told = {one.term_id: one for one in Instruction.objects.filter(question=row)}
    seen = [
        (term, votes.get(term.pk), told.get(term.pk), permits.sends(request.user, term.organisation))
        for term in sitting
        if permits.sees_delegate(request.user, term)
    ]
    context = {
        "question": row,
        "tally": queries.tally(row, on=on),
        "seen": seen,
        "own": permits.own_terms(request.user, row),
        "keeps": permits.keeps(request.user),
        "told": tell(trail(row)[:12]) if person_of(request.user) else [],
    }
    return render(request, "federation/question.html", context)


@signed_in
def vote(request: HttpRequest, key: str, term_key: str) -> HttpResponse:
    """A delegate votes, within the mandate."""
    row = permits.question(key)
    term = permits.own_delegate(request.user, term_key)
    form = AnswerQuestionForm(sent(request))
    told = Instruction.objects.filter(term=term, question=row).first()
    ask = asked(
        coop=term.organisation,
        title=_("Your vote"),
        lede=f"{row.text} {_said(term, told)}",
        submit=_("Vote"),
        back=row.get_absolute_url(),
    )
    return act_page(
        request,
        form,
        lambda **how: questions.vote(
            term=term,
            question=row,
            answer=form.cleaned_data["answer"],
            on=today(),
            **how,
        ),
        ask,
    )


def _said(term: DelegateTerm, told: Instruction | None) -> str:
    if term.mandate == DelegateTerm.Mandate.FREE:
        return _("Your mandate is free: vote by your own judgement and report back.")
    if told is None:
        return _("Your mandate is bound, and your co-op has not decided yet.")
    return _("Your mandate is bound; your co-op decided: %(answer)s.") % {"answer": told.get_answer_display()}


@requires(Permission.MEMBERS_KEEP)
def instruct(request: HttpRequest, key: str, term_key: str) -> HttpResponse:
    """The co-op tells its delegate how to vote."""
    row, term = permits.question(key), permits.sent_delegate(request.user, term_key)
    form = AnswerQuestionForm(sent(request))
    ask = asked(
        coop=term.organisation,
        title=_("What %(coop)s decided") % {"coop": term.organisation.name},
        lede=_("%(question)s A delegate whose mandate is bound can only vote as you enter here.")
        % {"question": row.text},
        submit=_("Tell the delegate"),
        back=row.get_absolute_url(),
    )
    return act_page(
        request,
        form,
        lambda **how: questions.instruct(
            term=term,
            question=row,
            answer=form.cleaned_data["answer"],
            on=today(),
            **how,
        ),
        ask,
    )


@requires(Permission.FEDERATION_KEEP)
def close(request: HttpRequest, key: str) -> HttpResponse:
    """Close the vote on a question."""
    demand(permits.keeps(request.user))
    row = get_object_or_404(Question.objects.select_related("body"), key=key)
    form = ActForm(sent(request))
    tally = queries.tally(row, on=today())
    ask = asked(
        title=_("Close the vote"),
        lede=_("For it: %(yes)s. Against it: %(no)s. Abstained: %(abstain)s. Not answered: %(waiting)s.")
        % {"yes": tally.yes, "no": tally.no, "abstain": tally.abstain, "waiting": tally.waiting},
        submit=_("Close the vote"),
        back=address_of("federation_question", row.key),
    )
    return act_page(request, form, lambda **how: questions.close(question=row, on=today(), **how), ask)
