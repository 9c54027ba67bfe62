"""Adopting how a surplus is split, as a whole: four parts, the measure, and the part paid in cash."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from commonwork.charter.actions import policies
from commonwork.federation.models import YearEnd
from commonwork.federation.policies import PARTS
from commonwork.record.acts import Who, act, state
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence
from commonwork.rules.surplus import WHOLE_BP, PartsNotWhole


class YearIsSharedByOld(Refusal):
    sentence = sentence("The surplus of {year} is shared already; a new split can hold from {next} on.")
    status = 409
    field = "starts_on"


class CashOutOfRange(Refusal):
    sentence = sentence("The part paid in cash must lie between 0 and 100 percent.")
    field = "cash"


@act
def adopt(
    *,
    organisation: Organisation,
    parts_bp: Mapping[str, int],
    basis: str,
    cash_bp: int,
    starts_on: date,
    source: str,
    by: Who,
    at: datetime,
) -> Organisation:
    """The members of a co-op adopt a split from a day on: each value becomes a policy of the co-op, all or none.

    Raises PartsNotWhole, CashOutOfRange, YearIsSharedByOld and what `policies.adopt` raises.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    total = sum(parts_bp.values())
    if set(parts_bp) != set(PARTS) or total != WHOLE_BP or min(parts_bp.values()) < 0:
        raise PartsNotWhole(total_bp=Decimal(total))
    if not 0 <= cash_bp <= WHOLE_BP:
        raise CashOutOfRange()
    settled = YearEnd.objects.filter(organisation=organisation, ends_on__gt=starts_on)
    latest = settled.exclude(shared_on=None, loss_carried_on=None).order_by("-year").first()
    if latest is not None:
        raise YearIsSharedByOld(year=latest.year, next=latest.ends_on.isoformat())
    values = {f"split_{part}_bp": parts_bp[part] for part in PARTS}
    for code, value in {**values, "patronage_basis": basis, "patronage_cash_bp": cash_bp}.items():
        policies.adopt(
            code=f"federation.{code}",
            value=value,
            starts_on=starts_on,
            adopted_by=organisation,
            source=source,
            organisation=organisation,
            by=by,
            at=at,
        )
    state(
        "federation.split.adopted",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        data={"starts_on": starts_on.isoformat(), **{f"{part}_bp": parts_bp[part] for part in PARTS}},
    )
    return organisation
