"""Consents to notices, and the notices of a year, issued to all members at once."""

from datetime import date, datetime

from django.db import transaction

from commonwork.federation.actions.days import demand_come
from commonwork.federation.models import Consent, Notice, YearEnd
from commonwork.federation.queries.tax_paths import path_of
from commonwork.federation.queries.year_end_papers import expected
from commonwork.record.acts import Who, act, state
from commonwork.record.models import Fact
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Membership, Organisation, Person
from commonwork.rules.refusal import Refusal, sentence


class AlreadyConsented(Refusal):
    sentence = sentence("A consent of {person} is on file already.")
    status = 409
    field = "person"


class NotAnOwnerHere(Refusal):
    sentence = sentence("{person} never was a worker-owner of {coop}, so there is nothing to consent to.")
    field = "person"


class RevokedBeforeGiven(Refusal):
    sentence = sentence("The consent was given on {given_on}; it cannot be revoked before.")
    field = "on"


class AlreadyRevoked(Refusal):
    sentence = sentence("This consent was revoked on {on}.")
    status = 409


class NotSharedYet(Refusal):
    sentence = sentence(
        "The surplus of {year} is not shared yet, so there is nothing to write to the members."
    )


class AlreadyIssued(Refusal):
    sentence = sentence("The notices of {year} were issued on {on}.")
    status = 409


class NobodyToWriteTo(Refusal):
    sentence = sentence("No member has a part of the year {year}, so there are no notices.")


class IssuedBeforeShared(Refusal):
    sentence = sentence("The surplus was shared on {on}; notices cannot be dated before.")
    field = "on"


@act
def give_consent(
    *,
    organisation: Organisation,
    person: Person,
    kind: str,
    on: date,
    by: Who,
    at: datetime,
) -> Consent:
    """A member agrees to count notices as income in full; holds for the tax year of `on` and later ones.
    Raises AlreadyConsented, NotAnOwnerHere, StillToCome."""
    demand_come(on, at)
    assert kind in Consent.Kind.values, kind
    person = Person.objects.select_for_update().get(pk=person.pk)
    owned = Membership.objects.filter(
        organisation=organisation, person=person, class_code=Membership.Class.MEMBER
    )
    if not owned.exists():
        raise NotAnOwnerHere(person=person.name, coop=organisation.name)
    if Consent.objects.filter(organisation=organisation, person=person, revoked_on=None).exists():
        raise AlreadyConsented(person=person.name)
    consent = Consent.objects.create(
        key=new_key("consent"), organisation=organisation, person=person, kind=kind, given_on=on
    )
    _state_consent("federation.consent.given", consent, on, by, at)
    return consent


@act
def revoke_consent(*, consent: Consent, on: date, by: Who, at: datetime) -> Consent:
    """A member takes the consent back; it still holds for the tax year of `on`. Raises AlreadyRevoked,
    RevokedBeforeGiven, StillToCome."""
    demand_come(on, at)
    rows = Consent.objects.select_for_update(of=("self",)).select_related("organisation", "person")
    consent = rows.get(pk=consent.pk)
    if consent.revoked_on:
        raise AlreadyRevoked(on=consent.revoked_on.isoformat())
    if on < consent.given_on:
        raise RevokedBeforeGiven(given_on=consent.given_on.isoformat())
    consent.revoked_on = on
    consent.save(update_fields=["revoked_on"])
    _state_consent("federation.consent.revoked", consent, on, by, at)
    return consent


@act
def issue(*, year_end: YearEnd, on: date, by: Who, at: datetime) -> YearEnd:
    """Issue the notices of a shared year to all members, each qualified or not as consents, cash and the co-op's
    choice make it. Nothing is posted. Raises NotSharedYet, AlreadyIssued, NobodyToWriteTo, IssuedBeforeShared,
    StillToCome."""
    demand_come(on, at)
    rows = YearEnd.objects.select_for_update(of=("self",)).select_related("organisation")
    year_end = rows.get(pk=year_end.pk)
    if year_end.shared_on is None:
        raise NotSharedYet(year=year_end.year)
    if year_end.notices_issued_on:
        raise AlreadyIssued(year=year_end.year, on=year_end.notices_issued_on.isoformat())
    if on < year_end.shared_on:
        raise IssuedBeforeShared(on=year_end.shared_on.isoformat())
    allocations = list(year_end.allocations.select_related("person").order_by("person__key"))
    if not allocations or not path_of(year_end.organisation, year_end).pays_people:
        raise NobodyToWriteTo(year=year_end.year)
    kinds = expected(
        year_end.organisation,
        last_day=year_end.last_day,
        kept=[(row.person.key, row.cash_minor, row.retained_minor) for row in allocations],
    )
    Notice.objects.bulk_create(
        Notice(
            key=f"{year_end.key}_{row.person.key}"[:100],
            allocation=row,
            issued_on=on,
            kind=kinds[row.person.key].kind,
            lacks=kinds[row.person.key].lacks,
        )
        for row in allocations
    )
    year_end.notices_issued_on = on
    year_end.save(update_fields=["notices_issued_on"])
    state(
        "federation.year_end.notices_issued",
        subject=year_end,
        by=by,
        at=at,
        organisation=year_end.organisation,
        about=[row.person for row in allocations],
        data={
            "year": year_end.year,
            "on": on.isoformat(),
            "count": len(allocations),
            "qualified": sum(one.kind == Notice.Kind.QUALIFIED for one in kinds.values()),
            "amount_minor": year_end.individual_minor,
            "unit": "USD",
        },
    )
    return year_end


def _state_consent(kind: str, consent: Consent, on: date, by: Who, at: datetime) -> Fact:
    assert transaction.get_connection().in_atomic_block
    return state(
        kind,
        subject=consent,
        by=by,
        at=at,
        organisation=consent.organisation,
        about=[consent.person],
        data={"person": ref(consent.person), "on": on.isoformat()},
    )
