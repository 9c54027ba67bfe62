"""What people do with motions: write, put forward, support, amend, join, translate, review, withdraw."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.acting import Ask, act_page, itself, press, sent
from commonwork.access.guard import demand, signed_in
from commonwork.assembly import permits_rolls as permits
from commonwork.assembly.actions import amendments, motions, voted_motions
from commonwork.assembly.forms_meetings import VoteForm
from commonwork.assembly.forms_motions import (
    AmendmentForm,
    JoinForm,
    MotionForm,
    ReviewForm,
    RewriteForm,
    TranslationForm,
)
from commonwork.assembly.models import Amendment, MergeOffer, Motion, Poll
from commonwork.assembly.permits import acting_person
from commonwork.assembly.queries import motions as queries
from commonwork.assembly.views.acting import ask_about_motion, crumbs_of, crumbs_of_motion
from commonwork.registry.clock import today


@signed_in
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """Write a motion."""
    body = permits.joined_body(request.user, key)
    form = MotionForm(sent(request))

    def act(**how: Any) -> Any:
        data = {name: value for name, value in form.cleaned_data.items() if name != "once"}
        author = acting_person(request.user)
        language = getattr(request, "LANGUAGE_CODE", "en").split("-")[0]
        return motions.draft(body=body, author=author, language=language, on=today(), **data, **how)

    back = reverse("assembly_motions", args=[body.key])
    ask = Ask(
        _("Write a motion"),
        _("A motion says in words what this body should decide. Only you see it until you put it forward."),
        _("Keep the draft"),
        back,
        crumbs_of(body, (back, _("Motions"))),
        _("Only you see your draft until you put it forward."),
    )
    return act_page(request, form, act, ask, to=itself, done=_("The draft is kept."))


@signed_in
def rewrite(request: HttpRequest, key: str) -> HttpResponse:
    """Write a motion anew."""
    motion = permits.changed_motion(request.user, key)
    version = queries.latest_version(motion)
    form = RewriteForm(sent(request), initial={"title": version.title, "text": version.text})

    def act(**how: Any) -> Any:
        data = {name: form.cleaned_data[name] for name in ("title", "text", "why")}
        return motions.rewrite(motion=motion, person=acting_person(request.user), **data, **how)

    ask = ask_about_motion(
        motion,
        _("Write it anew"),
        _("The old version stays to be compared; what you change is marked word by word."),
        _("Keep this version"),
    )
    return act_page(request, form, act, ask, to=motion, done=_("The new version is kept."))


@signed_in
def put_forward(request: HttpRequest, key: str) -> HttpResponse:
    """Put a draft forward."""
    motion = permits.shown_motion(request.user, key)
    demand(permits.writes(request.user, motion) or permits.runs(request.user, motion.body))

    ask = ask_about_motion(
        motion,
        _("Put the motion forward"),
        _("Everyone who may see this body can read it then."),
        _("Put it forward"),
    )
    return press(
        request,
        partial(motions.put_forward, motion=motion, on=today()),
        ask,
        to=motion,
        done=_("The motion is put forward."),
    )


@signed_in
def support(request: HttpRequest, key: str) -> HttpResponse:
    """Support that a motion is taken up."""
    motion = permits.joined_motion(request.user, key)

    ask = ask_about_motion(
        motion,
        _("Support this motion"),
        _("You say that it should be taken up. It says nothing about how you will vote."),
        _("Support it"),
    )
    return press(
        request,
        partial(motions.support, motion=motion, person=acting_person(request.user)),
        ask,
        to=motion,
        done=_("You support this motion."),
    )


@signed_in
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take a motion back."""
    motion = permits.changed_motion(request.user, key)

    ask = ask_about_motion(
        motion,
        _("Withdraw the motion"),
        _("It stays in the record; nobody can decide it any more."),
        _("Withdraw it"),
        kind="stop",
    )
    return press(
        request, partial(motions.withdraw, motion=motion), ask, to=motion, done=_("The motion is withdrawn.")
    )


@signed_in
def amend(request: HttpRequest, key: str) -> HttpResponse:
    """Offer another text."""
    motion = permits.joined_motion(request.user, key)
    form = AmendmentForm(sent(request), initial={"text": queries.latest_version(motion).text})

    def act(**how: Any) -> Any:
        data, author = form.cleaned_data, acting_person(request.user)
        return amendments.propose(motion=motion, text=data["text"], why=data["why"], author=author, **how)

    ask = ask_about_motion(
        motion,
        _("Offer an amendment"),
        _("Change the text as you would have it. Its author decides whether to take it."),
        _("Offer it"),
        seen=_("Everyone who sees the motion will see your amendment."),
    )
    done = _("The amendment is offered.")
    return act_page(request, form, act, ask, to=itself, done=done)


