"""Standing: suspend a co-op, let it take part again, leave the federation. Each with its reason."""

from datetime import date, datetime

from commonwork.federation.actions import delegates
from commonwork.federation.actions.days import demand_come
from commonwork.federation.models import Departure, Suspension
from commonwork.federation.queries.coops import class_of
from commonwork.record.acts import Who, act, state
from commonwork.registry.actions import organisations
from commonwork.registry.keys import new_key
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence

STAGES = {
    Departure.Reason.CHOSE: Organisation.Stage.NONE,
    Departure.Reason.EXPELLED: Organisation.Stage.NONE,
    Departure.Reason.DORMANT: Organisation.Stage.DORMANT,
    Departure.Reason.CLOSED: Organisation.Stage.CLOSED,
}


class NotInTheFederation(Refusal):
    sentence = sentence("{coop} does not belong to the federation on that day.")
    status = 409


class AlreadySuspended(Refusal):
    sentence = sentence("{coop} is suspended already, since {on}.")
    status = 409


class SuspensionHasEnded(Refusal):
    sentence = sentence("This suspension ended on {on}.")
    status = 409


class EndsBeforeItBegan(Refusal):
    sentence = sentence("It began on {began}; it can end on a later day only.")
    field = "on"


@act
def suspend(*, organisation: Organisation, reason: str, on: date, by: Who, at: datetime) -> Suspension:
    """A co-op's rights rest from a day on; its delegates leave their seats. Raises NotInTheFederation,
    AlreadySuspended, StillToCome."""
    demand_come(on, at)
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    _demand_in(organisation, on)
    if (open_one := Suspension.objects.filter(organisation=organisation, ends_on=None).first()) is not None:
        raise AlreadySuspended(coop=organisation.name, on=open_one.starts_on.isoformat())
    row = Suspension.objects.create(
        key=new_key("suspension"),
        organisation=organisation,
        reason=Suspension.Reason(reason),
        starts_on=on,
    )
    delegates.leave_seats(organisation=organisation, on=on, by=by, at=at)
    _state("suspended", row, organisation, by, at, reason=str(reason), on=on.isoformat())
    return row


@act
def restore(*, suspension: Suspension, on: date, by: Who, at: datetime) -> Suspension:
    """A suspension ends on a day. Raises SuspensionHasEnded, EndsBeforeItBegan, StillToCome."""
    demand_come(on, at)
    row = (
        Suspension.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=suspension.pk)
    )
    if row.ends_on is not None:
        raise SuspensionHasEnded(on=row.ends_on.isoformat())
    if on <= row.starts_on:
        raise EndsBeforeItBegan(began=row.starts_on.isoformat())
    row.ends_on = on
    row.save(update_fields=["ends_on"])
    _state("restored", row, row.organisation, by, at, on=on.isoformat())
    return row


@act
def leave(*, organisation: Organisation, reason: str, on: date, by: Who, at: datetime) -> Departure:
    """A co-op leaves the federation on a day: its stage says so from then on, its delegates leave their seats.
    Raises NotInTheFederation, StillToCome."""
    demand_come(on, at)
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    _demand_in(organisation, on)
    row = Departure.objects.create(
        key=new_key("departure"), organisation=organisation, reason=Departure.Reason(reason), left_on=on
    )
    Suspension.objects.filter(organisation=organisation, ends_on=None, starts_on__lt=on).update(ends_on=on)
    delegates.leave_seats(organisation=organisation, on=on, by=by, at=at)
    organisations.set_stage(
        organisation=organisation, stage=STAGES[Departure.Reason(reason)], on=on, by=by, at=at
    )
    _state("left", row, organisation, by, at, reason=str(reason), on=on.isoformat())
    return row


def _demand_in(organisation: Organisation, on: date) -> None:
    if not class_of(organisation, on=on):
        raise NotInTheFederation(coop=organisation.name)


def _state(
    verb: str,
    row: Suspension | Departure,
    organisation: Organisation,
    by: Who,
    at: datetime,
    **data: object,
) -> None:
    state(
        f"federation.coop.{verb}",
        subject=row,
        by=by,
        at=at,
        organisation=organisation,
        about=[organisation],
        data=dict(data),
    )
