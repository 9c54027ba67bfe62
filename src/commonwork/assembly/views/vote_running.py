"""What those who run a vote do: draft, change, open, close, count, call off; and the keepers of a sealed one."""

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from commonwork.access.acting import Act, Ask, act_page, itself, sent
from commonwork.access.guard import requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.assembly import permits_votes, poll_queries, rolls, sealing
from commonwork.assembly.actions import keepers, polls
from commonwork.assembly.models import Motion, Poll, PollKeeper
from commonwork.assembly.queries.electorates import electorates
from commonwork.assembly.queries.motions import latest_version
from commonwork.assembly.vote_forms import (
    CloseForm,
    CountForm,
    DraftForm,
    KeeperCodeForm,
    KeepersForm,
    OpenForm,
    ReadyForm,
    typed_options,
)
from commonwork.registry.clock import today
from commonwork.registry.models import Body, Person
from commonwork.ui.forms import ActForm

DRAFT, KEEPER = "assembly/votes/draft.html", "assembly/votes/keeper.html"


@requires(Permission.ASSEMBLY_RUN)
def draft(request: HttpRequest) -> HttpResponse:
    """Prepare a vote on a roll taken at a record date, else of those who sit in the body today; `?motion=` on a motion."""
    bodies = permits_votes.bodies_run_by(request.user)
    form = DraftForm(sent(request), bodies=bodies, initial=_asked(request, bodies))
    done = _("The vote is prepared. Look it over, then open it.")
    return act_page(request, form, _drafted(polls.draft, form), to=itself, done=done, template=DRAFT)