@signed_in
def answer_amendment(request: HttpRequest, key: str, answer: str) -> HttpResponse:
    """Take an amendment into the text, or not."""
    rows = Amendment.objects.select_related("on_version")
    row = permits.shown(request.user, rows, to="motion__body", key=key)
    motion = permits.changed_motion(request.user, row.motion.key)
    takes = answer == "take"

    def act(**how: Any) -> Any:
        return (amendments.take if takes else amendments.refuse)(amendment=row, **how)

    ask = Ask(
        _("Take this amendment") if takes else _("Leave this amendment out"),
        _("Its text becomes the next version.") if takes else _("The text stays as it is."),
        _("Take it into the text") if takes else _("Leave it out"),
        row.get_absolute_url(),
        crumbs_of_motion(motion),
    )
    done = _("The amendment is in the text now.") if takes else _("The text stays as it is.")
    return press(request, act, ask, to=motion, done=done)


@signed_in
def join(request: HttpRequest, key: str) -> HttpResponse:
    """Offer to join a motion to another one."""
    motion = permits.shown_motion(request.user, key)
    demand(permits.writes(request.user, motion))
    others = queries.of_body(motion.body).filter(state__in=(Motion.State.SEEKING, Motion.State.OPEN))
    form = JoinForm(sent(request), motions=others.exclude(pk=motion.pk))

    def act(**how: Any) -> Any:
        return amendments.offer_to_join(motion=motion, into=form.cleaned_data["into"], **how)

    ask = ask_about_motion(
        motion,
        _("Join it to another motion"),
        _("The other author is asked. If they agree, yours ends and its supporters stand with theirs."),
        _("Ask the other author"),
    )
    return act_page(request, form, act, ask, to=motion, done=_("The other author is asked."))


@signed_in
def answer_join(request: HttpRequest, key: str, number: int, answer: str) -> HttpResponse:
    """The author of the other motion agrees, or not."""
    motion = permits.shown_motion(request.user, key)
    demand(permits.writes(request.user, motion))
    offer = MergeOffer.objects.select_related("motion", "into").filter(pk=number, into=motion).first()
    if offer is None:
        raise Http404
    agrees = answer == "agree"

    def act(**how: Any) -> Any:
        return (amendments.agree_to_join if agrees else amendments.decline_to_join)(offer=offer, **how)

    ask = ask_about_motion(
        motion,
        _("Agree to join") if agrees else _("Keep them apart"),
        _("“%(title)s” would be joined to yours.") % {"title": offer.motion.title},
        _("Agree") if agrees else _("Keep them apart"),
    )
    return press(request, act, ask, to=motion, done=_("Your answer is kept."))


@signed_in
def translate(request: HttpRequest, key: str) -> HttpResponse:
    """Write a motion in another language."""
    motion = permits.joined_motion(request.user, key)
    form = TranslationForm(sent(request), motion=motion)

    def act(**how: Any) -> Any:
        data = {name: form.cleaned_data[name] for name in ("language", "title", "text")}
        return motions.translate(motion=motion, person=acting_person(request.user), **data, **how)

    ask = ask_about_motion(
        motion,
        _("Translate the motion"),
        _("The text that is decided stays the one its author wrote; yours helps others to read it."),
        _("Keep the translation"),
    )
    return act_page(request, form, act, ask, to=motion, done=_("The translation is kept."))


@signed_in
def review(request: HttpRequest, key: str) -> HttpResponse:
    """Say what a motion would cost, or whether it can be done."""
    motion = permits.run_motion(request.user, key)
    form = ReviewForm(sent(request))

    def act(**how: Any) -> Any:
        data = {name: form.cleaned_data[name] for name in ("kind", "verdict", "cost_minor", "text")}
        return motions.review(motion=motion, person=acting_person(request.user), **data, **how)

    ask = ask_about_motion(
        motion,
        _("Review the motion"),
        _("What would it cost, and can it be done? Everyone reads it before they decide."),
        _("Keep the review"),
    )
    return act_page(request, form, act, ask, to=motion, done=_("The review is kept."))


@signed_in
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Let a counted vote decide a motion."""
    motion = permits.run_motion(request.user, key)
    polls = Poll.objects.filter(body=motion.body, method=Poll.Method.MAJORITY, state=Poll.State.COUNTED)
    form = VoteForm(sent(request), polls=polls.order_by("-counted_at"))

    def act(**how: Any) -> Any:
        return voted_motions.decide(motion=motion, poll=form.cleaned_data["poll"], on=today(), **how)

    ask = ask_about_motion(
        motion,
        _("Decided by a vote"),
        _("The vote is held on its own page. Once it is counted, it decides this motion: carried, or not."),
        _("Let this vote decide it"),
    )
    return act_page(request, form, act, ask, to=motion, done=_("The vote has decided it."))
