"""Dues: charge a co-op for a year."""

from datetime import date, datetime

from commonwork.books import actions as books
from commonwork.books.actions import Line
from commonwork.federation.actions.changes import change
from commonwork.federation.actions.days import demand_come
from commonwork.federation.actions.undoing import AlreadyTakenBack, TakenBackTooEarly, fact_of, undo
from commonwork.federation.models import DuesCharge
from commonwork.federation.queries import dues as dues_queries
from commonwork.federation.queries.coops import house
from commonwork.record.acts import Who, act, state
from commonwork.registry.keys import new_key
from commonwork.registry.models import Organisation
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


@act
def charge(*, organisation: Organisation, year: int, on: date, by: Who, at: datetime) -> DuesCharge:
    """Charge and pay a co-op's dues for a year: wages in its books (5100 and 5110) by the rate, at least the minimum;
    5500 / 1000, federation 1000 / 4200 by co-op. A waived class owes nothing and gets no entry. Raises
    DuesAreCharged, NotInTheFederation, YearNotOver, StillToCome, PolicyMissing."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    demand_come(on, at)
    if on < (last_day := date(year, 12, 31)):
        raise YearNotOver(last_day=last_day.isoformat())
    if DuesCharge.objects.filter(organisation=organisation, year=year, taken_back_on=None).exists():
        raise DuesAreCharged(coop=organisation.name, year=year)
    owed = dues_queries.owed(organisation, year=year, on=on)
    if not owed.class_code:
        raise NotInTheFederation(coop=organisation.name)
    row = DuesCharge.objects.create(
        key=new_key("dues"),
        organisation=organisation,
        year=year,
        charged_on=on,
        class_code=owed.class_code,
        wages_minor=owed.wages_minor,
        rate_bp=owed.rate_bp,
        minimum_minor=owed.minimum_minor,
        at_rate_minor=owed.at_rate_minor,
        due_minor=owed.due_minor,
        is_waived=owed.is_waived,
    )
    fact = state(
        "federation.dues.waived" if owed.is_waived else "federation.dues.charged",
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
            "changes": [change("dues", 0, row.due_minor)],
        },
    )
    if row.due_minor:
        due_minor = row.due_minor
        books.post_mirrored(
            sides=[
                (organisation, [Line("5500", due_minor), Line("1000", -due_minor)]),
                (house(), [Line("1000", due_minor), Line("4200", -due_minor, party=organisation.key)]),
            ],
            on=on,
            kind="federation.dues",
            source=fact,
        )
    return row


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
