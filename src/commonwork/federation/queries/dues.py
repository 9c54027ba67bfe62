"""Dues: what a co-op owes for a year, and what was paid."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from commonwork.books import queries as book_queries
from commonwork.charter.queries import in_force, value
from commonwork.federation.models import DuesCharge
from commonwork.federation.queries.coops import class_of
from commonwork.registry.models import Organisation
from commonwork.rules.dues import yearly
from commonwork.rules.money import parse_minor


@dataclass(frozen=True)
class Owed:
    """Dues of one co-op for a year, with the figures they come from. `class_code` is empty when it does not belong."""

    class_code: str
    wages_minor: int
    rate_bp: int
    minimum_minor: int
    at_rate_minor: int
    due_minor: int
    is_waived: bool
    maximum_minor: int | None = None
    hour_minor: int | None = None  # what an hour of work counts for, where dues may be paid in hours


def wages(organisation: Organisation, *, year: int) -> int:
    """The wages a co-op's books show for a calendar year (5100 and 5110), in cents; closing entries do not count."""
    moved = book_queries.movements(organisation, starts_on=date(year, 1, 1), ends_on=date(year + 1, 1, 1))
    return sum(row.balance_minor for row in moved if row.code in {"5100", "5110"})


def owed(organisation: Organisation, *, year: int, on: date) -> Owed:
    """What a co-op owes for a year if charged on a day, by the policies of that day. Raises PolicyMissing."""
    class_code = class_of(organisation, on=on)
    rate_bp = value("federation.dues_rate_bp", on=on, organisation=organisation)
    minimum_minor = parse_minor(value("federation.dues_minimum", on=on, organisation=organisation), "USD")
    is_waived = class_code in value("federation.dues_waived_for", on=on, organisation=organisation)
    wages_minor = wages(organisation, year=year)
    most, hour = (
        in_force(f"federation.{code}", on=on, organisation=organisation)
        for code in ("dues_maximum", "dues_hour_value")
    )
    maximum_minor = parse_minor(most.value, "USD") if most else None
    due = yearly(
        base_minor=max(0, wages_minor),
        rate_bp=rate_bp,
        minimum_minor=minimum_minor,
        maximum_minor=maximum_minor,
        is_waived=is_waived,
    )
    return Owed(
        class_code,
        wages_minor,
        rate_bp,
        minimum_minor,
        due.at_rate_minor,
        due.due_minor,
        is_waived,
        maximum_minor,
        parse_minor(hour.value, "USD") if hour else None,
    )


def charged(year: int | None = None) -> QuerySet[DuesCharge]:
    """Dues that were charged and not taken back, the newest year first, by co-op."""
    rows = DuesCharge.objects.filter(taken_back_on=None).select_related("organisation")
    rows = rows.order_by("-year", "organisation__name")
    return rows.filter(year=year) if year else rows
