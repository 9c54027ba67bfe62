"""Amendments and joining: another text offered, taken or not; two motions become one when both authors agree."""

from datetime import datetime

from commonwork.assembly.actions.motions import NothingChanged, TextMissing
from commonwork.assembly.models import Amendment, MergeOffer, Motion, MotionSupport
from commonwork.assembly.motion_steps import locked, must_not_be_asked, tell, write_version
from commonwork.assembly.queries.motions import latest_version
from commonwork.record.acts import Who, act
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Person
from commonwork.rules.refusal import Refusal, sentence


class AnsweredAlready(Refusal):
    sentence = sentence("This has been answered already.")
    status = 409


class TextHasMovedOn(Refusal):
    sentence = sentence(
        "The text was changed after this amendment was written. Write it anew on the text of today."
    )
    status = 409


class NotToJoin(Refusal):
    sentence = sentence("These two motions cannot be joined: both must be open, in the same body, and two.")
    field = "into"


class OfferedAlready(Refusal):
    sentence = sentence("This motion waits for an answer to an offer already.")
    status = 409


@act
def propose(
    *, motion: Motion, text: str, why: str, by: Who, at: datetime, author: Person | None = None
) -> Amendment:
    """Offer another text for a motion, whole as it would read. Raises NotInThatStage, TextMissing, NothingChanged."""
    motion = locked(motion, Motion.State.SEEKING, Motion.State.OPEN)
    text, why = text.replace("\r\n", "\n").strip(), " ".join(why.split())
    if not (text and why):
        raise TextMissing()
    version = latest_version(motion)
    if text == version.text:
        raise NothingChanged()
    amendment = Amendment.objects.create(
        key=new_key("amendment"),
        motion=motion,
        on_version=version,
        text=text,
        why=why,
        author=author,
        made_at=at,
    )
    tell("assembly.motion.amendment_made", motion, by=by, at=at, data={"amendment": ref(amendment)})
    return amendment


@act
def take(*, amendment: Amendment, by: Who, at: datetime) -> Amendment:
    """The author takes an amendment: its text becomes the next version.

    Raises NotInThatStage, RoundIsOpen, AnsweredAlready, TextHasMovedOn.
    """
    motion = locked(amendment.motion, Motion.State.SEEKING, Motion.State.OPEN)
    must_not_be_asked(motion)
    amendment = _unanswered(amendment)
    if amendment.on_version_id != latest_version(motion).pk:
        raise TextHasMovedOn()
    version = write_version(
        motion, title=motion.title, text=amendment.text, why=amendment.why, person=amendment.author, at=at
    )
    amendment.state, amendment.answered_at, amendment.became = Amendment.State.TAKEN, at, version
    amendment.save(update_fields=["state", "answered_at", "became"])
    data = {"amendment": ref(amendment), "version": version.number}
    tell("assembly.motion.amended", motion, by=by, at=at, data=data)
    return amendment


@act
def refuse(*, amendment: Amendment, by: Who, at: datetime) -> Amendment:
    """The author does not take an amendment. Raises NotInThatStage, AnsweredAlready."""
    motion = locked(amendment.motion, Motion.State.SEEKING, Motion.State.OPEN)
    amendment = _unanswered(amendment)
    amendment.state, amendment.answered_at = Amendment.State.REFUSED, at
    amendment.save(update_fields=["state", "answered_at"])
    tell("assembly.motion.amendment_refused", motion, by=by, at=at, data={"amendment": ref(amendment)})
    return amendment


@act
def offer_to_join(*, motion: Motion, into: Motion, by: Who, at: datetime) -> Motion:
    """The author of a motion offers to join it to another one. Raises NotInThatStage, NotToJoin, OfferedAlready."""
    motion = locked(motion, Motion.State.SEEKING, Motion.State.OPEN)
    into = Motion.objects.get(pk=into.pk)
    if into.pk == motion.pk or into.body_id != motion.body_id or not into.is_open:
        raise NotToJoin()
    if motion.offers_made.filter(state=MergeOffer.State.OFFERED).exists():
        raise OfferedAlready()
    MergeOffer.objects.create(motion=motion, into=into, offered_at=at)
    tell("assembly.motion.join_offered", motion, by=by, at=at, data={"other": ref(into)})
    return motion


@act
def agree_to_join(*, offer: MergeOffer, by: Who, at: datetime) -> Motion:
    """The other author agrees: the first motion ends, its supporters stand with the other one.

    Returns the motion that goes on. Raises AnsweredAlready, NotInThatStage, RoundIsOpen.
    """
    offer = _open_offer(offer)
    for one in (offer.motion, offer.into):
        must_not_be_asked(one)
    first, other = sorted((offer.motion, offer.into), key=lambda one: one.key)
    open_states = (Motion.State.SEEKING, Motion.State.OPEN)
    rows = {one.pk: locked(one, *open_states) for one in (first, other)}
    motion, into = rows[offer.motion_id], rows[offer.into_id]
    offer.state, offer.answered_at = MergeOffer.State.AGREED, at
    offer.save(update_fields=["state", "answered_at"])
    motion.state, motion.merged_into = Motion.State.MERGED, into
    motion.save(update_fields=["state", "merged_into"])
    has = set(into.supports.values_list("person", flat=True))
    new = motion.supports.exclude(person__in=has).order_by("pk")
    MotionSupport.objects.bulk_create(
        MotionSupport(motion=into, person_id=one.person_id, given_at=at) for one in new
    )
    data = {"other": ref(into), "supporters": into.supports.count()}
    tell("assembly.motion.joined", motion, by=by, at=at, data=data)
    if into.state == Motion.State.SEEKING and into.supports.count() >= into.support_needed:
        into.state = Motion.State.OPEN
        into.save(update_fields=["state"])
        tell("assembly.motion.taken_up", into, by=by, at=at, data={"count": into.supports.count()})
    return into


@act
def decline_to_join(*, offer: MergeOffer, by: Who, at: datetime) -> Motion:
    """The other author does not agree; both motions go on. Raises AnsweredAlready."""
    offer = _open_offer(offer)
    offer.state, offer.answered_at = MergeOffer.State.DECLINED, at
    offer.save(update_fields=["state", "answered_at"])
    tell("assembly.motion.join_declined", offer.motion, by=by, at=at, data={"other": ref(offer.into)})
    return offer.into


def _unanswered(amendment: Amendment) -> Amendment:
    rows = Amendment.objects.select_for_update(of=("self",)).select_related("author", "motion")
    amendment = rows.get(pk=amendment.pk)
    if amendment.state != Amendment.State.OPEN:
        raise AnsweredAlready()
    return amendment


def _open_offer(offer: MergeOffer) -> MergeOffer:
    rows = MergeOffer.objects.select_for_update(of=("self",)).select_related("motion__body", "into__body")
    offer = rows.get(pk=offer.pk)
    if offer.state != MergeOffer.State.OFFERED:
        raise AnsweredAlready()
    return offer
