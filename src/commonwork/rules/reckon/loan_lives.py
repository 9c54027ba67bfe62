"""Whole loans, day by day: on a schedule or paid from surplus, with every draw, payment, statement and pause."""

from collections.abc import Iterable
from datetime import date

from commonwork.rules.loans.day_count import DAY_COUNTS
from commonwork.rules.loans.history import Draw, Event, Life, Payment, Statement
from commonwork.rules.loans.replay_schedule import Pause, ScheduleTerms
from commonwork.rules.loans.replay_schedule import replay as by_schedule
from commonwork.rules.loans.replay_surplus import SurplusTerms
from commonwork.rules.loans.replay_surplus import replay as by_surplus
from commonwork.rules.loans.rhythm import RHYTHMS
from commonwork.rules.loans.schedule import PeriodsOutOfOrder
from commonwork.rules.loans.targets import SCHEDULES
from commonwork.rules.reckon.records import Field, Listed, Record
from commonwork.rules.reckon.rule import AMOUNT, DAY, Rule, answer, rows, usd
from commonwork.rules.reckon.shapes import JSON, Amount, Choice, Day, Flag, Number, Whole
from commonwork.rules.refusal import Refusal, sentence

FIRST, LAST = date(1900, 1, 1), date(2500, 1, 1)
DRAWN, STATED, PAID = range(3)  # what counts first on one day
MOVED = Record({"on": Field(Day()), "amount": Field(Amount())})


class OutOfTime(Refusal):
    sentence: str = sentence("A loan is followed from {first} to {last} only; {day} lies outside.")


def _demand_in_time(days: Iterable[date]) -> None:
    for day in days:
        if not FIRST <= day <= LAST:
            raise OutOfTime(first=FIRST.isoformat(), last=LAST.isoformat(), day=day.isoformat())


def _moved(given: JSON) -> list[Event]:
    """Draws and payments; a payment's key is its place in the list."""
    draws = [Draw(row["on"], row["amount"], DRAWN) for row in given["draws"]]
    paid = [
        Payment(str(place), row["on"], row["amount"], PAID) for place, row in enumerate(given["payments"])
    ]
    _demand_in_time([*(one.on for one in draws), *(one.on for one in paid)])
    return [*draws, *paid]


def _standing(life: Life) -> JSON:
    return {
        "principal_owed": usd(life.principal_minor),
        "interest_owed": usd(life.interest_owed_minor),
        "due": usd(life.due_minor),
        "held": usd(life.held_minor),
    }


def _paid(life: Life, due: str) -> tuple[str, str]:
    """Interest and principal that payments gave for one due."""
    parts = [part for part in life.parts if part.due == due]
    return usd(sum(part.interest_minor for part in parts)), usd(sum(part.principal_minor for part in parts))


STANDING: JSON = {"principal_owed": AMOUNT, "interest_owed": AMOUNT, "due": AMOUNT, "held": AMOUNT}


def _scheduled_loan(given: JSON) -> JSON:
    terms = sorted(
        (
            ScheduleTerms(
                **{name: value for name, value in row.items() if name != "balloon"},
                balloon_minor=row["balloon"],
            )
            for row in given["terms"]
        ),
        key=lambda one: one.starts_on,
    )
    pauses = [Pause(row["on"], row["until"]) for row in given["pauses"]]
    ends = [day for pause in pauses for day in (pause.on, pause.until)]
    _demand_in_time([given["until"], *(one.starts_on for one in terms), *ends])
    life = by_schedule(
        terms=terms,
        events=_moved(given),
        until=given["until"],
        pauses=pauses,
        paid_after=given["paid_after"],
    )
    found = []
    for period in life.periods:
        interest, principal = _paid(life, period.key)
        found.append(
            {
                "due_on": period.due_on.isoformat(),
                "interest": usd(period.interest_minor),
                "due_interest": usd(period.due_interest_minor),
                "due_principal": usd(period.due_principal_minor),
                "interest_paid": interest,
                "principal_paid": principal,
            }
        )
    return {"rows": found, **_standing(life)}


