"""Motions: those of a body, their texts and differences, who supports them, what may happen to them next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from commonwork.assembly.models import (
    Amendment,
    MergeOffer,
    Motion,
    MotionTranslation,
    MotionVersion,
    Review,
)
from commonwork.assembly.policies_rolls import SUPPORT_BP, SUPPORT_COUNT, decided
from commonwork.assembly.queries.electorates import live_count
from commonwork.registry.models import Body, Person
from commonwork.rules.word_diff import Piece, words_changed


@dataclass(frozen=True)
class Difference:
    """What changed from one version to the next: the pieces of title and text in reading order."""

    before: MotionVersion
    after: MotionVersion
    title: Sequence[Piece]
    text: Sequence[Piece]


def of_body(body: Body, *, person: Person | None = None) -> QuerySet[Motion]:
    """The motions of a body, the newest first; drafts only for their author."""
    rows = Motion.objects.filter(body=body).filter(_seen_by(person))
    rows = rows.annotate(supports_count=Count("supports", distinct=True))
    return rows.select_related("body__organisation", "author").order_by("-drafted_on", "-pk")


def latest_version(motion: Motion) -> MotionVersion:
    """The text as it stands."""
    version = motion.versions.order_by("-number").first()
    assert version is not None, "a motion has a text from the start"
    return version


def versions(motion: Motion) -> QuerySet[MotionVersion]:
    """All versions, the first one first."""
    return motion.versions.select_related("written_by", "motion").order_by("number")


def difference(version: MotionVersion) -> Difference | None:
    """What a version changed in the one before it; None for the first."""
    before = version.motion.versions.filter(number=version.number - 1).first()
    return between(before, version) if before else None


def between(before: MotionVersion, after: MotionVersion) -> Difference:
    """What changed between two versions of a motion."""
    title, text = words_changed(before.title, after.title), words_changed(before.text, after.text)
    return Difference(before, after, title, text)


def supports_needed(body: Body, *, on: date) -> int:
    """How many must support a motion: the least number, or the share of those who could vote today if that is more.

    Raises PolicyMissing.
    """
    least = int(decided(SUPPORT_COUNT, on=on, body=body))
    share_bp = int(decided(SUPPORT_BP, on=on, body=body))
    return max(least, -(-live_count(body, on=on) * share_bp // 10_000)) if share_bp else least


def open_amendments(motion: Motion) -> QuerySet[Amendment]:
    """Amendments that wait for the author's answer, the oldest first."""
    rows = motion.amendments.filter(state=Amendment.State.OPEN)
    return rows.select_related("author", "on_version").order_by("made_at", "pk")


def amendments(motion: Motion) -> QuerySet[Amendment]:
    """All amendments, the newest first."""
    return motion.amendments.select_related("author", "on_version", "became").order_by("-made_at", "-pk")


def amended(amendment: Amendment) -> Sequence[Piece]:
    """What an amendment would change in the version it was written on."""
    return words_changed(amendment.on_version.text, amendment.text)


def offers_to(motion: Motion) -> QuerySet[MergeOffer]:
    """Motions that their authors offer to join to this one."""
    rows = motion.offers_had.filter(state=MergeOffer.State.OFFERED)
    return rows.select_related("motion__author").order_by("offered_at", "pk")


def reviews(motion: Motion) -> QuerySet[Review]:
    """What reviewers found, the newest first."""
    return motion.reviews.select_related("reviewer").order_by("-reviewed_at", "-pk")


def translations(version: MotionVersion) -> dict[str, MotionTranslation]:
    """{language: translation} of a version."""
    return {row.language: row for row in version.translations.select_related("written_by")}


def changes_policy(motion: Motion) -> Mapping[str, Any] | None:
    """{code, value, starts_on} of the policy a motion would change, or None."""
    if not motion.policy_code:
        return None
    return {"code": motion.policy_code, "value": motion.policy_value, "starts_on": motion.policy_from}


def _seen_by(person: Person | None) -> Q:
    told = ~Q(state=Motion.State.DRAFT)
    return told | Q(author=person) if person else told
