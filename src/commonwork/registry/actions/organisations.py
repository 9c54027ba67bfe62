"""Organisations: enter in the register, move to a stage."""

from datetime import date, datetime
from typing import Any

from commonwork.record.acts import Who, act, state
from commonwork.registry.keys import key_from
from commonwork.registry.models import Organisation, OrganisationStage


@act
def record(*, name: str, kind: str, by: Who, at: datetime, key: str = "", **fields: Any) -> Organisation:
    """Enter an organisation in the register. fields: trade, about, stage, tax_mode, place, has_open_books, parcels."""
    organisation = Organisation.objects.create(key=key or key_from(name), name=name, kind=kind, **fields)
    if organisation.stage:
        OrganisationStage.objects.create(organisation=organisation, stage=organisation.stage)
    state("registry.organisation.recorded", subject=organisation, by=by, at=at, organisation=organisation)
    return organisation


@act
def set_stage(*, organisation: Organisation, stage: str, on: date, by: Who, at: datetime) -> Organisation:
    """Move an organisation to a stage from a day on."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    organisation.stage = Organisation.Stage(stage)
    organisation.save(update_fields=["stage"])
    OrganisationStage.objects.update_or_create(organisation=organisation, stage=stage, starts_on=on)
    state(
        "registry.organisation.stage_changed",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        data={"stage": stage, "on": on.isoformat()},
    )
    return organisation
