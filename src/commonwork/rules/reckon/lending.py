"""Rules of lending: loans paid from surplus, daily interest, schedules, the yearly rate, the loss reserve."""

from fractions import Fraction

from commonwork.rules.loans import apr, interest, schedule, surplus_share
from commonwork.rules.loans.day_count import DAY_COUNTS
from commonwork.rules.loss_reserve import reserve
from commonwork.rules.money import round_half_even
from commonwork.rules.reckon.records import Field, Listed, Record, Row
from commonwork.rules.reckon.rule import AMOUNT, COUNT, DAY, DECIMAL, Rule, answer, hundredths, rows, usd
from commonwork.rules.reckon.shapes import (
    JSON,
    Amount,
    Choice,
    Day,
    Flag,
    NotOfKind,
    Number,
    Ratio,
    Text,
    Whole,
)
from commonwork.rules.refusal import sentence


def _surplus_share_loan(given: JSON) -> JSON:
    life = surplus_share.life(
        principal_minor=given["principal"],
        annual_rate_bp=given["annual_rate_bp"],
        share_bp=given["share_bp"],
        periods_per_year=given["periods_per_year"],
        surpluses_minor=given["surpluses"],
        mode=given["mode"],
        is_carrying_losses=given["carry_losses"],
    )
    cost = round_half_even(surplus_share.cost_of_surplus(life) * 10_000)
    return {
        "rows": [
            {
                "period": row.period,
                "surplus": usd(row.surplus_minor),
                "interest_accrued": usd(row.interest_accrued_minor),
                "interest_paid": usd(row.interest_paid_minor),
                "principal_paid": usd(row.principal_paid_minor),
                "paid": usd(row.paid_minor),
                "interest_owed": usd(row.interest_owed_minor),
                "balance": usd(row.balance_minor),
            }
            for row in life
        ],
        "interest_total": usd(sum(row.interest_paid_minor for row in life)),
        "cost_of_surplus": f"{cost // 10_000}.{cost % 10_000:04d}",
    }


SURPLUS_SHARE_LOAN = Rule(
    "surplus-share-loan",
    sentence(
        "Follows a loan paid only from surplus: simple interest, a share of each surplus, interest first."
    ),
    Record(
        {
            "principal": Field(Amount()),
            "annual_rate_bp": Field(Number()),
            "share_bp": Field(Number(most=10_000)),
            "periods_per_year": Field(Whole(least=1, most=366)),
            "mode": Field(Choice(("accrue", "pause")), says="pause: no interest in periods without surplus"),
            "carry_losses": Field(Flag(), False, "whether a surplus first makes good earlier losses"),
            "surpluses": Field(
                Listed(Amount(least=None), least_count=0), says="one a period; losses negative"
            ),
        }
    ),
    answer(
        rows=rows(
            answer(
                period=COUNT,
                surplus=AMOUNT,
                interest_accrued=AMOUNT,
                interest_paid=AMOUNT,
                principal_paid=AMOUNT,
                paid=AMOUNT,
                interest_owed=AMOUNT,
                balance=AMOUNT,
            )
        ),
        interest_total=AMOUNT,
        cost_of_surplus=DECIMAL,
    ),
    _surplus_share_loan,
)


def _loan_schedule(given: JSON) -> JSON:
    found = schedule.rows(
        principal_minor=given["principal"],
        annual_rate_percent=given["annual_rate_percent"],
        kind=given["kind"],
        day_count=given["day_count"],
        periods=given["periods"],
    )
    return {
        "rows": [
            {
                "due_on": row.due_on.isoformat(),
                "payment": usd(row.payment_minor),
                "interest": usd(row.interest_minor),
                "principal": usd(row.principal_minor),
                "balance": usd(row.balance_minor),
            }
            for row in found
        ],
        "totals": {
            "payment": usd(sum(row.payment_minor for row in found)),
            "interest": usd(sum(row.interest_minor for row in found)),
            "principal": usd(sum(row.principal_minor for row in found)),
        },
    }