SCHEDULED_LOAN = Rule(
    "scheduled-loan",
    sentence(
        "Follows a loan on a schedule through draws, early, late and partial payments, pauses, new terms."
    ),
    Record(
        {
            "terms": Field(
                Listed(
                    Record(
                        {
                            "starts_on": Field(Day()),
                            "annual_rate_bp": Field(Number(most=10_000)),
                            "day_count": Field(Choice(DAY_COUNTS)),
                            "schedule": Field(Choice(SCHEDULES)),
                            "every": Field(Choice(RHYTHMS)),
                            "count": Field(Whole(least=1, most=1_600), says="how many periods"),
                            "principal_grace": Field(
                                Whole(most=1_600), 0, "first periods that ask for interest only"
                            ),
                            "interest_grace": Field(
                                Whole(most=1_600), 0, "first periods that ask for nothing"
                            ),
                            "step_bp": Field(Whole(most=10_000), 0, "growth of a step"),
                            "step_every": Field(Whole(most=1_600), 0, "periods in a step"),
                            "balloon": Field(Amount(), 0, "asked for at the end"),
                            "refills": Field(
                                Flag(), False, "a line of credit: what is paid back is free again"
                            ),
                        }
                    )
                ),
                says="each in force from its first day",
            ),
            "draws": Field(Listed(MOVED)),
            "payments": Field(Listed(MOVED, least_count=0), []),
            "pauses": Field(
                Listed(Record({"on": Field(Day()), "until": Field(Day())}), least_count=0),
                [],
                "dues that would fall in [on, until) ask for nothing",
            ),
            "until": Field(Day(), says="the last day that counts"),
            "paid_after": Field(Day(), None, "what falls due after this day is taken as paid on its day"),
        }
    ),
    answer(
        rows=rows(
            answer(
                due_on=DAY,
                interest=AMOUNT,
                due_interest=AMOUNT,
                due_principal=AMOUNT,
                interest_paid=AMOUNT,
                principal_paid=AMOUNT,
            )
        ),
        **STANDING,
    ),
    _scheduled_loan,
)


def _loan_from_surplus(given: JSON) -> JSON:
    statements = [
        Statement(
            str(place),
            row["starts_on"],
            row["ends_on"],
            max(row["ends_on"], row["due_on"] or row["ends_on"]),
            row["surplus"],
            STATED,
        )
        for place, row in enumerate(given["statements"])
    ]
    for one in statements:
        _demand_in_time((one.starts_on, one.ends_on, one.due_on))
        if one.ends_on <= one.starts_on:
            raise PeriodsOutOfOrder(starts_on=one.starts_on.isoformat(), ends_on=one.ends_on.isoformat())
    terms = SurplusTerms(
        given["annual_rate_bp"],
        given["share_bp"],
        pauses=given["mode"] == "pause",
        year_days=given["year_days"],
        carries_losses=given["carry_losses"],
    )
    life = by_surplus(terms=terms, events=[*_moved(given), *statements])
    surplus = {one.key: one.surplus_minor for one in statements}
    found = []
    for period in life.periods:
        interest, principal = _paid(life, period.key)
        found.append(
            {
                "starts_on": period.starts_on.isoformat(),
                "ends_on": period.ends_on.isoformat(),
                "surplus": usd(surplus[period.key]),
                "interest": usd(period.interest_minor),
                "share": usd(period.share_minor or 0),
                "due": usd(period.due_minor),
                "due_on": period.due_on.isoformat(),
                "interest_paid": interest,
                "principal_paid": principal,
            }
        )
    return {"rows": found, **_standing(life)}


LOAN_FROM_SURPLUS = Rule(
    "loan-from-surplus",
    sentence("Follows a loan paid from surplus by the day, through draws, late statements and payments."),
    Record(
        {
            "annual_rate_bp": Field(Number(most=10_000)),
            "share_bp": Field(Number(most=10_000)),
            "mode": Field(Choice(("accrue", "pause")), says="pause: no interest in periods without surplus"),
            "year_days": Field(Whole(least=360, most=366), 365),
            "carry_losses": Field(Flag(), False, "whether a surplus first makes good earlier losses"),
            "draws": Field(Listed(MOVED)),
            "statements": Field(
                Listed(
                    Record(
                        {
                            "starts_on": Field(Day()),
                            "ends_on": Field(Day(), says="the first day after the period"),
                            "due_on": Field(Day(), None, "the day it was stated, where that was later"),
                            "surplus": Field(Amount(least=None), says="negative: a loss"),
                        }
                    ),
                    least_count=0,
                )
            ),
            "payments": Field(Listed(MOVED, least_count=0), []),
        }
    ),
    answer(
        rows=rows(
            answer(
                starts_on=DAY,
                ends_on=DAY,
                surplus=AMOUNT,
                interest=AMOUNT,
                share=AMOUNT,
                due=AMOUNT,
                due_on=DAY,
                interest_paid=AMOUNT,
                principal_paid=AMOUNT,
            )
        ),
        **STANDING,
    ),
    _loan_from_surplus,
)
