"""Lists of organisations: entered in the register as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from commonwork.record.acts import Who, act, state
from commonwork.registry.actions.organisations import AlreadyInTheRegister
from commonwork.registry.actions.people_lists import NoNetworkYet
from commonwork.registry.models import Network, Organisation, OrganisationStage
from commonwork.rules.refusal import Refusal, sentence


class NothingToEnter(Refusal):
    sentence = sentence("There is no organisation on this list.")


@dataclass(frozen=True)
class NewOrganisation:
    """An organisation to be entered; in `stage` since `in_stage_since` (no day: since it is known)."""

    key: str
    name: str
    kind: str
    trade: str = ""
    stage: str = ""
    in_stage_since: date | None = None


@act
def record_many(*, organisations: Sequence[NewOrganisation], by: Who, at: datetime) -> Network:
    """Enter many organisations in the register, all or none; one fact names them all.

    Raises NoNetworkYet, NothingToEnter, AlreadyInTheRegister.
    """
    network = Network.objects.first()
    if network is None:
        raise NoNetworkYet()
    if not organisations:
        raise NothingToEnter()
    keys = [one.key for one in organisations]
    if (
        taken := Organisation.objects.filter(key__in=keys)
        .values_list("key", flat=True)
        .order_by("key")
        .first()
    ):
        raise AlreadyInTheRegister(key=taken)
    recorded = Organisation.objects.bulk_create(
        Organisation(
            key=one.key,
            name=one.name,
            kind=Organisation.Kind(one.kind),
            trade=one.trade,
            stage=Organisation.Stage(one.stage),
        )
        for one in organisations
    )
    OrganisationStage.objects.bulk_create(
        OrganisationStage(organisation=row, stage=one.stage, starts_on=one.in_stage_since)
        for row, one in zip(recorded, organisations, strict=True)
        if one.stage
    )
    state(
        "registry.organisations.recorded",
        subject=network,
        by=by,
        at=at,
        about=recorded,
        data={"count": len(recorded)},
    )
    return network
