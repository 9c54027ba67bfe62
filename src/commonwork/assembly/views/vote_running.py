"""What those who run a vote do: draft, change, open, close, count, call off; and the keepers of a sealed one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from commonwork.access.guard import requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.assembly import permits, permits_votes, poll_queries, rolls, sealing
from commonwork.assembly.actions import keepers, polls
from commonwork.assembly.models import Poll
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
from commonwork.record import receipts
from commonwork.registry.clock import now, today
from commonwork.registry.models import Person
from commonwork.ui.forms import ActForm


@requires(Permission.ASSEMBLY_RUN)
def draft(request: HttpRequest) -> HttpResponse:
    """Prepare a vote on a roll taken at a record date, else of those who sit in the body today."""
    person, bodies = permits.acting_person(request.user), permits_votes.bodies_run_by(request.user)
    form = DraftForm(request.POST or None, bodies=bodies)
    made: list[Poll] = []

    def act(once: str) -> None:
        body = form.cleaned_data["body"]
        voters = rolls.of(body, form.cleaned_data["roll"], on=today())
        options = form.cleaned_data["options"]
        poll = polls.draft(
            body=body, options=options, voters=voters, by=person, at=now(), once=once, **form.rules()
        )
        made.append(poll)

    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("The vote is prepared. Look it over, then open it."))
        return redirect(made[0])
    return render(request, "assembly/votes/draft.html", {"form": form}, status=422 if form.errors else 200)


@requires(Permission.ASSEMBLY_RUN)
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Change a vote before it opens."""
    poll, person = permits_votes.run_poll(request.user, key), permits.acting_person(request.user)
    initial = {name: getattr(poll, name) for name in DraftForm.base_fields if hasattr(poll, name)}
    initial |= {"body": poll.body_id, "options": typed_options(poll), "budget": poll.budget_minor}
    initial |= {"quorum_percent": poll.quorum_bp / 100, "roll": rolls.taken(poll)}
    form = DraftForm(request.POST or None, bodies=permits_votes.bodies_run_by(request.user), initial=initial)

    def act(once: str) -> None:
        options, body = form.cleaned_data["options"], form.cleaned_data["body"]
        voters = rolls.of(body, form.cleaned_data["roll"], on=today())
        polls.change(
            poll=poll,
            body=body,
            options=options,
            voters=voters,
            by=person,
            at=now(),
            once=once,
            **form.rules(),
        )

    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("The vote was changed."))
        return redirect(poll)
    context = {"form": form, "poll": poll}
    return render(request, "assembly/votes/draft.html", context, status=422 if form.errors else 200)


def _button(
    request: HttpRequest, poll: Poll, form: ActForm, act: Callable[[str], Any], words: dict[str, Any]
) -> HttpResponse:
    """A page with one sentence, a small form and one button; its receipt after."""
    if request.method == "POST" and form.attempt(act):
        return redirect(
            receipts.address(form.token) if words.get("receipt", True) else poll.get_absolute_url()
        )
    context = {"poll": poll, "form": form, **words}
    return render(request, "assembly/votes/button.html", context, status=422 if form.errors else 200)


@requires(Permission.ASSEMBLY_RUN)
def open_voting(request: HttpRequest, key: str) -> HttpResponse:
    """Open the voting."""
    poll, person = permits_votes.run_poll(request.user, key), permits.acting_person(request.user)
    form = OpenForm(request.POST or None)
    words = {
        "heading": _("Open the voting"),
        "said": _(
            "From here on the question, the options, the rule, the quorum and the roll are fixed. "
            "%(roll)d stand on the roll."
        )
        % {"roll": poll.voters.count()},
        "submit": _("Open the voting"),
    }
    return _button(
        request, poll, form, lambda once: polls.open(poll=poll, by=person, at=now(), once=once), words
    )


@requires(Permission.ASSEMBLY_RUN)
def close(request: HttpRequest, key: str) -> HttpResponse:
    """Close the voting."""
    poll, person = permits_votes.run_poll(request.user, key), permits.acting_person(request.user)
    form = CloseForm(request.POST or None)

    def act(once: str) -> None:
        present = form.cleaned_data["present_count"]
        polls.close(poll=poll, present_count=present, by=person, at=now(), once=once)

    words = {
        "heading": _("Close the voting"),
        "said": _("No ballot is taken after the close. Settle all paper first."),
        "submit": _("Close the voting"),
    }
    return _button(request, poll, form, act, words)


