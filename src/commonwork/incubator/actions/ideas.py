"""Ideas: propose, support, count those who have no account, merge, lift, decline."""

from datetime import date, datetime

from commonwork.incubator.models import Channel, Idea, IdeaPriority, IdeaSupport
from commonwork.incubator.models.idea import ENTERED
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Person
from commonwork.rules.refusal import Refusal, sentence


class IdeaNeedsWords(Refusal):
    sentence = sentence("An idea needs a title, a few sentences, and who it is for.")
    field = "text"


class WhoSeesIt(Refusal):
    sentence = sentence("Say which co-op, assembly or buyer sees this need.")
    field = "seen_by"


class MergedIntoItself(Refusal):
    sentence = sentence("An idea cannot be merged into itself.")
    field = "into"


class AlreadyRaised(Refusal):
    sentence = sentence("This resolution asks for the idea “{idea}” already.")
    status = 409
    field = "resolution"


class IdeaMerged(Refusal):
    sentence = sentence("The idea “{idea}” was merged into another one; go on there.")
    status = 409


class AlreadySupported(Refusal):
    sentence = sentence("You already stand behind the idea “{idea}”.")
    status = 409


class NobodyCounted(Refusal):
    sentence = sentence("Count at least one person.")
    field = "people_count"


class HowItCame(Refusal):
    sentence = sentence("Say whether it came on paper or by word of mouth.")
    field = "channel"


class NotCounted(Refusal):
    sentence = sentence("This entry does not stand there any more.")
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
    origin: str = Idea.Origin.IDEA,
    seen_by: str = "",
    yearly_minor: int | None = None,
    channel: str = Channel.ACCOUNT,
) -> Idea:
    """Put an idea in the bank; the proposer stands behind it from the start, also one without an account. A need or a
    demand says who sees it (`seen_by`), a demand how much would be bought a year. channel: how it came. Raises
    IdeaNeedsWords, WhoSeesIt."""
    words = [title.strip(), text.strip(), who_for.strip()]
    if not all(words):
        raise IdeaNeedsWords()
    if origin != Idea.Origin.IDEA and not seen_by.strip():
        raise WhoSeesIt()
    idea = Idea.objects.create(
        key=new_key("idea"),
        title=words[0],
        text=words[1],
        who_for=words[2],
        proposed_on=on,
        proposed_by=proposer,
        origin=origin,
        seen_by=seen_by.strip(),
        yearly_minor=yearly_minor,
        channel=channel,
    )
    if proposer or channel != Channel.ACCOUNT:
        IdeaSupport.objects.create(idea=idea, person=proposer, supported_on=on, channel=channel)
    data = {"on": on.isoformat()} | _came(channel)
    state("incubator.idea.proposed", subject=idea, by=by, at=at, data=data)
    return idea


@act
def support(
    *, idea: Idea, person: Person, on: date, by: Who, at: datetime, channel: str = Channel.ACCOUNT
) -> Idea:
    """A person stands behind an open idea. Raises AlreadySupported, IdeaDeclined, IdeaMerged."""
    idea = _open(idea)
    if idea.supports.filter(person=person).exists():
        raise AlreadySupported(idea=idea.title)
    IdeaSupport.objects.create(idea=idea, person=person, supported_on=on, channel=channel)
    state(
        "incubator.idea.supported",
        subject=idea,
        by=by,
        at=at,
        data={"on": on.isoformat(), "count": idea.support_total()} | _came(channel),
    )
    return idea


@act
def count_in(*, idea: Idea, people_count: int, channel: str, on: date, by: Who, at: datetime) -> Idea:
    """So many residents who are not in the register stand behind an open idea, by a list on paper or by word of mouth;
    their names are not kept. Raises NobodyCounted, HowItCame, IdeaDeclined, IdeaMerged."""
    idea = _open(idea)
    if people_count < 1:
        raise NobodyCounted()
    if channel not in ENTERED:
        raise HowItCame()
    IdeaSupport.objects.create(idea=idea, people_count=people_count, supported_on=on, channel=channel)
    data = {"on": on.isoformat(), "count": people_count, "channel": str(channel)}
    state("incubator.idea.counted_in", subject=idea, by=by, at=at, data=data)
    return idea


@act
def count_out(*, support: IdeaSupport, on: date, by: Who, at: datetime) -> Idea:
    """Take back an entry of `count_in` that was a mistake. Raises NotCounted, IdeaDeclined, IdeaMerged."""
    idea = _open(support.idea)
    row = idea.supports.filter(pk=support.pk, person=None, channel__in=ENTERED).first()
    if row is None:
        raise NotCounted()
    row.delete()
    data = {"on": on.isoformat(), "count": row.people_count, "channel": row.channel}
    state("incubator.idea.counted_out", subject=idea, by=by, at=at, data=data)
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


@act
def merge(*, idea: Idea, into: Idea, on: date, by: Who, at: datetime) -> Idea:
    """Two ideas are the same: those behind the first stand behind the second from then on, and its priorities go with
    them. Raises MergedIntoItself, IdeaDeclined, IdeaMerged."""
    if idea.pk == into.pk:
        raise MergedIntoItself()
    rows = {
        row.pk: row
        for row in Idea.objects.select_for_update().filter(pk__in=[idea.pk, into.pk]).order_by("pk")
    }
    idea, into = _open(rows[idea.pk]), _open(rows[into.pk])
    there = set(into.supports.values_list("person_id", flat=True))
    IdeaSupport.objects.bulk_create(
        IdeaSupport(
            idea=into,
            person_id=row.person_id,
            supported_on=row.supported_on,
            channel=row.channel,
            people_count=row.people_count,
        )
        for row in idea.supports.all()
        if row.person_id is None or row.person_id not in there
    )
    asked = set(into.priorities.values_list("resolution", flat=True))
    IdeaPriority.objects.bulk_create(
        IdeaPriority(idea=into, resolution=row.resolution, raised_on=row.raised_on)
        for row in idea.priorities.all()
        if row.resolution not in asked
    )
    idea.state, idea.merged_into = Idea.State.MERGED, into
    idea.save(update_fields=["state", "merged_into"])
    state(
        "incubator.idea.merged", subject=idea, by=by, at=at, about=[into],
        data={"into": ref(into), "on": on.isoformat()},
    )  # fmt: skip
    return idea


@act
def lift(*, idea: Idea, resolution: str, on: date, by: Who, at: datetime) -> Idea:
    """A resolution of an assembly asks for an idea; `resolution` is its reference. Raises AlreadyRaised, IdeaDeclined,
    IdeaMerged."""
    idea = _open(idea)
    _row, is_new = IdeaPriority.objects.get_or_create(
        idea=idea, resolution=resolution, defaults={"raised_on": on}
    )
    if not is_new:
        raise AlreadyRaised(idea=idea.title)
    state(
        "incubator.idea.raised", subject=idea, by=by, at=at, about=[resolution],
        data={"resolution": resolution, "on": on.isoformat()},
    )  # fmt: skip
    return idea


def _came(channel: str) -> dict[str, str]:
    return {} if channel == Channel.ACCOUNT else {"channel": str(channel)}


def _open(idea: Idea) -> Idea:
    idea = Idea.objects.select_for_update().get(pk=idea.pk)
    if idea.state == Idea.State.DECLINED:
        raise IdeaDeclined(idea=idea.title)
    if idea.state == Idea.State.MERGED:
        raise IdeaMerged(idea=idea.title)
    return idea
