"""Competences: grant, renew, revoke with a reason."""

from datetime import date, datetime

from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.models import Competence, CompetenceHeld, Person
from commonwork.rules.refusal import Refusal, sentence


class AlreadyRevoked(Refusal):
    sentence = sentence("This was already withdrawn, on {on}.")
    status = 409


@act
def grant(
    *,
    person: Person,
    competence: Competence,
    on: date,
    granted_by: Who,
    by: Who,
    at: datetime,
    expires_on: date | None = None,
    evidence: Who = "",
) -> Person:
    """Someone vouches that a person holds a competence from a day on. Granting the same again the same day is one."""
    CompetenceHeld.objects.get_or_create(
        competence=competence,
        person=person,
        granted_on=on,
        defaults={"expires_on": expires_on, "granted_by": ref(granted_by), "evidence": ref(evidence)},
    )
    state(
        "registry.competence.granted",
        subject=person,
        by=by,
        at=at,
        data={"competence": ref(competence), "on": on.isoformat()},
    )
    return person


class NoSuchReason(Refusal):
    sentence = sentence("“{reason}” is not a reason a competence can be withdrawn for.")
    field = "reason"


class EndsSooner(Refusal):
    sentence = sentence("It holds until {until} already. Renew it for longer than that.")
    field = "until"


@act
def renew(*, held: CompetenceHeld, until: date | None, on: date, by: Who, at: datetime) -> Person:
    """What a person can do holds longer: until a day, or for good (None); the earlier grant stays as it was. Raises
    AlreadyRevoked, EndsSooner."""
    held = (
        CompetenceHeld.objects.select_for_update(of=("self",))
        .select_related("person", "competence")
        .get(pk=held.pk)
    )
    if held.revoked_on is not None:
        raise AlreadyRevoked(on=held.revoked_on.isoformat())
    if held.expires_on is None or (until is not None and until <= held.expires_on):
        raise EndsSooner(until=held.expires_on.isoformat() if held.expires_on else "—")
    held.expires_on = until
    held.save(update_fields=["expires_on"])
    state(
        "registry.competence.renewed",
        subject=held.person,
        by=by,
        at=at,
        data={
            "competence": ref(held.competence),
            "until": until.isoformat() if until else "",
            "on": on.isoformat(),
        },
    )
    return held.person


@act
def revoke(*, held: CompetenceHeld, on: date, by: Who, at: datetime, reason: str = "mistake") -> Person:
    """From a day on a person no longer holds a competence, for a reason (code of CompetenceHeld.Reason). Raises
    AlreadyRevoked, NoSuchReason."""
    if reason not in CompetenceHeld.Reason.values:
        raise NoSuchReason(reason=reason)
    held = (
        CompetenceHeld.objects.select_for_update(of=("self",))
        .select_related("person", "competence")
        .get(pk=held.pk)
    )
    if held.revoked_on is not None:
        raise AlreadyRevoked(on=held.revoked_on.isoformat())
    held.revoked_on, held.revoked_reason = on, reason
    held.save(update_fields=["revoked_on", "revoked_reason"])
    state(
        "registry.competence.revoked",
        subject=held.person,
        by=by,
        at=at,
        data={"competence": ref(held.competence), "reason": reason, "on": on.isoformat()},
    )
    return held.person
