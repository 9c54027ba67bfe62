"""What can be lent now, and in each of the next twelve months, from what is known today.

Careful on purpose: of pledges only the share a policy counts on; of loans only what is due already, because a loan paid
from surplus owes nothing before there is one; notes that end are paid back in their month; what was promised to
borrowers and not drawn yet is taken off at once.
"""

from dataclasses import dataclass
from datetime import date

from commonwork.bank.models import Fund
from commonwork.bank.queries.capital import notes_ending
from commonwork.bank.queries.gauges import standings
from commonwork.bank.queries.lending import FundPosition, fund_position
from commonwork.bank.queries.whereabouts import running_pledges
from commonwork.charter.queries import in_force
from commonwork.registry.models import Organisation
from commonwork.rules.pledges import expected, months_after

MONTHS = 12


@dataclass(frozen=True)
class Month:
    """One month ahead, ending on `ends_on`: what is counted on, what goes, and what can be lent at its end."""

    ends_on: date
    pledges_minor: int
    due_minor: int
    notes_minor: int
    can_lend_minor: int


@dataclass(frozen=True)
class Plan:
    """The plan of a day, in minor units. `kept_minor`: stays in cash by policy."""

    on: date
    fund: FundPosition
    kept_minor: int
    now_minor: int
    pledge_weight_bp: int
    months: list[Month]


def plan(organisation: Organisation, *, on: date) -> Plan:
    """What can be lent now and month by month. Never below zero: what is short is short."""
    fund = fund_position(on, lender=organisation)
    kept = (fund.given_minor + fund.noted_minor) * _bp("bank.cash_floor_bp", organisation, on) // 10_000
    weight = _bp("bank.pledge_weight_bp", organisation, on)
    running = fund.held_minor - fund.promised_minor - kept
    ends = [months_after(on, number) for number in range(1, MONTHS + 1)]
    pledged = _pledged(on, ends)
    ending = notes_ending(organisation, after=on, until=ends[-1])
    due = sum(row.position.due_minor for row in standings(organisation, on=on))
    months, starts = [], on
    for number, end in enumerate(ends):
        pledges = pledged[number] * weight // 10_000
        notes = sum(owed for note, owed in ending if note.ends_on and starts < note.ends_on <= end)
        back = due if number == 0 else 0
        running += pledges + back - notes
        months.append(Month(end, pledges, back, notes, max(0, running)))
        starts = end
    return Plan(on, fund, kept, max(0, fund.held_minor - fund.promised_minor - kept), weight, months)


def _pledged(on: date, ends: list[date]) -> list[int]:
    """What pledges to funds that are lent let expect in each month."""
    sums = [0] * len(ends)
    for pledge in running_pledges(on=on).filter(fund__use=Fund.Use.LEND):
        days = expected(
            every=pledge.every, starts_on=pledge.starts_on, ends_on=pledge.ends_on, until=ends[-1]
        )
        for day in days:
            if day > on:
                sums[next(number for number, end in enumerate(ends) if day <= end)] += pledge.amount_minor
    return sums


def _bp(code: str, organisation: Organisation, on: date) -> int:
    policy = in_force(code, on=on, organisation=organisation)
    return int(policy.value) if policy else 0
