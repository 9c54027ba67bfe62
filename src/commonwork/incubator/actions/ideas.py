"""Ideas: propose, support, decline."""

from datetime import date, datetime

from commonwork.incubator.models import Idea, IdeaSupport
from commonwork.record.acts import Who, act, state
from commonwork.registry.keys import new_key
from commonwork.registry.models import Person
from commonwork.rules.refusal import Refusal, sentence


class IdeaNeedsWords(Refusal):
    sentence = sentence("An idea needs a title, a few sentences, and who it is for.")
    field = "text"


class AlreadySupported(Refusal):
    sentence = sentence("You already stand behind the idea “{idea}”.")
    status = 409


class IdeaDeclined(Refusal):
    sentence = sentence("The idea “{idea}” was declined; its page says why.")
    status = 409


class ReasonMissing(Refusal):
    sentence = sentence("Say why, so that the idea can be taken up again when that changes.")
    field = "reason"


@act
def propose(
    *,
    title: str,
    text: str,
    who_for: str,
    on: date,
    by: Who,
    at: datetime,
    proposer: Person | None = None,
) -> Idea:
    """Put an idea in the bank; the proposer stands behind it from the start. Raises IdeaNeedsWords."""
    words = [title.strip(), text.strip(), who_for.strip()]
    if not all(words):
        raise IdeaNeedsWords()
    idea = Idea.objects.create(
        key=new_key("idea"),
        title=words[0],
        text=words[1],
        who_for=words[2],
        proposed_on=on,
        proposed_by=proposer,
    )
    if proposer:
        IdeaSupport.objects.create(idea=idea, person=proposer, supported_on=on)
    state("incubator.idea.proposed", subject=idea, by=by, at=at, data={"on": on.isoformat()})
    return idea


@act
def support(*, idea: Idea, person: Person, on: date, by: Who, at: datetime) -> Idea:
    """A person stands behind an open idea. Raises AlreadySupported, IdeaDeclined."""
    idea = _open(idea)
    if idea.supports.filter(person=person).exists():
        raise AlreadySupported(idea=idea.title)
    IdeaSupport.objects.create(idea=idea, person=person, supported_on=on)
    state(
        "incubator.idea.supported",
        subject=idea,
        by=by,
        at=at,
        data={"on": on.isoformat(), "count": idea.supports.count()},
    )
    return idea


@act
def decline(*, idea: Idea, reason: str, on: date, by: Who, at: datetime) -> Idea:
    """Say no to an idea, with the reason; it stays in the bank. Raises IdeaDeclined, ReasonMissing."""
    idea = _open(idea)
    if not reason.strip():
        raise ReasonMissing()
    idea.state, idea.declined_on, idea.reason = Idea.State.DECLINED, on, reason.strip()
    idea.save(update_fields=["state", "declined_on", "reason"])
    state("incubator.idea.declined", subject=idea, by=by, at=at, data={"on": on.isoformat()})
    return idea


def _open(idea: Idea) -> Idea:
    idea = Idea.objects.select_for_update().get(pk=idea.pk)
    if idea.state == Idea.State.DECLINED:
        raise IdeaDeclined(idea=idea.title)
    return idea