@requires(Permission.ASSEMBLY_RUN)
def count(request: HttpRequest, key: str) -> HttpResponse:
    """Count."""
    poll, person = permits_votes.run_poll(request.user, key), permits.acting_person(request.user)
    form = CountForm(request.POST or None)

    def act(once: str) -> None:
        polls.count(poll=poll, seed=form.cleaned_data["seed"], by=person, at=now(), once=once)

    ballots = poll_queries.ballot_count(poll)
    said = _("%(count)d ballots are in. The result and all ballots are published with it.") % {
        "count": ballots
    }
    words = {"heading": _("Count"), "said": said, "submit": _("Count the ballots")}
    return _button(request, poll, form, act, words)


@requires(Permission.ASSEMBLY_RUN)
def void(request: HttpRequest, key: str) -> HttpResponse:
    """Call a vote off."""
    poll, person = permits_votes.run_poll(request.user, key), permits.acting_person(request.user)
    form = OpenForm(request.POST or None)
    words = {
        "heading": _("Call the vote off"),
        "said": _("The vote stays in the record. Nothing is counted, and it cannot be opened again."),
        "submit": _("Call it off"),
        "kind": "stop",
        "receipt": False,
    }
    return _button(
        request, poll, form, lambda once: polls.void(poll=poll, by=person, at=now(), once=once), words
    )


@requires(Permission.ASSEMBLY_RUN)
def name_keepers(request: HttpRequest, key: str) -> HttpResponse:
    """Name the keepers of a sealed vote: people of its body with an account."""
    poll, person = permits_votes.run_poll(request.user, key), permits.acting_person(request.user)
    people = Person.objects.filter(account__isnull=False, is_forgotten=False).order_by("name")
    form = KeepersForm(request.POST or None, people=people, initial={"needed": poll.keepers_needed})

    def act(once: str) -> None:
        data = form.cleaned_data
        keepers.name(
            poll=poll, people=list(data["people"]), needed=data["needed"], by=person, at=now(), once=once
        )

    words = {
        "heading": _("Name the keepers"),
        "said": _(
            "Keepers hold the key of the ballots in parts. Each makes a code of their own; "
            "only enough of them together can open the ballots."
        ),
        "submit": _("Name them"),
        "receipt": False,
    }
    return _button(request, poll, form, act, words)


@signed_in
@never_cache
@sensitive_post_parameters()
def keep(request: HttpRequest, key: str) -> HttpResponse:
    """A keeper's own page: make a code before the opening, type it in after the close."""
    keeper = permits_votes.kept_poll(request.user, key)
    poll, person = keeper.poll, permits.acting_person(request.user)
    if poll.state == Poll.State.DRAFT:
        code = sealing.new_code(keepers.CODE_LETTERS)
        form: ActForm = ReadyForm(request.POST or None, initial={"code": code})

        def make_ready(_once: str) -> None:
            keepers.make_ready(keeper=keeper, code=form.cleaned_data["code"], by=person, at=now())

        if request.method == "POST" and form.attempt(make_ready):
            messages.success(request, _("You are ready. Keep your code where only you find it."))
            return redirect(poll)
        code = form["code"].value() or code
        context = {"poll": poll, "form": form, "keeper": keeper, "code": sealing.shown(sealing.typed(code))}
        return render(request, "assembly/votes/keeper.html", context, status=422 if form.errors else 200)
    form = KeeperCodeForm(request.POST or None)

    def hand_in(_once: str) -> None:
        keepers.hand_in(keeper=keeper, code=form.cleaned_data["code"], by=person, at=now())

    if request.method == "POST" and form.attempt(hand_in):
        messages.success(request, _("Your part is in."))
        return redirect(poll)
    handed = poll.keepers.filter(has_opened=True).count()
    context = {"poll": poll, "form": form, "keeper": keeper, "handed": handed}
    return render(request, "assembly/votes/keeper.html", context, status=422 if form.errors else 200)
