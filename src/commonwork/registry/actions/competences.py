"""Competences: grant, revoke."""

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


@act
def revoke(*, held: CompetenceHeld, on: date, by: Who, at: datetime) -> Person:
    """From a day on a person no longer holds a competence. Raises AlreadyRevoked."""
    held = (
        CompetenceHeld.objects.select_for_update(of=("self",))
        .select_related("person", "competence")
        .get(pk=held.pk)
    )
    if held.revoked_on is not None:
        raise AlreadyRevoked(on=held.revoked_on.isoformat())
    held.revoked_on = on
    held.save(update_fields=["revoked_on"])
    state(
        "registry.competence.revoked",
        subject=held.person,
        by=by,
        at=at,
        data={"competence": ref(held.competence), "on": on.isoformat()},
    )
    return held.person
