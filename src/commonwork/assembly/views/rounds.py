"""Consent rounds: opening one, answering, meeting objections with a changed text, closing; and decisions."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from commonwork.access.acting import Ask, act_page, itself, press, sent
from commonwork.access.guard import demand, public, signed_in
from commonwork.assembly import permits_rolls as permits
from commonwork.assembly.actions import consent as acts
from commonwork.assembly.forms_meetings import AnswerForm, MendForm, OnRollForm
from commonwork.assembly.models import ConsentRound
from commonwork.assembly.permits import acting_person, person_of
from commonwork.assembly.queries import consent as queries
from commonwork.assembly.queries.electorates import elector_of, electorates
from commonwork.assembly.queries.motions import difference
from commonwork.assembly.views.acting import crumbs_of_motion, history, token
from commonwork.registry.clock import today
from commonwork.rules.show_of_hands import quorum_of


@signed_in
def open_one(request: HttpRequest, key: str) -> HttpResponse:
    """Open a consent round on the text as it stands."""
    motion = permits.run_motion(request.user, key)
    rolls = electorates(motion.body).filter(affirmed_at__isnull=False)
    form = OnRollForm(sent(request), rolls=rolls, initial={"electorate": rolls.first()})

    def act(**how: Any) -> Any:
        return acts.open_round(motion=motion, electorate=form.cleaned_data["electorate"], on=today(), **how)

    ask = Ask(
        _("Open a consent round"),
        _("Everyone on the roll is asked whether this text may go ahead. How long it is open, and how many must take"
          " part, is fixed now by policy."),
        _("Open the round"),
        motion.get_absolute_url(),
        crumbs_of_motion(motion),
    )  # fmt: skip
    return act_page(request, form, act, ask, to=itself, done=_("The round is open."))


@public
def show(request: HttpRequest, key: str) -> HttpResponseBase:
    """One round: the text, what changed since the last round, who took part, objections and what met them."""
    row = _round(request, key)
    motion, person, on = row.motion, person_of(request.user), today()
    own = elector_of(row.electorate, person)
    has, of = queries.taking_part(row)
    sees_answers = permits.inside(request.user, motion.body)
    aims = dict(queries.aims(motion, on=on))
    context: dict[str, Any] = {
        "round": row,
        "motion": motion,
        "crumbs": crumbs_of_motion(motion),
        "change": difference(row.version) if row.number > 1 else None,
        "has": has,
        "of": of,
        "needed": quorum_of(of, row.quorum_bp),
        "counts": queries.counts(row),
        "objections": [
            (said_by, aims.get(said_by.aim, said_by.aim), _name(request, row, said_by))
            for said_by in queries.objections(row)
        ],
        "answers": list(queries.answers(row)) if sees_answers else [],
        "own": own,
        "own_answer": row.answers.filter(elector=own).first() if own else None,
        "may_answer": row.is_open and own is not None and own.delegated_to_id is None and on <= row.closes_on,
        "stands": queries.standing_objections(row).count(),
        "runs": permits.runs(request.user, motion.body),
        "mends": permits.changes(request.user, motion),
        "others": [other for other in queries.of_motion(motion) if other.pk != row.pk],
        "is_open_body": permits.is_open(motion.body),
        "token": token(),
        "told": history(row),
    }
    return render(request, "assembly/round.html", context)


def _name(request: HttpRequest, row: ConsentRound, answer: Any) -> str:
    return permits.name_for(request.user, row.motion.body, answer.elector.person)


@signed_in
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Agree, abstain, stand aside or object."""
    row, person = _round(request, key), acting_person(request.user)
    own = elector_of(row.electorate, person)
    demand(own is not None)
    before = row.answers.filter(elector=own).first()
    initial = {"answer": before.answer, "aim": before.aim, "reason": before.reason} if before else {}
    form = AnswerForm(sent(request), aims=queries.aims(row.motion, on=today()), initial=initial)

    def act(**how: Any) -> Any:
        data = {name: form.cleaned_data[name] for name in ("answer", "aim", "reason")}
        return acts.answer(consent_round=row, person=person, **data, **how)

    ask = _ask(
        row,
        _("Your answer"),
        _("Consent does not mean that you love it: it means that it does no harm and is good enough to try."),
        _("Give this answer"),
        seen=_("Your answer is seen by the people of this body."),
    )
    return act_page(
        request, form, act, ask, before="assembly/_round_text.html", before_title=_("The text"), round=row
    )


