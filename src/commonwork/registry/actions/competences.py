"""Competences: grant, revoke."""

from datetime import date, datetime

from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.models import Competence, CompetenceHeld, Person


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
