"""Ballots that do not come by account: codes to hand out, help at a table, paper typed twice."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from commonwork.access.acting import Act, act_page, attempt, sent
from commonwork.access.guard import public, requires
from commonwork.access.permissions import Permission
from commonwork.assembly import ballot_marks, permits, permits_votes, poll_queries, sealing
from commonwork.assembly.actions import paper_piles, voting_codes
from commonwork.assembly.models import PaperBatch, Poll, PollBallot
from commonwork.assembly.views.vote_running import ask_of
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
    poll = permits_votes.run_poll(request.user, key)
    form = CodesForm(sent(request))
    slips: dict[str, str] = {}
    mailed: set[str] = set()

    def act(**how: Any) -> Any:
        data = form.cleaned_data
        rows = poll_queries.voters_for_codes(poll, whom=data["whom"], number=data["voter"])[:MOST_SLIPS]
        drawn = voting_codes.drawn([row.number for row in rows])
        letters = write_letters(poll, request, rows, drawn) if data["by_mail"] else []
        voting_codes.make(poll=poll, codes=drawn, letters=letters, by=how["by"], at=how["at"])
        mailed.update(letter.number for letter in letters)
        slips.update({number: code for number, code in drawn.items() if number not in mailed})

    if attempt(request, form, act):
        address = request.build_absolute_uri(reverse("assembly_vote_code", args=[poll.key]))
        shown = [(number, sealing.shown(code)) for number, code in slips.items()]
        context = {"poll": poll, "slips": shown, "address": address, "sent": len(mailed)}
        return render(request, "assembly/votes/slips.html", context)
    context = {"poll": poll, "form": form}
    return render(request, "assembly/votes/codes.html", context, status=422 if form.errors else 200)


@requires(Permission.BALLOT_ENTER)
def table(request: HttpRequest, key: str) -> HttpResponse:
    """Help somebody vote at a table: first their roll number."""
    poll = permits_votes.entered_poll(request.user, key)
    form = TableForm(sent(request))
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
    poll = permits_votes.entered_poll(request.user, key)
    form = PileForm(sent(request))

    def act(**how: Any) -> Any:
        data = form.cleaned_data
        typed = {"name": data["name"], "paper_count": data["paper_count"], "lines": data["text"]}
        return paper_piles.type_first(poll=poll, by=how["by"], at=how["at"], **typed)

    done = _("The pile is typed once. Somebody else types it now a second time.")
    rows = list(poll.batches.order_by("-pk"))
    template = "assembly/votes/piles.html"
    return _typed(
        request, form, act, poll, to=lambda _made: _piles_of(poll), done=done, template=template, rows=rows
    )


@requires(Permission.BALLOT_ENTER)
def second(request: HttpRequest, key: str) -> HttpResponse:
    """Type a pile the second time; the first reading is not shown."""
    batch = permits_votes.entered_pile(request.user, key)
    form = PileForm(sent(request), is_second=True)

    def act(**how: Any) -> Any:
        lines = form.cleaned_data["text"]
        return paper_piles.type_second(batch=batch, lines=lines, by=how["by"], at=how["at"])

    def to(made: PaperBatch) -> str:
        differs = made.state == PaperBatch.State.DIFFERS
        return reverse("assembly_vote_settle", args=[batch.key]) if differs else _piles_of(batch.poll)

    def done(made: PaperBatch) -> str:
        if made.state == PaperBatch.State.DIFFERS:
            return _("The readings differ in some papers.")
        return _("Both readings agree: the pile counts.")

    template = "assembly/votes/second.html"
    return _typed(request, form, act, batch.poll, to=to, done=done, template=template, batch=batch)


def _typed(request: HttpRequest, form: PileForm, act: Act, poll: Poll, **more: Any) -> HttpResponse:
    """The page of a pile that is typed; what is wrong with its lines is shown line by line."""

    def heard(**how: Any) -> Any:
        try:
            return act(**how)
        except Complaints as refusal:
            form.complaints = tuple(refusal.complaints[:MOST_COMPLAINTS])
            raise

    more |= {"poll": poll, "how": how_typed(poll)}
    return act_page(request, form, heard, numbered=list(poll_queries.standing_options(poll)), **more)


@requires(Permission.BALLOT_ENTER)
def settle(request: HttpRequest, key: str) -> HttpResponse:
    """The lines that two people read differently, settled from the paper."""
    batch = permits_votes.entered_pile(request.user, key)
    found = paper_piles.differences(batch) if batch.state == PaperBatch.State.DIFFERS else []

    def act(**how: Any) -> Any:
        settled = {row.voter: request.POST.get(f"line_{at}", "") for at, row in enumerate(found)}
        return paper_piles.settle(batch=batch, settled=settled, by=how["by"], at=how["at"])

    return act_page(
        request,
        OpenForm(sent(request)),
        act,
        to=_piles_of(batch.poll),
        done=_("The pile is settled and counts."),
        template="assembly/votes/settle.html",
        poll=batch.poll,
        batch=batch,
        differences=found,
    )


@requires(Permission.BALLOT_ENTER)
def throw_away(request: HttpRequest, key: str) -> HttpResponse:
    """Throw a pile away that was typed from the wrong papers."""
    batch = permits_votes.entered_pile(request.user, key)
    lede = _("What was typed of “%(pile)s” is gone; the paper stays. It can be typed anew.")
    ask = ask_of(
        batch.poll, _("Throw the pile away"), lede % {"pile": batch.name}, _("Throw it away"), kind="stop"
    )
    act, to = partial(paper_piles.throw_away, batch=batch), _piles_of(batch.poll)
    return act_page(request, OpenForm(sent(request)), act, ask, to=to, done=_("The pile was thrown away."))


@requires(Permission.BALLOT_ENTER)
def mark(request: HttpRequest, key: str) -> HttpResponse:
    """In a sealed vote: who handed in a paper."""
    poll = permits_votes.entered_poll(request.user, key)
    form = MarksForm(sent(request))

    def act(**how: Any) -> Any:
        return paper_piles.mark_roll(poll=poll, voters=form.cleaned_data["voters"], **how)

    lede = _(
        "In a sealed vote papers carry no roll number. Mark here who handed one in; both numbers must agree."
    )
    ask = ask_of(poll, _("Who voted on paper"), lede, _("Mark them"))
    done = _("They are marked as having voted on paper.")
    return act_page(request, form, act, ask, to=_piles_of(poll), done=done)


def _piles_of(poll: Poll) -> str:
    return reverse("assembly_vote_piles", args=[poll.key])


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
