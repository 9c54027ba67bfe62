"""Votes for anyone: all of them, one of them, its ballots once they are counted, its board and its bundle."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.access.guard import public
from commonwork.assembly import ballot_marks, bundles, permits, permits_votes, poll_queries
from commonwork.assembly.models import Poll
from commonwork.assembly.views import vote_shapes
from commonwork.record.queries import tell, trail
from commonwork.registry.clock import now
from commonwork.registry.queries import network
from commonwork.ui.exports import respond
from commonwork.ui.listing import Column, Listing

TOLD = 25
ENOUGH = 200
COLUMNS = [
    Column(
        "title",
        gettext_lazy("Vote"),
        lambda row: row.title,
        sort="title",
        href=lambda row: row.get_absolute_url(),
    ),
    Column("body", gettext_lazy("Who votes"), lambda row: row.body.name, sort="body__name"),
    Column("state", gettext_lazy("State"), lambda row: row.get_state_display(), sort="state"),
    Column(
        "opened_at",
        gettext_lazy("Opened"),
        lambda row: row.opened_at and row.opened_at.date(),
        sort="opened_at",
    ),
    Column(
        "closes_at",
        gettext_lazy("Closes"),
        lambda row: row.closes_at and row.closes_at.date(),
        sort="closes_at",
    ),
]


@public
def list_all(request: HttpRequest) -> HttpResponseBase:
    """All votes; drafts only for those who run them."""
    rows = Poll.objects.select_related("body")
    bodies = permits_votes.bodies_run_by(request.user) if request.user.is_authenticated else None
    if bodies is None or not bodies.exists():
        rows = rows.exclude(opened_at=None)
    listing = Listing(request, rows, columns=COLUMNS, name="votes", default_sort="-opened_at")
    if answer := listing.export():
        return answer
    context = {"listing": listing, "may_draft": bodies is not None and bodies.exists()}
    return render(request, "assembly/votes/list.html", context)


@public
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One vote: the question, where it stands, how to take part, the result and how it came about."""
    poll = permits_votes.shown_poll(request.user, key)
    runs = permits.may_run(request.user, poll.body)
    row = poll_queries.voter_of(poll, permits.person_of(request.user))
    found = poll_queries.result_of(poll)
    options = list(poll_queries.all_options(poll))
    context = {
        "poll": poll,
        "steps": vote_shapes.strip(poll),
        "summary": vote_shapes.summary(poll, found),
        "options": options,
        "how": ballot_marks.how(poll),
        "terms": vote_shapes.terms(poll),
        "result": found,
        "bars": vote_shapes.bars(poll, found, options) if found else [],
        "chosen": vote_shapes.chosen(found, options) if found else [],
        "quorum": vote_shapes.quorum(found) if found else "",
        "turnout": vote_shapes.turnout(poll),
        "is_open": poll.takes_votes_at(now()),
        "may_vote": row is not None,
        "has_voted": row is not None and bool(row.voted_by),
        "acts": vote_shapes.acts(poll, runs=runs, enters=permits.may_enter(request.user, poll.body)),
        "keeper": permits_votes.own_keeper(request.user, poll),
        "keepers": list(poll.keepers.select_related("person").order_by("number")),
        "head": poll.board.order_by("-number").first(),
        "set_aside": poll_queries.set_aside(poll).count(),
        "told": tell(trail(poll).exclude(kind__startswith="assembly.poll.ballot_")[:TOLD]),
    }
    return render(request, "assembly/votes/show.html", context)


@public
def ballots(request: HttpRequest, key: str) -> HttpResponseBase:
    """The ballots of a counted vote: without roll numbers, or in a sealed one beside the codes only voters know."""
    poll = permits_votes.counted_poll(key)
    rows = poll_queries.published_ballots(poll)
    if asked := request.GET.get("format"):
        columns = [("code", "code"), ("ballot", "ballot"), ("votes", "votes")]
        here = network()
        note = _("Demo: these ballots are invented.") if here and here.is_demo else ""
        return respond(f"ballots-{poll.key}", columns, rows, asked, note=note)
    wanted = "".join(letter for letter in request.GET.get("code", "").upper() if letter.isalnum())
    options = list(poll_queries.all_options(poll))
    found = [row for row in rows if wanted and row[0] == wanted]
    context = {
        "poll": poll,
        "piles": vote_shapes.piles(poll, rows, options)[:ENOUGH],
        "count": len(rows),
        "wanted": wanted,
        "found": ballot_marks.in_words(poll, found[0][1], options) if found else None,
    }
    return render(request, "assembly/votes/ballots.html", context)


@public
def board(request: HttpRequest, key: str) -> HttpResponseBase:
    """The public board, line by line."""
    poll = permits_votes.opened_poll(key)
    columns = [
        Column("number", _("Line"), lambda row: row.number, sort="number", is_number=True),
        Column("kind", _("What"), lambda row: row.kind),
        Column("content", _("Said"), vote_shapes.board_whole, show=vote_shapes.board_line),
        Column("hash", _("Hash"), lambda row: row.hash, show=lambda row: f"{row.hash[:16]}…"),
    ]
    listing = Listing(
        request, poll.board.all(), columns=columns, name=f"board-{poll.key}", default_sort="number"
    )
    if answer := listing.export():
        return answer
    return render(request, "assembly/votes/board.html", {"poll": poll, "listing": listing})


@public
def bundle(request: HttpRequest, key: str) -> HttpResponse:
    """Everything a recount needs, in one file."""
    poll = permits_votes.counted_poll(key)
    return _file(bundles.bundle(poll), f"vote-{poll.key}.json", "application/json")


@public
def verifier(request: HttpRequest) -> HttpResponse:
    """The one-file verifier, as it runs here."""
    return _file(bundles.verifier(), "pollcheck.py", "text/x-python")


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    headers: dict[str, Any] = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
