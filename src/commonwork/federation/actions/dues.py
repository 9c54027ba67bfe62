"""Dues: charge a co-op for a year."""

from datetime import date, datetime
from fractions import Fraction

from commonwork.books import actions as books
from commonwork.books.actions import Line
from commonwork.federation.actions.changes import change
from commonwork.federation.actions.days import demand_come
from commonwork.federation.actions.undoing import AlreadyTakenBack, TakenBackTooEarly, fact_of, undo
from commonwork.federation.models import DuesCharge
from commonwork.federation.queries import dues as dues_queries
from commonwork.federation.queries.coops import house
from commonwork.federation.queries.hours import as_hours
from commonwork.record.acts import Who, act, state
from commonwork.record.models import Fact
from commonwork.registry.keys import new_key
from commonwork.registry.models import Organisation
from commonwork.rules.money import round_half_even, show_minor
from commonwork.rules.refusal import Refusal, sentence


class DuesAreCharged(Refusal):
    sentence = sentence("The dues of {coop} for {year} are charged already.")
    status = 409


class NotInTheFederation(Refusal):
    sentence = sentence("{coop} does not belong to the federation on that day.")
    field = "organisation"


class YearNotOver(Refusal):
    sentence = sentence("Dues go by the wages of the whole year; charge them from {last_day} on.")
    field = "on"


class HoursNotTaken(Refusal):
    sentence = sentence("Nobody has decided what an hour of work counts for; these dues are paid in money.")
    field = "worked"


class MoreWorkThanDues(Refusal):
    sentence = sentence("{hours} hours of work count {amount}, more than the dues of {due}.")
    field = "worked"


@act
def charge(
    *,
    organisation: Organisation,
    year: int,
    on: date,
    by: Who,
    at: datetime,
    worked_minutes: int = 0,
    waiver_source: str = "",
) -> DuesCharge:
    """Charge and pay a co-op's dues for a year: wages in its books (5100 and 5110) by the rate, at least the minimum, at
    most the maximum; 5500 / 1000, federation 1000 / 4200 by co-op. What is paid in work counts by the adopted value of
    an hour: 5500 / 4010 by federation, federation 5010 / 4200 by co-op. A waived class, or a co-op waived by a decision
    (`waiver_source`), owes nothing and gets no entry. Raises DuesAreCharged, NotInTheFederation, YearNotOver,
    StillToCome, HoursNotTaken, MoreWorkThanDues, PolicyMissing."""
    demand_come(on, at)
    organisation = _not_yet_charged(organisation, year, on)
    owed = dues_queries.owed(organisation, year=year, on=on)
    if not owed.class_code:
        raise NotInTheFederation(coop=organisation.name)
    is_waived = owed.is_waived or bool(waiver_source)
    due_minor = 0 if is_waived else owed.due_minor
    row = DuesCharge.objects.create(
        key=new_key("dues"),
        organisation=organisation,
        year=year,
        charged_on=on,
        class_code=owed.class_code,
        wages_minor=owed.wages_minor,
        rate_bp=owed.rate_bp,
        minimum_minor=owed.minimum_minor,
        maximum_minor=owed.maximum_minor,
        at_rate_minor=owed.at_rate_minor,
        due_minor=due_minor,
        worked_minutes=worked_minutes,
        worked_minor=_worked(worked_minutes, owed, due_minor),
        waiver_source=waiver_source,
        is_waived=is_waived,
    )
    fact = state(
        "federation.dues.waived" if is_waived else "federation.dues.charged",
        subject=row,
        by=by,
        at=at,
        organisation=organisation,
        about=[organisation],
        data={
            "year": year,
            "on": on.isoformat(),
            "amount_minor": row.due_minor,
            "unit": "USD",
            "wages_minor": row.wages_minor,
            "rate_bp": row.rate_bp,
            "worked_minutes": worked_minutes,
            "changes": [change("dues", 0, row.due_minor)],
        },
    )
    _post(row, on, fact)
    return row


def _not_yet_charged(organisation: Organisation, year: int, on: date) -> Organisation:
    """The co-op, locked. Raises YearNotOver, DuesAreCharged."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if on < (last_day := date(year, 12, 31)):
        raise YearNotOver(last_day=last_day.isoformat())
    if DuesCharge.objects.filter(organisation=organisation, year=year, taken_back_on=None).exists():
        raise DuesAreCharged(coop=organisation.name, year=year)
    return organisation


def _worked(minutes: int, owed: dues_queries.Owed, due_minor: int) -> int:
    """What hours of work count for, in cents, half-even. Raises HoursNotTaken, MoreWorkThanDues."""
    if not minutes:
        return 0
    if owed.hour_minor is None:
        raise HoursNotTaken()
    worked_minor = round_half_even(Fraction(minutes * owed.hour_minor, 60))
    if worked_minor > due_minor:
        amount, due = show_minor(worked_minor, "USD"), show_minor(due_minor, "USD")
        raise MoreWorkThanDues(hours=as_hours(minutes), amount=amount, due=due)
    return worked_minor


def _post(row: DuesCharge, on: date, fact: Fact) -> None:
    if not row.due_minor:
        return
    federation, coop = house(), row.organisation
    in_money = row.due_minor - row.worked_minor
    books.post_mirrored(
        sides=[
            (
                coop,
                [
                    Line("5500", row.due_minor),
                    Line("1000", -in_money),
                    Line("4010", -row.worked_minor, party=federation.key),
                ],
            ),
            (
                federation,
                [
                    Line("1000", in_money),
                    Line("5010", row.worked_minor, party=coop.key),
                    Line("4200", -row.due_minor, party=coop.key),
                ],
            ),
        ],
        on=on,
        kind="federation.dues",
        source=fact,
    )


@act
def take_back(*, dues_charge: DuesCharge, on: date, by: Who, at: datetime) -> DuesCharge:
    """Take charged dues back in both books, so that they can be charged again. Raises AlreadyTakenBack,
    TakenBackTooEarly, StillToCome."""
    demand_come(on, at)
    row = (
        DuesCharge.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=dues_charge.pk)
    )
    if row.taken_back_on:
        raise AlreadyTakenBack(on=row.taken_back_on.isoformat())
    if on < row.charged_on:
        raise TakenBackTooEarly(on=row.charged_on.isoformat())
    row.taken_back_on = on
    row.save(update_fields=["taken_back_on"])
    fact = state(
        "federation.dues.taken_back",
        subject=row,
        by=by,
        at=at,
        organisation=row.organisation,
        about=[row.organisation],
        data={"year": row.year, "on": on.isoformat(), "amount_minor": row.due_minor, "unit": "USD"},
    )
    undo(fact_of(row, "federation.dues.charged", "federation.dues.waived"), on=on, source=fact)
    return row
