"""The books of a co-op filled at once: opening balances and a year's months, in one act and one batch of entries."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from commonwork.books import actions as books
from commonwork.books.actions import months as month_acts
from commonwork.books.actions import openings
from commonwork.books.month import last_day
from commonwork.record.acts import Who, act, state
from commonwork.record.models import Fact
from commonwork.registry.models import Organisation
from commonwork.site.season.city_plan import Month, Opening, Year


@act
def fill(
    *, organisation: Organisation, members: Sequence[str], year: Year, on: date, by: Who, at: datetime
) -> Organisation:
    """Post what a co-op begins with on a day, and the sales and costs of that day's year at each month's end.

    members: keys, in the order of the year's figures. The entries are of the kinds that `openings.record` and
    `months.record` post, so those refuse to record the same again. Raises openings.AlreadyOpened when anything
    is in the book, and what `books.post_many` raises.
    """
    if books.lock(organisation)[organisation.key].head_seq:
        raise openings.AlreadyOpened(organisation=organisation.name)
    fact = state(
        "registry.books.filled",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        data={
            "on": on.isoformat(),
            "year": on.year,
            "unit": "USD",
            "assets_minor": year.opening.cash + year.opening.equipment,
            "sales_minor": sum(month.sales for month in year.months),
            "costs_minor": sum(month.costs for month in year.months),
        },
    )
    books.post_many(_entries(organisation, members, year, on, fact))
    return organisation


def _entries(
    organisation: Organisation, members: Sequence[str], year: Year, on: date, fact: Fact
) -> Iterator[books.NewEntry]:
    yield books.NewEntry(organisation, on, openings.KIND, list(_opening(year.opening, members)), fact)
    for month in year.months:
        day = last_day(on.replace(month=month.number, day=1))
        sales = [books.Line("1000", month.sales), books.Line("4000", -month.sales)]
        yield books.NewEntry(organisation, day, month_acts.SALES, sales, fact)
        yield books.NewEntry(organisation, day, month_acts.COSTS, _costs(month), fact)


def _opening(opening: Opening, members: Sequence[str]) -> Iterator[books.Line]:
    yield books.Line("1000", opening.cash)
    yield books.Line("1500", opening.equipment)
    for key, capital in zip(members, opening.capital, strict=True):
        yield books.Line("3000", -opening.share, key)
        yield books.Line("3100", -capital, key)
    yield books.Line("3200", -opening.reserve)


def _costs(month: Month) -> list[books.Line]:
    return [
        books.Line("5000", month.materials),
        books.Line("5100", month.member_wages),
        books.Line("5110", month.other_wages),
        books.Line("5200", month.other_costs),
        books.Line("1000", -month.costs),
    ]
