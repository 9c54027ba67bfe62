"""Ballots that do not come by account: codes to hand out, help at a table, paper typed twice."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from commonwork.access.guard import public, requires
from commonwork.access.permissions import Permission
from commonwork.assembly import ballot_marks, permits, permits_votes, poll_queries, sealing
from commonwork.assembly.actions import paper_piles, voting_codes
from commonwork.assembly.models import PaperBatch, Poll, PollBallot
from commonwork.assembly.views.voting import ballot_pages
from commonwork.assembly.vote_forms import CodesForm, MarksForm, OpenForm, PileForm, TableForm
from commonwork.assembly.voting_letters import write_letters
from commonwork.registry.clock import now
from commonwork.rules.refusal import Complaints

MOST_SLIPS = 2_000
MOST_COMPLAINTS = 100


@requires(Permission.ASSEMBLY_RUN)
@never_cache
def codes(request: HttpRequest, key: str) -> HttpResponse:
    """Make codes and show them once, as slips to print; or send them by e-mail."""
    poll, person = permits_votes.run_poll(request.user, key), permits.acting_person(request.user)
    form = CodesForm(request.POST or None)
    slips: dict[str, str] = {}
    sent: set[str] = set()

    def act(_once: str) -> None:
        data = form.cleaned_data
        rows = poll_queries.voters_for_codes(poll, whom=data["whom"], number=data["voter"])[:MOST_SLIPS]
        drawn = voting_codes.drawn([row.number for row in rows])
        letters = write_letters(poll, request, rows, drawn) if data["by_mail"] else []
        voting_codes.make(poll=poll, codes=drawn, letters=letters, by=person, at=now())
        sent.update(letter.number for letter in letters)
        slips.update({number: code for number, code in drawn.items() if number not in sent})

    if request.method == "POST" and form.attempt(act):
        address = request.build_absolute_uri(reverse("assembly_vote_code", args=[poll.key]))
        shown = [(number, sealing.shown(code)) for number, code in slips.items()]
        context = {"poll": poll, "slips": shown, "address": address, "sent": len(sent)}
        return render(request, "assembly/votes/slips.html", context)
    context = {"poll": poll, "form": form}
    return render(request, "assembly/votes/codes.html", context, status=422 if form.errors else 200)


@requires(Permission.BALLOT_ENTER)
def table(request: HttpRequest, key: str) -> HttpResponse:
    """Help somebody vote at a table: first their roll number."""
    poll = permits_votes.entered_poll(request.user, key)
    form = TableForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["voter"].strip()
        if poll_queries.roll_of(poll).filter(number=number).exists():
            request.session[_helped(poll)] = number
            return redirect("assembly_vote_at_table", poll.key)
        form.add_error("voter", _("This number does not stand on the roll."))
    context = {"poll": poll, "form": form}
    return render(request, "assembly/votes/table.html", context, status=422 if form.errors else 200)


@requires(Permission.BALLOT_ENTER)
@never_cache
@sensitive_post_parameters()
def at_table(request: HttpRequest, key: str) -> HttpResponse:
    """The ballot pages of somebody who is helped; the fact names the helper."""
    poll, person = permits_votes.entered_poll(request.user, key), permits.acting_person(request.user)
    row = poll_queries.roll_of(poll).filter(number=request.session.get(_helped(poll), "")).first()
    if row is None or not poll.takes_votes_at(now()):
        return redirect("assembly_vote_table", poll.key)
    return ballot_pages(request, poll, row, PollBallot.Channel.TABLE, by=person)


@public
def paper(request: HttpRequest, key: str) -> HttpResponse:
    """The ballot to print."""
    poll = permits_votes.opened_poll(key)
    options = list(poll_queries.standing_options(poll))
    answers = list(ballot_marks.answers().values())
    context = {"poll": poll, "options": options, "how": ballot_marks.how(poll), "answers": answers}
    return render(request, "assembly/votes/paper.html", context)


@requires(Permission.BALLOT_ENTER)
def piles(request: HttpRequest, key: str) -> HttpResponse:
    """All piles of paper of a vote, and typing a new one."""
    poll, person = permits_votes.entered_poll(request.user, key), permits.acting_person(request.user)
    form = PileForm(request.POST or None)

    def act(_once: str) -> None:
        data = form.cleaned_data
        paper_piles.type_first(
            poll=poll,
            name=data["name"],
            paper_count=data["paper_count"],
            lines=data["text"],
            by=person,
            at=now(),
        )

    if request.method == "POST" and _attempt(form, act):
        messages.success(request, _("The pile is typed once. Somebody else types it now a second time."))
        return redirect("assembly_vote_piles", poll.key)
    rows = list(poll.batches.order_by("-pk"))
    context = {"poll": poll, "form": form, "rows": rows, "complaints": form.complaints[:MOST_COMPLAINTS]}
    context |= {"numbered": list(poll_queries.standing_options(poll)), "how": how_typed(poll)}
    return render(request, "assembly/votes/piles.html", context, status=422 if form.errors else 200)


@requires(Permission.BALLOT_ENTER)
def second(request: HttpRequest, key: str) -> HttpResponse:
    """Type a pile the second time; the first reading is not shown."""
    batch, person = permits_votes.entered_pile(request.user, key), permits.acting_person(request.user)
    form = PileForm(request.POST or None, is_second=True)
    done: list[PaperBatch] = []

    def act(_once: str) -> None:
        lines = form.cleaned_data["text"]
        done.append(paper_piles.type_second(batch=batch, lines=lines, by=person, at=now()))

    if request.method == "POST" and _attempt(form, act):
        if done[0].state == PaperBatch.State.DIFFERS:
            return redirect("assembly_vote_settle", batch.key)
        messages.success(request, _("Both readings agree: the pile counts."))
        return redirect("assembly_vote_piles", batch.poll.key)
    context = {
        "poll": batch.poll,
        "batch": batch,
        "form": form,
        "complaints": form.complaints[:MOST_COMPLAINTS],
    }
    context |= {"how": how_typed(batch.poll), "numbered": list(poll_queries.standing_options(batch.poll))}
    return render(request, "assembly/votes/second.html", context, status=422 if form.errors else 200)


@requires(Permission.BALLOT_ENTER)
def settle(request: HttpRequest, key: str) -> HttpResponse:
    """The lines that two people read differently, settled from the paper."""
    batch, person = permits_votes.entered_pile(request.user, key), permits.acting_person(request.user)
    found = paper_piles.differences(batch) if batch.state == PaperBatch.State.DIFFERS else []
    form = OpenForm(request.POST or None)

    def act(once: str) -> None:
        settled = {row.voter: request.POST.get(f"line_{at}", "") for at, row in enumerate(found)}
        paper_piles.settle(batch=batch, settled=settled, by=person, at=now())

    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("The pile is settled and counts."))
        return redirect("assembly_vote_piles", batch.poll.key)
    context = {"poll": batch.poll, "batch": batch, "form": form, "differences": found}
    return render(request, "assembly/votes/settle.html", context, status=422 if form.errors else 200)


@requires(Permission.BALLOT_ENTER)
def throw_away(request: HttpRequest, key: str) -> HttpResponse:
    """Throw a pile away that was typed from the wrong papers."""
    batch, person = permits_votes.entered_pile(request.user, key), permits.acting_person(request.user)
    form = OpenForm(request.POST or None)

    def act(once: str) -> None:
        paper_piles.throw_away(batch=batch, by=person, at=now(), once=once)

    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("The pile was thrown away."))
        return redirect("assembly_vote_piles", batch.poll.key)
    words = {"heading": _("Throw the pile away"), "submit": _("Throw it away"), "kind": "stop"}
    words["said"] = _("What was typed of “%(pile)s” is gone; the paper stays. It can be typed anew.") % {
        "pile": batch.name
    }
    context = {"poll": batch.poll, "form": form, **words}
    return render(request, "assembly/votes/button.html", context, status=422 if form.errors else 200)


@requires(Permission.BALLOT_ENTER)
def mark(request: HttpRequest, key: str) -> HttpResponse:
    """In a sealed vote: who handed in a paper."""
    poll, person = permits_votes.entered_poll(request.user, key), permits.acting_person(request.user)
    form = MarksForm(request.POST or None)

    def act(once: str) -> None:
        paper_piles.mark_roll(poll=poll, voters=form.cleaned_data["voters"], by=person, at=now(), once=once)

    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("They are marked as having voted on paper."))
        return redirect("assembly_vote_piles", poll.key)
    words = {"heading": _("Who voted on paper"), "submit": _("Mark them"), "kind": "go"}
    words["said"] = _(
        "In a sealed vote papers carry no roll number. Mark here who handed one in; both numbers must agree."
    )
    context = {"poll": poll, "form": form, **words}
    return render(request, "assembly/votes/button.html", context, status=422 if form.errors else 200)


def _helped(poll: Poll) -> str:
    return f"helps with {poll.key}"


def how_typed(poll: Poll) -> str:
    """How a paper of this vote is typed, with an example."""
    if poll.method == Poll.Method.MAJORITY:
        example = "yes"
    elif poll.method in {"score", "dots", "budget-points"}:
        example = "1:5 3:2"
    else:
        example = "2 4"
    voter = "17" if poll.is_sealed else "R-017"
    return _(
        "One paper a line: the number on it, a comma, then what is marked. "
        "%(voter)s, %(example)s; nothing behind the comma is a blank ballot."
    ) % {"voter": voter, "example": example}


def _attempt(form: PileForm, act: Callable[[str], Any]) -> bool:
    def heard(once: str) -> None:
        try:
            act(once)
        except Complaints as refusal:
            form.complaints = tuple(refusal.complaints)
            raise

    return form.attempt(heard)