LOAN_SCHEDULE = Rule(
    "loan-schedule",
    sentence("Writes the repayment schedule of a conventional loan; the last row takes what is left."),
    Record(
        {
            "principal": Field(Amount()),
            "annual_rate_percent": Field(Number()),
            "kind": Field(Choice(schedule.KINDS)),
            "day_count": Field(Choice(DAY_COUNTS)),
            "periods": Field(Listed(Row((Day(), Day()))), says="[from, to] pairs, each from where one ended"),
        }
    ),
    answer(
        rows=rows(answer(due_on=DAY, payment=AMOUNT, interest=AMOUNT, principal=AMOUNT, balance=AMOUNT)),
        totals=answer(payment=AMOUNT, interest=AMOUNT, principal=AMOUNT),
    ),
    _loan_schedule,
)


def _apr(given: JSON) -> JSON:
    odd_days, days_in_period = given["f"]
    if odd_days and not days_in_period:
        raise NotOfKind(field="f[1]", kind="the days in a unit period", shown="0")
    found = apr.rate_percent_hundredths(
        advance_minor=given["advance"],
        payments=given["payments"],
        periods_per_year=given["per_year"],
        whole_periods=given["t"],
        odd_part=Fraction(odd_days) / days_in_period if odd_days else Fraction(0),
    )
    return {"apr": hundredths(found)}


APR = Rule(
    "apr",
    sentence(
        "Finds the annual percentage rate of US lending law for one advance and payments a unit period apart."
    ),
    Record(
        {
            "advance": Field(Amount()),
            "unit": Field(Text(), "", "name of the unit period; not used in the reckoning"),
            "every": Field(Whole(least=1), 1, "units in a period; not used in the reckoning"),
            "per_year": Field(Ratio(), says='unit periods in a year, also as "365/255"'),
            "t": Field(Whole(), says="whole unit periods before the first payment"),
            "f": Field(Row((Number(), Number())), says="odd days before the first payment, days in a period"),
            "payments": Field(
                Listed(Row((Amount(), Whole(least=1)))), says="[amount, how many times], in order"
            ),
        }
    ),
    answer(apr=DECIMAL),
    _apr,
)


def _loss_reserve(given: JSON) -> JSON:
    found = reserve(
        balance_minor=given["balance"],
        annual_charge_off_rate=given["annual_charge_off_rate"],
        remaining_years=given["remaining_years"],
        qualitative_rate=given["qualitative_rate"],
    )
    return {"reserve": usd(found)}


LOSS_RESERVE = Rule(
    "loss-reserve",
    sentence("Says what a fund sets aside for losses: balance x yearly rate of loss x years left."),
    Record(
        {
            "balance": Field(Amount()),
            "annual_charge_off_rate": Field(Number(most=1), says="share of one: 1.2 % is 0.012"),
            "remaining_years": Field(Number()),
            "qualitative_rate": Field(Number(least=-1, most=1), 0, "added to the rate of loss"),
        }
    ),
    answer(reserve=AMOUNT),
    _loss_reserve,
)


def _loan_interest(given: JSON) -> JSON:
    over = interest.stretches(
        movements=[
            interest.Movement(movement["on"], movement["principal"]) for movement in given["movements"]
        ],
        starts_on=given["starts_on"],
        ends_before=given["ends_before"],
    )
    found = interest.for_period(
        over=over, annual_rate_bp=given["annual_rate_bp"], year_days=given["year_days"]
    )
    return {
        "stretches": [{"principal": usd(stretch.principal_minor), "days": stretch.days} for stretch in over],
        "interest": usd(found),
    }


LOAN_INTEREST = Rule(
    "loan-interest",
    sentence(
        "Adds up simple interest by the day over a period, from draws and payments of principal, rounded once."
    ),
    Record(
        {
            "annual_rate_bp": Field(Number()),
            "year_days": Field(Whole(least=360, most=366), 365),
            "starts_on": Field(Day()),
            "ends_before": Field(Day()),
            "movements": Field(
                Listed(Record({"on": Field(Day()), "principal": Field(Amount(least=None))}), least_count=0),
                says="draws positive, payments of principal negative",
            ),
        }
    ),
    answer(stretches=rows(answer(principal=AMOUNT, days=COUNT)), interest=AMOUNT),
    _loan_interest,
)
