"""Steps within the acts on motions: lock one, write its next version, state its facts. Never called outside an act."""

from datetime import datetime
from typing import Any

from commonwork.assembly.models import ConsentRound, Motion, MotionVersion
from commonwork.record.acts import Who, state
from commonwork.registry.models import Person
from commonwork.rules.refusal import Refusal, sentence


class RoundIsOpen(Refusal):
    sentence = sentence("A consent round on this text is open. Close it, or answer its objections, first.")
    status = 409


class NotInThatStage(Refusal):
    sentence = sentence("This cannot be done now: the motion is “{state}”.")
    status = 409


def write_version(
    motion: Motion, *, title: str, text: str, why: str, person: Person | None, at: datetime
) -> MotionVersion:
    """The next version of a motion, within the act it is part of."""
    before = motion.versions.order_by("-number").first()
    version = MotionVersion.objects.create(
        motion=motion,
        number=before.number + 1 if before else 1,
        title=title,
        text=text,
        why=" ".join(why.split()),
        written_by=person,
        written_at=at,
    )
    if motion.title != title:
        motion.title = title
        motion.save(update_fields=["title"])
    return version


def must_not_be_asked(motion: Motion) -> None:
    """Refuse while a consent round asks about the text. Raises RoundIsOpen."""
    if ConsentRound.objects.filter(motion=motion, outcome="").exists():
        raise RoundIsOpen()


def locked(motion: Motion, *wanted: Motion.State) -> Motion:
    """The motion, locked, in one of the states wanted. Raises NotInThatStage."""
    rows = Motion.objects.select_for_update(of=("self",)).select_related("body__organisation", "author")
    motion = rows.get(pk=motion.pk)
    if motion.state not in wanted:
        raise NotInThatStage(state=str(motion.get_state_display()))
    return motion


def tell(kind: str, motion: Motion, *, by: Who, at: datetime, data: dict[str, Any] | None = None) -> None:
    """State a fact of a motion."""
    body = motion.body
    state(
        kind,
        subject=motion,
        by=by,
        at=at,
        organisation=body.organisation or "",
        about=[body],
        data=data or {},
    )
