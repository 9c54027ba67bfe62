"""Who may see and do what with votes. An opened vote is public; a draft is for those who run it."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from commonwork.access.guard import demand
from commonwork.access.queries import Asker
from commonwork.assembly.ballot_reads import poll_named
from commonwork.assembly.models import PaperBatch, Poll, PollKeeper
from commonwork.assembly.permits import may_enter, may_run, person_of
from commonwork.registry.models import Body


def bodies_run_by(account: Asker) -> QuerySet[Body]:
    """The bodies of any kind whose votes this account runs, by name."""
    rows = Body.objects.select_related("organisation")
    return Body.objects.filter(pk__in=[row.pk for row in rows if may_run(account, row)]).order_by("name")


def _poll(key: str) -> Poll:
    rows = Poll.objects.select_related("body__organisation", "result")
    return get_object_or_404(rows, key=key)


def shown_poll(account: Asker, key: str) -> Poll:
    """A vote for its public page; a draft is 404 to all but those who run it, or keep its key."""
    poll = _poll(key)
    if (
        poll.state == Poll.State.DRAFT
        and not may_run(account, poll.body)
        and own_keeper(account, poll) is None
    ):
        raise Http404
    return poll


def opened_poll(key: str) -> Poll:
    """A vote that was opened, or 404."""
    poll = _poll(key)
    if poll.opened_at is None:
        raise Http404
    return poll


def voted_poll(key: str) -> Poll:
    """A vote that was opened, its own row alone, for those who cast a ballot; or 404."""
    poll = poll_named(key)
    if poll is None or poll.opened_at is None:
        raise Http404
    return poll


def counted_poll(key: str) -> Poll:
    """A vote whose ballots are published, or 404."""
    poll = _poll(key)
    if poll.state != Poll.State.COUNTED:
        raise Http404
    return poll


def run_poll(account: Asker, key: str) -> Poll:
    """A vote for whoever runs it."""
    poll = _poll(key)
    demand(may_run(account, poll.body))
    return poll


def entered_poll(account: Asker, key: str) -> Poll:
    """A vote for whoever may enter ballots, at a table or from paper."""
    poll = opened_poll(key)
    demand(may_enter(account, poll.body))
    return poll


def entered_pile(account: Asker, key: str) -> PaperBatch:
    """A pile of paper for whoever may enter ballots."""
    rows = PaperBatch.objects.select_related("poll__body__organisation")
    batch = get_object_or_404(rows, key=key)
    demand(may_enter(account, batch.poll.body))
    return batch


def own_keeper(account: Asker, poll: Poll) -> PollKeeper | None:
    """The account's own place among the keepers, or None."""
    person = person_of(account)
    return poll.keepers.filter(person=person).first() if person is not None else None


def kept_poll(account: Asker, key: str) -> PollKeeper:
    """An account's own place among the keepers of a vote; 403 for everybody else."""
    keeper = own_keeper(account, _poll(key))
    demand(keeper is not None)
    assert keeper is not None
    return keeper
