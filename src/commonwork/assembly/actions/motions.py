"""Motions: draft, write anew, put forward, support, withdraw; translations and reviews."""

from datetime import date, datetime
from typing import Any

from commonwork.assembly.models import Motion, MotionSupport, MotionTranslation, Review
from commonwork.assembly.motion_steps import locked, must_not_be_asked, tell, write_version
from commonwork.assembly.queries.motions import latest_version, supports_needed
from commonwork.charter.actions.policies import NotAPolicyValue
from commonwork.charter.kinds import POLICIES, fits
from commonwork.record.acts import Who, act
from commonwork.registry.keys import new_key
from commonwork.registry.models import Body, Person
from commonwork.rules.refusal import Refusal, sentence


class TextMissing(Refusal):
    sentence = sentence("A motion needs a title, a text, and a sentence on what it is for.")
    field = "text"


class NothingChanged(Refusal):
    sentence = sentence("The text is the same as before.")
    field = "text"


class SupportsAlready(Refusal):
    sentence = sentence("You support this motion already.")
    status = 409


class NotTheAuthor(Refusal):
    sentence = sentence("Only the author can do this.")


class CostNeeded(Refusal):
    sentence = sentence("A review of costs says what it would cost.")
    field = "cost"


class SameLanguage(Refusal):
    sentence = sentence("The motion is written in that language.")
    field = "language"


class NoSuchPolicyToChange(Refusal):
    sentence = sentence(
        "There is no policy called {policy}, or the day from which it would change is missing."
    )
    field = "policy_code"


@act
def draft(
    *,
    body: Body,
    title: str,
    purpose: str,
    text: str,
    on: date,
    by: Who,
    at: datetime,
    author: Person | None = None,
    language: str = "en",
    policy_code: str = "",
    policy_value: Any = None,
    policy_from: date | None = None,
    key: str = "",
) -> Motion:
    """Write a motion; only its author sees it until it is put forward. Raises TextMissing,
    NoSuchPolicyToChange, NotAPolicyValue.
    """
    title, purpose, text = " ".join(title.split()), " ".join(purpose.split()), _tidy(text)
    if not (title and purpose and text):
        raise TextMissing()
    if policy_code and (policy_code not in POLICIES or policy_from is None):
        raise NoSuchPolicyToChange(policy=policy_code)
    if policy_code and not fits(policy_code, policy_value):
        raise NotAPolicyValue(policy=policy_code, value=policy_value, field="policy_value")
    motion = Motion.objects.create(
        key=key or new_key("motion"),
        body=body,
        title=title,
        purpose=purpose,
        author=author,
        language=language,
        drafted_on=on,
        policy_code=policy_code,
        policy_value=policy_value if policy_code else None,
        policy_from=policy_from if policy_code else None,
    )
    write_version(motion, title=title, text=text, why="", person=author, at=at)
    tell("assembly.motion.drafted", motion, by=by, at=at, data={"on": on.isoformat()})
    return motion


@act
def rewrite(
    *, motion: Motion, title: str, text: str, why: str, by: Who, at: datetime, person: Person | None = None
) -> Motion:
    """Write a new version; the old one stays to be compared. Raises NotInThatStage, RoundIsOpen, NothingChanged."""
    motion = locked(motion, Motion.State.DRAFT, Motion.State.SEEKING, Motion.State.OPEN)
    must_not_be_asked(motion)
    title, text, before = " ".join(title.split()), _tidy(text), latest_version(motion)
    if not (title and text):
        raise TextMissing()
    if (title, text) == (before.title, before.text):
        raise NothingChanged()
    version = write_version(motion, title=title, text=text, why=why, person=person, at=at)
    tell("assembly.motion.rewritten", motion, by=by, at=at, data={"version": version.number})
    return motion


@act
def put_forward(*, motion: Motion, on: date, by: Who, at: datetime) -> Motion:
    """Show a draft to the body: it looks for as many supporters as the policies ask for now, or is taken up at once.

    Raises NotInThatStage, PolicyMissing.
    """
    motion = locked(motion, Motion.State.DRAFT)
    motion.support_needed = supports_needed(motion.body, on=on)
    motion.state = Motion.State.SEEKING if motion.support_needed else Motion.State.OPEN
    motion.save(update_fields=["support_needed", "state"])
    data = {"needed": motion.support_needed, "on": on.isoformat()}
    tell("assembly.motion.put_forward", motion, by=by, at=at, data=data)
    return motion


@act
def support(*, motion: Motion, person: Person, by: Who, at: datetime) -> Motion:
    """Support that a motion is taken up; with enough supporters it is. Raises NotInThatStage, SupportsAlready."""
    motion = locked(motion, Motion.State.SEEKING)
    if motion.supports.filter(person=person).exists():
        raise SupportsAlready()
    MotionSupport.objects.create(motion=motion, person=person, given_at=at)
    count = motion.supports.count()
    tell("assembly.motion.supported", motion, by=by, at=at, data={"count": count})
    if count >= motion.support_needed:
        motion.state = Motion.State.OPEN
        motion.save(update_fields=["state"])
        tell("assembly.motion.taken_up", motion, by=by, at=at, data={"count": count})
    return motion


@act
def withdraw(*, motion: Motion, by: Who, at: datetime) -> Motion:
    """Take a motion back before it is decided. Raises NotInThatStage, RoundIsOpen."""
    motion = locked(motion, Motion.State.DRAFT, Motion.State.SEEKING, Motion.State.OPEN)
    must_not_be_asked(motion)
    motion.state = Motion.State.WITHDRAWN
    motion.save(update_fields=["state"])
    tell("assembly.motion.withdrawn", motion, by=by, at=at)
    return motion


@act
def translate(
    *,
    motion: Motion,
    language: str,
    title: str,
    text: str,
    by: Who,
    at: datetime,
    person: Person | None = None,
) -> Motion:
    """Write the latest version in another language; a later translation replaces it. Raises SameLanguage, TextMissing."""
    motion = locked(motion, *Motion.State)
    if language == motion.language:
        raise SameLanguage()
    title, text = " ".join(title.split()), _tidy(text)
    if not (title and text):
        raise TextMissing()
    version = latest_version(motion)
    MotionTranslation.objects.update_or_create(
        version=version,
        language=language,
        defaults={"title": title, "text": text, "written_by": person, "written_at": at},
    )
    data = {"language": language, "version": version.number}
    tell("assembly.motion.translated", motion, by=by, at=at, data=data)
    return motion


@act
def review(
    *,
    motion: Motion,
    kind: str,
    verdict: str,
    text: str,
    by: Who,
    at: datetime,
    cost_minor: int | None = None,
    person: Person | None = None,
) -> Motion:
    """Say what a motion would cost, or whether it can be done. Raises NotInThatStage, CostNeeded."""
    motion = locked(motion, Motion.State.SEEKING, Motion.State.OPEN)
    about = Review.Kind(kind)
    if about == Review.Kind.COST and cost_minor is None:
        raise CostNeeded()
    found = Review.objects.create(
        motion=motion,
        kind=about,
        verdict=Review.Verdict(verdict),
        cost_minor=cost_minor,
        text=text.strip(),
        reviewer=person,
        reviewed_at=at,
    )
    data = {"about": about.value, "verdict": found.verdict, "cost_minor": cost_minor or 0, "unit": "USD"}
    tell("assembly.motion.reviewed", motion, by=by, at=at, data=data)
    return motion


def _tidy(text: str) -> str:
    """Line ends as one kind, none left over at the ends."""
    return "\n".join(
        line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ).strip()
