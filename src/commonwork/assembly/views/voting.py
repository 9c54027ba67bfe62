"""Casting a ballot on four small pages, without JavaScript: the code, the ballot, "is this right?", the receipt.

Who stands on the roll and is signed in begins at the second page. In a sealed vote the secret is made with the ballot
page and travels in the form alone; nothing of the ballot is kept in a session, an address or a log.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from commonwork.access.guard import public
from commonwork.assembly import (
    ballot_marks,
    ballot_reads,
    permits,
    permits_votes,
    poll_queries,
    sealing,
    visits,
)
from commonwork.assembly.actions import casting, voting_codes
from commonwork.assembly.models import Poll, PollBallot, PollVoter
from commonwork.record.queries import of_token
from commonwork.registry.clock import now
from commonwork.rules.refusal import Refusal
from commonwork.ui.fields import CodeField
from commonwork.ui.forms import ActForm
from commonwork.ui.refusals import said

SECRET_LETTERS = 20


class CodeForm(forms.Form):
    code = CodeField(label=_("Code"), help_text=_("Capitals or not, spaces or not: both are fine."))


class CheckForm(ActForm):
    """The last page before casting: what was chosen and, in a sealed vote, the voter's secret."""

    content = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20_000)
    secret = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    own_secret = CodeField(
        label=_("Your secret code"),
        required=False,
        help_text=_("You were shown it when you voted first. Without it your vote stands as it is."),
    )

    def __init__(self, *args: Any, asks_secret: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_secret:
            del self.fields["own_secret"]


@public
@never_cache
@sensitive_post_parameters("code")
def code(request: HttpRequest, key: str) -> HttpResponse:
    """Step one: the code from the letter or the slip."""
    poll = permits_votes.voted_poll(key)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = voting_codes.voter_with(poll, form.cleaned_data["code"])
        except Refusal as refusal:
            form.add_error("code", said(refusal))
        else:
            response = redirect("assembly_vote", poll.key)
            visits.begin(response, poll, row)
            return response
    context = {"poll": poll, "form": form, "is_open": poll.takes_votes_at(now())}
    return render(request, "assembly/votes/code.html", context, status=422 if form.errors else 200)


@public
@never_cache
@sensitive_post_parameters()
def vote(request: HttpRequest, key: str) -> HttpResponse:
    """Steps two to four: fill in, look over, cast."""
    poll = permits_votes.voted_poll(key)
    found = _voter(request, poll)
    if found is None or not poll.takes_votes_at(now()):
        return redirect("assembly_vote_code", poll.key)
    row, channel = found
    response = ballot_pages(request, poll, row, channel)
    is_cast = request.POST.get("step") == "cast" and response.status_code == 200
    if is_cast and channel == PollBallot.Channel.CODE:
        visits.end(response, poll, row)
    return response


def ballot_pages(
    request: HttpRequest, poll: Poll, row: PollVoter, channel: str, *, by: Any = casting.BOX
) -> HttpResponse:
    """The pages of one voter's ballot, whatever way they came."""
    step = request.POST.get("step", "")
    if step == "cast":
        return _cast(request, poll, row, channel, by=by)
    options = ballot_reads.options(poll)
    if request.method != "POST":
        return _fill_in(request, poll, row, _before(poll, row), options)
    content = request.POST.get("content", "") if step == "change" else ""
    content = content or ballot_marks.sent(poll, request.POST, options)
    if step == "check":
        try:
            checked = ballot_reads.paper(poll, options).spelled(content)
        except Refusal as refusal:
            return _fill_in(request, poll, row, content, options, error=said(refusal))
        return _look_over(request, poll, row, checked, options)
    return _fill_in(request, poll, row, content, options)


def _fill_in(
    request: HttpRequest, poll: Poll, row: PollVoter, content: str, options: list[Any], *, error: str = ""
) -> HttpResponse:
    rows = ballot_marks.marks(poll, content, options)
    context = {
        "poll": poll,
        "row": row,
        "content": content,
        "ranked": [mark for mark in rows if mark.rank],
        "unranked": [mark for mark in rows if not mark.rank],
        "marks": rows,
        "answers": [(value, text, value == content) for value, text in ballot_marks.answers().items()],
        "how": ballot_marks.how(poll),
        "error": error,
        "is_pointed": poll.method in {"score", "dots", "budget-points"},
        "most": poll.most_each or poll.points or 999,
    }
    return render(request, "assembly/votes/ballot.html", context, status=422 if error else 200)


def _look_over(
    request: HttpRequest,
    poll: Poll,
    row: PollVoter,
    content: str,
    options: list[Any],
    form: CheckForm | None = None,
) -> HttpResponse:
    asks = poll.is_sealed and bool(row.voted_by)
    secret = sealing.new_code(SECRET_LETTERS) if poll.is_sealed and not asks else ""
    initial = {"content": content, "secret": secret}
    form = form or CheckForm(initial=initial, asks_secret=asks)
    context = {
        "poll": poll,
        "row": row,
        "form": form,
        "content": content,
        "lines": ballot_marks.in_words(poll, content, options),
        "given": ballot_marks.given_away(poll, content, options),
        "asks_secret": asks,
    }
    return render(request, "assembly/votes/check.html", context, status=422 if form.errors else 200)


def _cast(request: HttpRequest, poll: Poll, row: PollVoter, channel: str, *, by: Any) -> HttpResponse:
    asks = poll.is_sealed and bool(row.voted_by) and not request.POST.get("secret")
    form = CheckForm(request.POST, asks_secret=asks)
    moment = now()

    def act(once: str) -> None:
        data = form.cleaned_data
        secret = data.get("own_secret") or data["secret"]
        token = {} if poll.is_sealed else {"once": once}  # a token's hash would tell what was voted
        casting.cast(
            poll=poll,
            voter=row.number,
            content=data["content"],
            channel=channel,
            at=moment,
            by=by,
            secret=secret,
            **token,
        )

    if not form.attempt(act):
        content = form.cleaned_data.get("content", "") if hasattr(form, "cleaned_data") else ""
        return _look_over(request, poll, row, content, ballot_reads.options(poll), form)
    data = form.cleaned_data
    secret = sealing.typed(data.get("own_secret") or data["secret"])
    context = {
        "poll": poll,
        "at": moment,
        "fact": None if poll.is_sealed else of_token(form.token),
        "secret": sealing.shown(secret),
        "receipt": sealing.shown(sealing.receipt_code(poll.key, secret)) if poll.is_sealed else "",
    }
    return render(request, "assembly/votes/done.html", context)


def _voter(request: HttpRequest, poll: Poll) -> tuple[PollVoter, str] | None:
    """Whose ballot this is: by the code of this visit, else by the account."""
    if (row := visits.line_of(request, poll)) is not None:
        return row, PollBallot.Channel.CODE
    row = poll_queries.voter_of(poll, permits.person_of(request.user))
    return (row, PollBallot.Channel.ACCOUNT) if row is not None else None


def _before(poll: Poll, row: PollVoter) -> str:
    """What stands on the voter's open ballot now; nobody can look into a sealed one."""
    if poll.is_sealed:
        return ""
    ballot = ballot_reads.standing(poll, row.number)
    return ballot.content if ballot is not None else ""