@requires(Permission.ASSEMBLY_RUN)
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Change a vote before it opens."""
    poll = permits_votes.run_poll(request.user, key)
    initial = {name: getattr(poll, name) for name in DraftForm.base_fields if hasattr(poll, name)}
    initial |= {"body": poll.body_id, "options": typed_options(poll), "budget": poll.budget_minor}
    initial |= {"quorum_percent": poll.quorum_bp / 100, "roll": rolls.taken(poll)}
    form = DraftForm(sent(request), bodies=permits_votes.bodies_run_by(request.user), initial=initial)
    act = _drafted(partial(polls.change, poll=poll), form)
    return act_page(request, form, act, to=poll, done=_("The vote was changed."), template=DRAFT, poll=poll)


def _asked(request: HttpRequest, bodies: QuerySet[Body]) -> dict[str, Any]:
    """What a vote on a motion begins with: its text as it stands, yes or no, on the latest affirmed roll."""
    key = request.GET.get("motion", "")
    motion = Motion.objects.filter(key=key, body__in=bodies).first() if key else None
    if motion is None or not motion.is_open:
        return {}
    version = latest_version(motion)
    roll = electorates(motion.body).filter(affirmed_at__isnull=False).first()
    about = {"title": version.title, "text": version.text, "method": Poll.Method.MAJORITY}
    return {"body": motion.body, "roll": roll, **about}


def _drafted(write: Act, form: DraftForm) -> Act:
    def act(**how: Any) -> Any:
        body, options = form.cleaned_data["body"], form.cleaned_data["options"]
        voters = rolls.of(body, form.cleaned_data["roll"], on=today())
        return write(body=body, options=options, voters=voters, **how, **form.rules())

    return act


def ask_of(poll: Poll, title: str, lede: str, submit: str, *, kind: str = "go") -> Ask:
    """The words of an act of those who run a vote."""
    way = [(reverse("assembly_votes"), _("Votes")), (poll.get_absolute_url(), poll.title)]
    seen = _("Only those who run this vote see this form.")
    return Ask(title, lede, submit, poll, way, seen, "private", kind)


@requires(Permission.ASSEMBLY_RUN)
def open_voting(request: HttpRequest, key: str) -> HttpResponse:
    """Open the voting."""
    poll = permits_votes.run_poll(request.user, key)
    lede = _(
        "From here on the question, the options, the rule, the quorum and the roll are fixed. "
        "%(roll)d stand on the roll."
    ) % {"roll": poll.voters.count()}
    ask = ask_of(poll, _("Open the voting"), lede, _("Open the voting"))
    return act_page(request, OpenForm(sent(request)), partial(polls.open, poll=poll), ask)


@requires(Permission.ASSEMBLY_RUN)
def close(request: HttpRequest, key: str) -> HttpResponse:
    """Close the voting."""
    poll = permits_votes.run_poll(request.user, key)
    form = CloseForm(sent(request))

    def act(**how: Any) -> Any:
        return polls.close(poll=poll, present_count=form.cleaned_data["present_count"], **how)

    lede = _("No ballot is taken after the close. Settle all paper first.")
    return act_page(request, form, act, ask_of(poll, _("Close the voting"), lede, _("Close the voting")))


@requires(Permission.ASSEMBLY_RUN)
def count(request: HttpRequest, key: str) -> HttpResponse:
    """Count."""
    poll = permits_votes.run_poll(request.user, key)
    form = CountForm(sent(request))

    def act(**how: Any) -> Any:
        return polls.count(poll=poll, seed=form.cleaned_data["seed"], **how)

    lede = _("%(count)d ballots are in. The result and all ballots are published with it.") % {
        "count": poll_queries.ballot_count(poll)
    }
    return act_page(request, form, act, ask_of(poll, _("Count"), lede, _("Count the ballots")))


@requires(Permission.ASSEMBLY_RUN)
def void(request: HttpRequest, key: str) -> HttpResponse:
    """Call a vote off."""
    poll = permits_votes.run_poll(request.user, key)
    lede = _("The vote stays in the record. Nothing is counted, and it cannot be opened again.")
    ask = ask_of(poll, _("Call the vote off"), lede, _("Call it off"), kind="stop")
    return act_page(request, OpenForm(sent(request)), partial(polls.void, poll=poll), ask, to=poll)


@requires(Permission.ASSEMBLY_RUN)
def name_keepers(request: HttpRequest, key: str) -> HttpResponse:
    """Name the keepers of a sealed vote: people of its body with an account."""
    poll = permits_votes.run_poll(request.user, key)
    people = Person.objects.filter(account__isnull=False, is_forgotten=False).order_by("name")
    form = KeepersForm(sent(request), people=people, initial={"needed": poll.keepers_needed})

    def act(**how: Any) -> Any:
        data = form.cleaned_data
        return keepers.name(poll=poll, people=list(data["people"]), needed=data["needed"], **how)

    lede = _(
        "Keepers hold the key of the ballots in parts. Each makes a code of their own; "
        "only enough of them together can open the ballots."
    )
    return act_page(request, form, act, ask_of(poll, _("Name the keepers"), lede, _("Name them")), to=poll)


@signed_in
@never_cache
@sensitive_post_parameters()
def keep(request: HttpRequest, key: str) -> HttpResponse:
    """A keeper's own page: make a code before the opening, type it in after the close."""
    keeper = permits_votes.kept_poll(request.user, key)
    return (
        _make_ready(request, keeper) if keeper.poll.state == Poll.State.DRAFT else _hand_in(request, keeper)
    )


def _make_ready(request: HttpRequest, keeper: PollKeeper) -> HttpResponse:
    form = ReadyForm(sent(request), initial={"code": sealing.new_code(keepers.CODE_LETTERS)})
    code = sealing.shown(sealing.typed(form["code"].value() or str(form["code"].initial)))
    done = _("You are ready. Keep your code where only you find it.")
    act = _with_code(partial(keepers.make_ready, keeper=keeper), form)
    more: dict[str, Any] = {"poll": keeper.poll, "keeper": keeper, "code": code}
    return act_page(request, form, act, to=keeper.poll, done=done, template=KEEPER, **more)


def _hand_in(request: HttpRequest, keeper: PollKeeper) -> HttpResponse:
    form = KeeperCodeForm(sent(request))
    act = _with_code(partial(keepers.hand_in, keeper=keeper), form)
    handed = keeper.poll.keepers.filter(has_opened=True).count()
    more: dict[str, Any] = {"poll": keeper.poll, "keeper": keeper, "handed": handed}
    return act_page(request, form, act, to=keeper.poll, done=_("Your part is in."), template=KEEPER, **more)


def _with_code(write: Act, form: ActForm) -> Act:
    """The act with the code that was typed and without the form's token, whose hash would tell of the code."""

    def act(**how: Any) -> Any:
        return write(code=form.cleaned_data["code"], by=how["by"], at=how["at"])

    return act
