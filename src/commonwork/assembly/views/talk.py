"""The talk about a motion: comments in threads, hiding one with a reason, an appeal and its answer."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.acting import Ask, act_page, sent
from commonwork.access.guard import demand, public, signed_in
from commonwork.assembly import mail_replies
from commonwork.assembly import permits_rolls as permits
from commonwork.assembly.actions import deliberation as acts
from commonwork.assembly.forms_motions import AppealAnswerForm, AppealForm, CommentForm, HideForm
from commonwork.assembly.models import Comment
from commonwork.assembly.permits import acting_person, person_of
from commonwork.assembly.queries import deliberation as queries
from commonwork.assembly.views.acting import crumbs_of_motion
from commonwork.record.refs import ref

A_PAGE = 100  # a talk is read as a whole as long as it can be


@public
def show(request: HttpRequest, key: str) -> HttpResponse:
    """The talk; whoever takes part adds to it here."""
    motion = permits.shown_motion(request.user, key)
    speaks = motion.is_open and permits.takes_part(request.user, motion.body)
    runs, person = permits.runs(request.user, motion.body), person_of(request.user)
    demand(speaks or request.method != "POST")
    form = CommentForm(sent(request))

    def act(**how: Any) -> Any:
        return acts.say(motion=motion, author=how["by"], text=form.cleaned_data["text"], **how)

    shown = Paginator(queries.thread(motion), A_PAGE).get_page(request.GET.get("page"))
    lines = [(line, permits.name_for(request.user, motion.body, line.comment.author)) for line in shown]
    return act_page(
        request,
        form,
        act,
        to=reverse("assembly_motion_talk", args=[motion.key]),
        template="assembly/talk.html",
        motion=motion,
        crumbs=crumbs_of_motion(motion),
        lines=lines,
        page=shown,
        speaks=speaks,
        person=person,
        runs=runs,
        appeals=list(queries.appeals(motion)) if runs else [],
        reply_address=mail_replies.address(motion, person) if speaks and person else "",
    )


@signed_in
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Answer a comment."""
    comment = _comment(request, key)
    motion = permits.joined_motion(request.user, comment.motion.key)
    form = CommentForm(sent(request))

    def act(**how: Any) -> Any:
        author = acting_person(request.user)
        return acts.say(motion=motion, author=author, text=form.cleaned_data["text"], parent=comment, **how)

    talk = reverse("assembly_motion_talk", args=[motion.key])
    ask = Ask(
        _("Answer a comment"),
        comment.text[:300],
        _("Answer"),
        talk,
        crumbs_of_motion(motion, (talk, _("Talk"))),
    )
    return act_page(request, form, act, ask, to=talk, done=_("Your answer is there."))


@signed_in
def hide(request: HttpRequest, key: str) -> HttpResponse:
    """Hide a comment, with a reason."""
    comment = _comment(request, key)
    motion = permits.run_motion(request.user, comment.motion.key)
    form = HideForm(sent(request))

    def act(**how: Any) -> Any:
        return acts.hide(
            comment=comment, reason=form.cleaned_data["reason"], words=form.cleaned_data["words"], **how
        )

    talk = reverse("assembly_motion_talk", args=[motion.key])
    ask = Ask(
        _("Hide a comment"),
        _("Its author is told the reason and can ask somebody else to look at it again."),
        _("Hide it"),
        talk,
        crumbs_of_motion(motion, (talk, _("Talk"))),
        kind="stop",
    )
    return act_page(request, form, act, ask, to=talk, done=_("The comment is hidden."))


@signed_in
def appeal(request: HttpRequest, key: str) -> HttpResponse:
    """The author of a hidden comment asks somebody else to look at it again."""
    comment = _comment(request, key)
    person = acting_person(request.user)
    demand(comment.author_id == person.pk)
    form = AppealForm(sent(request))

    def act(**how: Any) -> Any:
        return acts.appeal(comment=comment, words=form.cleaned_data["words"], **how)

    talk = reverse("assembly_motion_talk", args=[comment.motion.key])
    ask = Ask(
        _("Appeal"),
        _("Somebody else than the person who hid it will answer."),
        _("Send the appeal"),
        talk,
        crumbs_of_motion(comment.motion, (talk, _("Talk"))),
    )
    return act_page(request, form, act, ask, to=talk, done=_("Your appeal is sent."))


@signed_in
def answer_appeal(request: HttpRequest, key: str) -> HttpResponse:
    """Answer an appeal, as somebody else than the one who hid the comment."""
    comment = _comment(request, key)
    motion = permits.run_motion(request.user, comment.motion.key)
    form = AppealAnswerForm(sent(request))
    row = queries.moderation_of(comment)

    def act(**how: Any) -> Any:
        restore = form.cleaned_data["restore"] == "yes"
        return acts.answer_appeal(comment=comment, restore=restore, words=form.cleaned_data["words"], **how)

    talk = reverse("assembly_motion_talk", args=[motion.key])
    ask = Ask(
        _("Answer the appeal"),
        _("Somebody else than the person who hid the comment answers."),
        _("Answer"),
        talk,
        crumbs_of_motion(motion, (talk, _("Talk"))),
    )
    more = {"before": "assembly/_appeal.html", "before_title": _("What it is about")}
    is_own = row is not None and row.hidden_by == ref(acting_person(request.user))
    return act_page(
        request,
        form,
        act,
        ask,
        to=talk,
        done=_("The appeal is answered."),
        moderation=row,
        is_own=is_own,
        **more,
    )


def _comment(request: HttpRequest, key: str) -> Comment:
    """A comment that may be seen: a hidden one by its author and who runs the body."""
    rows = Comment.objects.select_related("author", "motion")
    comment = permits.shown(request.user, rows, to="motion__body", key=key)
    person = person_of(request.user)
    is_own = person is not None and comment.author_id == person.pk
    demand(not comment.is_hidden or is_own or permits.runs(request.user, comment.motion.body))
    return comment
