"""Organisations: enter in the register, move to a stage."""

from datetime import date, datetime
from typing import Any

from django.db.models import F

from commonwork.record.acts import Who, act, state
from commonwork.registry.keys import key_from, new_key
from commonwork.registry.models import Organisation, OrganisationStage
from commonwork.rules.refusal import Refusal, sentence


class AlreadyInTheRegister(Refusal):
    sentence = sentence("An organisation with the key {key} already stands in the register.")
    field = "name"
    status = 409


@act
def record(*, name: str, kind: str, by: Who, at: datetime, key: str = "", **fields: Any) -> Organisation:
    """Enter an organisation in the register; without a key one is made of the name. Raises AlreadyInTheRegister.

    fields: trade, about, stage, tax_mode, place, has_open_books, parcels, source.
    """
    key = key or key_from(name) or new_key("organisation")
    if Organisation.objects.filter(key=key).exists():
        raise AlreadyInTheRegister(key=key)
    organisation = Organisation.objects.create(key=key, name=name, kind=kind, **fields)
    if organisation.stage:
        OrganisationStage.objects.create(organisation=organisation, stage=organisation.stage)
    state("registry.organisation.recorded", subject=organisation, by=by, at=at, organisation=organisation)
    return organisation


@act
def set_stage(*, organisation: Organisation, stage: str, on: date, by: Who, at: datetime) -> Organisation:
    """Move an organisation to a stage from a day on. A day before its latest stage only fills in its history."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    OrganisationStage.objects.get_or_create(
        organisation=organisation, stage=Organisation.Stage(stage), starts_on=on
    )
    latest = organisation.stages.order_by(F("starts_on").desc(nulls_last=True), "-pk").first()
    assert latest is not None
    organisation.stage = latest.stage
    organisation.save(update_fields=["stage"])
    state(
        "registry.organisation.stage_changed",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        data={"stage": stage, "on": on.isoformat()},
    )
    return organisation