@signed_in
def take_back(request: HttpRequest, key: str) -> HttpResponse:
    """Take back one's objection."""
    row, person = _round(request, key), acting_person(request.user)

    ask = _ask(row, _("Take back your objection"), _("Its reason stays to be read."), _("Take it back"))
    return press(
        request,
        partial(acts.take_back, consent_round=row, person=person),
        ask,
        to=row,
        done=_("Your objection is taken back."),
    )


@signed_in
def mend(request: HttpRequest, key: str) -> HttpResponse:
    """Meet the objections with a changed text, and ask again."""
    row = _round(request, key)
    demand(permits.changes(request.user, row.motion))
    form = MendForm(sent(request), initial={"text": row.version.text})

    def act(**how: Any) -> Any:
        person = acting_person(request.user)
        data = {"text": form.cleaned_data["text"], "why": form.cleaned_data["why"]}
        return acts.amend(consent_round=row, person=person, on=today(), **data, **how)

    ask = _ask(
        row,
        _("Change the text"),
        _("The text meets the objections that stand; everyone on the roll is asked anew about it."),
        _("Ask again with this text"),
    )
    aims = dict(queries.aims(row.motion, on=today()))
    told = [
        (said_by, aims.get(said_by.aim, said_by.aim), _name(request, row, said_by))
        for said_by in queries.standing_objections(row)
    ]
    more: dict[str, Any] = {"before": "assembly/_objections.html", "before_title": _("Objections that stand")}
    done = _("The next round is open.")
    return act_page(request, form, act, ask, to=itself, done=done, objections=told, **more)


@signed_in
def close(request: HttpRequest, key: str) -> HttpResponse:
    """Close a round."""
    row = _run(request, key)

    ask = _ask(
        row,
        _("Close the round"),
        _("With no objection and enough people taking part it is decided."),
        _("Close the round"),
    )
    return press(
        request,
        partial(acts.close, consent_round=row, on=today()),
        ask,
        to=row,
        done=_("The round is closed."),
    )


@signed_in
def end(request: HttpRequest, key: str, how_it_ends: str) -> HttpResponse:
    """End a round without consent: withdrawn, or on to a vote."""
    row = _run(request, key)
    to_vote = how_it_ends == "vote"

    def act(**how: Any) -> Any:
        return (acts.escalate if to_vote else acts.withdraw)(consent_round=row, **how)

    ask = _ask(
        row,
        _("Put it to a vote") if to_vote else _("End without a decision"),
        _("The round ends; the motion stays open."),
        _("Put it to a vote") if to_vote else _("End it"),
        kind="stop",
    )
    return press(request, act, ask, to=row, done=_("The round is ended."))


def _round(request: HttpRequest, key: str) -> ConsentRound:
    rows = ConsentRound.objects.select_related("motion__author", "version", "electorate", "decision")
    return permits.shown(request.user, rows, to="motion__body", key=key)


def _run(request: HttpRequest, key: str) -> ConsentRound:
    row = _round(request, key)
    demand(permits.runs(request.user, row.motion.body))
    return row


def _ask(row: ConsentRound, title: str, lede: str, submit: str, *, seen: str = "", kind: str = "go") -> Ask:
    here = row.get_absolute_url()
    crumbs = crumbs_of_motion(row.motion, (here, _("Round %(number)d") % {"number": row.number}))
    return Ask(title, lede, submit, here, crumbs, seen, kind=kind)
