"""Pay: the wages of a co-op against the living wage and the pay ratio its members adopted; and what a payroll needs."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from commonwork.charter.queries import in_force
from commonwork.federation.models import Hours, Wage
from commonwork.federation.queries.shares import instalments_due
from commonwork.registry.models import Organisation, Person
from commonwork.registry.queries import memberships
from commonwork.rules.money import parse_minor, round_half_even
from commonwork.rules.pay_ratio import PayRatio, of_wages

WHOLE_BP = 10_000
MINUTES_AN_HOUR = 60


@dataclass(frozen=True)
class PayCheck:
    """The hourly wages of a co-op on a day. `ratio` is None without wages; limits are None where none was adopted."""

    ratio: PayRatio | None
    living_wage_minor: int | None
    below_living_wage: int
    without_wage: int
    people: int
    ratio_source: str = ""
    living_wage_source: str = ""

    @property
    def pays_living_wage(self) -> bool | None:
        """Does every known wage reach the living wage? None where no living wage was adopted, or no wage is known."""
        if self.living_wage_minor is None or self.ratio is None:
            return None
        return not self.below_living_wage

    @property
    def shown(self) -> str:
        """The ratio with two decimals, such as 1.33; empty without wages."""
        return _decimal(self.ratio.ratio) if self.ratio else ""

    @property
    def limit_shown(self) -> str:
        """The adopted limit with two decimals; empty where none was."""
        return _decimal(self.ratio.limit) if self.ratio and self.ratio.limit is not None else ""


def _decimal(ratio: Fraction) -> str:
    hundredths = round_half_even(ratio * 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def wages_on(organisation: Organisation, *, on: date) -> dict[int, int]:
    """{person's number: hourly wage in cents} of the wages in force on a day."""
    rows = Wage.objects.filter(organisation=organisation, starts_on__lte=on).order_by("starts_on")
    return dict(rows.values_list("person_id", "hourly_wage_minor"))


def pay_check(organisation: Organisation, *, on: date) -> PayCheck:
    """The wages of everybody on the roll on a day, against what was adopted."""
    people = set(memberships(on=on, organisation=organisation).values_list("person_id", flat=True))
    wages = [wage for person, wage in wages_on(organisation, on=on).items() if person in people]
    limit = in_force("federation.pay_ratio_limit_bp", on=on, organisation=organisation)
    living = in_force("federation.living_wage", on=on, organisation=organisation)
    least = parse_minor(living.value, "USD") if living else None
    ratio = of_wages(wages, limit=Fraction(limit.value, WHOLE_BP) if limit else None) if wages else None
    return PayCheck(
        ratio,
        least,
        sum(wage < least for wage in wages) if least is not None else 0,
        len(people) - len(wages),
        len(people),
        limit.source if limit else "",
        living.source if living else "",
    )


@dataclass(frozen=True)
class PayLine:
    """What a payroll needs of one person for a period. Wage and pay are None where no wage is on record.

    `waiting_minutes` are paid hours that nobody approved yet; they are not in `minutes`.
    """

    person: Person
    minutes: int
    unpaid_minutes: int
    waiting_minutes: int
    wage_minor: int | None
    pay_minor: int | None
    kept_minor: int


@dataclass
class _Sum:
    """What adds up for one person; `earned` is None once a wage is missing."""

    person: Person
    paid: int = 0
    unpaid: int = 0
    waiting: int = 0
    earned: Fraction | None = Fraction(0)

    def add(self, row: Hours, wage_minor: int | None) -> None:
        """Add one row of hours."""
        if row.kind != Hours.Kind.PAID:
            self.unpaid += row.minutes
        elif row.approved_on is None:
            self.waiting += row.minutes
        else:
            self.paid += row.minutes
            part = None if wage_minor is None else Fraction(row.minutes * wage_minor, MINUTES_AN_HOUR)
            self.earned = None if self.earned is None or part is None else self.earned + part


def payroll(organisation: Organisation, *, starts_on: date, ends_on: date) -> list[PayLine]:
    """What a payroll needs of a period [starts_on, ends_on), by name: approved paid hours in rows that begin in it, the
    pay they earn (each row by the wage in force on its first day, half-even once a person), and the instalment of a
    share to be kept on the period's last day. Exported, never run."""
    wages: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for set_on in Wage.objects.filter(organisation=organisation).order_by("starts_on"):
        wages[set_on.person_id].append((set_on.starts_on, set_on.hourly_wage_minor))
    sums: dict[int, _Sum] = {}
    rows = Hours.objects.filter(
        organisation=organisation, starts_on__gte=starts_on, starts_on__lt=ends_on
    ).select_related("person")
    for row in rows:
        known = wages[row.person_id]
        wage = next((minor for since, minor in reversed(known) if since <= row.starts_on), None)
        sums.setdefault(row.person_id, _Sum(row.person)).add(row, wage)
    kept = {
        plan.person_id: minor for plan, minor in instalments_due(organisation, on=ends_on - timedelta(days=1))
    }
    return [
        PayLine(
            one.person,
            one.paid,
            one.unpaid,
            one.waiting,
            wages[pk][-1][1] if wages[pk] else None,
            None if one.earned is None else round_half_even(one.earned),
            kept.get(pk, 0),
        )
        for pk, one in sorted(sums.items(), key=lambda pair: (pair[1].person.name, pair[0]))
    ]
