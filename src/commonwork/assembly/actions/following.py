"""Following a motion or a decision by mail: begin, stop, and the letter that tells what is new."""

from datetime import date, datetime, timedelta

from django.db.models import Max, Model

from commonwork.assembly import follow_letters
from commonwork.assembly.following_reads import followed_by, latest_fact, news_for
from commonwork.assembly.models import Follower
from commonwork.assembly.policies_following import digest_days
from commonwork.gatherings.actions import letters
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Person
from commonwork.rules.refusal import Refusal, sentence


class FollowsAlready(Refusal):
    sentence = sentence("You follow this already.")
    status = 409


class NoAddress(Refusal):
    sentence = sentence("We have no e-mail address of yours. Add one to your account first.")


class NotFollowed(Refusal):
    sentence = sentence("You do not follow this.")
    status = 409


class NothingNew(Refusal):
    sentence = sentence("There is nothing new, or the last letter was too short a time ago.")
    status = 409


@act
def begin(*, thing: Model, person: Person, by: Who, at: datetime) -> Model:
    """A person wants mail about a thing, from what happens next on. Raises FollowsAlready, NoAddress."""
    if not letters.address_of(person):
        raise NoAddress()
    start = {"key": new_key("follow"), "since_at": at, "told_number": latest_fact(thing)}
    _row, is_new = Follower.objects.get_or_create(person=person, thing=ref(thing), defaults=start)
    if not is_new:
        raise FollowsAlready()
    state("assembly.follow.begun", subject=thing, by=by, at=at)
    return thing


@act
def end(*, thing: Model, person: Person, by: Who, at: datetime) -> Model:
    """A person wants no more mail about a thing. Raises NotFollowed."""
    if not followed_by(person).filter(thing=ref(thing)).delete()[0]:
        raise NotFollowed()
    state("assembly.follow.ended", subject=thing, by=by, at=at)
    return thing


@act
def tell(*, person: Person, on: date, by: Who, at: datetime) -> Person:
    """Write one letter with all that is new in what a person follows. Raises NothingNew, also while the last letter is
    fewer days old than the policy wants."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    rows = followed_by(person)
    last = rows.aggregate(last=Max("written_on"))["last"]
    address = letters.address_of(person)
    if not address or (last is not None and on < last + timedelta(days=digest_days(on=on))):
        raise NothingNew()
    news = news_for(list(rows.select_related("person")))
    if not news:
        raise NothingNew()
    subject, text = follow_letters.written(news, language=person.language)
    letters.write(address=address, subject=subject, text=text, about=person, at=at, person=person)
    for one in news:
        Follower.objects.filter(pk=one.follower.pk).update(told_number=one.latest, written_on=on)
    state("assembly.follow.told", subject=person, by=by, at=at, data={"count": len(news)})
    return person


@act
def end_all(*, person: Person, by: Who, at: datetime) -> Person:
    """A person wants no mail about anything any more. Raises NotFollowed."""
    count, _rows = followed_by(person).delete()
    if not count:
        raise NotFollowed()
    state("assembly.follow.ended_all", subject=person, by=by, at=at, data={"count": count})
    return person
