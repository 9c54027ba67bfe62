"""The bank: replay of one loan with 500 events, and a night over 10,000 loans with 5 years of history. One run on SQLite.

The night is the worst there is: every one of the 10,000 loans has a payment that fell due, is replayed from its first
day, gets its row and its entry in the bank's book. Bar: 20 ms and 60 s.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

LOANS, YEARS, EVENTS, COOPS = 10_000, 5, 500, 40
FIRST = date(2019, 1, 1)


def main() -> None:
    """Measure the replay, then build a database in a fresh folder and measure the night."""
    _replay()
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(
            COMMONWORK_HOME=home,
            DATABASE_URL=f"sqlite:///{home}/bench.sqlite3",
            COMMONWORK_TESTING="1",
            DJANGO_SETTINGS_MODULE="commonwork.site.settings",
        )
        subprocess.run([sys.executable, "-m", "commonwork", "migrate", "-v0"], check=True)
        _night()


def _replay() -> None:
    from commonwork.rules.loans import replay_schedule, replay_surplus
    from commonwork.rules.loans.history import Draw, Event, Payment, Statement
    from commonwork.rules.loans.rhythm import boundary

    terms = replay_schedule.ScheduleTerms(FIRST, 800, "actual/365", "level", "two_weeks", EVENTS)
    paid: list[Event] = [Draw(FIRST, 10**8)]
    for number in range(EVENTS - 1):
        paid.append(Payment(str(number), boundary(FIRST, "two_weeks", number + 1), 230_000, number + 2))
    until = paid[-1].on + timedelta(days=1)
    stated: list[Event] = [Draw(FIRST, 10**8)]
    for number in range(EVENTS // 2):
        starts_on, ends_on = (boundary(FIRST, "quarter", number + more) for more in (0, 1))
        stated.append(Statement(str(number), starts_on, ends_on, ends_on, 500_000, 2 * number))
        stated.append(Payment(str(number), ends_on, 250_000, 2 * number + 1))
    for name, work in (
        ("on a schedule", lambda: replay_schedule.replay(terms=[terms], events=paid, until=until)),
        (
            "paid from surplus",
            lambda: replay_surplus.replay(
                terms=replay_surplus.SurplusTerms(Fraction(800), 5000), events=stated[:EVENTS]
            ),
        ),
    ):
        times = []
        for _ in range(15):
            begun = time.process_time()
            work()
            times.append(time.process_time() - begun)
        print(f"replay of {EVENTS} events {name}: {statistics.median(times) * 1000:.1f} ms")


def _night() -> None:
    import django

    django.setup()
    from commonwork.bank import jobs
    from commonwork.bank.models import Instalment, Loan

    _fill()
    night = date(FIRST.year + YEARS, FIRST.month, FIRST.day)
    begun = time.perf_counter()
    jobs.reckon_dues(night)
    took = time.perf_counter() - begun
    new = Instalment.objects.filter(due_on=night).count()
    assert new == LOANS and not Loan.objects.filter(next_due_on__lte=night).exists(), new
    print(f"a night in which all of {LOANS:,} loans with {YEARS} years of history fall due: {took:.1f} s")
    begun = time.perf_counter()
    jobs.reckon_dues(night + timedelta(days=1))
    print(f"the night after, in which none does: {(time.perf_counter() - begun) * 1000:.0f} ms")


def _fill() -> None:
    """Loans drawn on the first day, each with 59 payments on time; rows as the acts would have left them."""
    from commonwork.books import actions as books
    from commonwork.registry.clock import at_time
    from commonwork.registry.models import Organisation
    from commonwork.rules.loans.history import Draw as Drawn
    from commonwork.rules.loans.replay_schedule import ScheduleTerms, replay

    bank = Organisation.objects.create(key="bank", name="Bank", kind="institution")
    coops = [
        Organisation.objects.create(key=f"coop_{number}", name=f"Co-op {number}", kind="co-op")
        for number in range(COOPS)
    ]
    for side in (bank, *coops):
        books.open_book(organisation=side, on=FIRST, by="system/bench", at=at_time(FIRST))
    months = YEARS * 12
    terms: Any = {
        "starts_on": FIRST, "annual_rate_bp": 600, "day_count": "30/360", "schedule": "level", "every": "month",
        "count": 120,
    }  # fmt: skip
    due_on = date(FIRST.year + YEARS, FIRST.month, FIRST.day)
    life = replay(
        terms=[ScheduleTerms(**terms)],
        events=[Drawn(FIRST, 1_000_000)],
        until=due_on - timedelta(days=1),
        paid_after=FIRST,
    )
    assert len(life.periods) == months - 1
    first = _loan(bank, coops[0], due_on, terms, life)
    _clone(first, bank, coops, due_on)


def _loan(bank: Any, coop: Any, due_on: date, terms: dict[str, Any], life: Any) -> Any:
    """One loan with its history."""
    from commonwork.bank.models import Draw, Instalment, Loan, Payment, PaymentPart, Terms

    loan = Loan.objects.create(key="loan_0", borrower=coop, **_agreed(bank, due_on))
    Terms.objects.create(loan=loan, number=1, fact=_fact(), **terms)
    Draw.objects.create(key="draw_0", loan=loan, on=FIRST, amount_minor=1_000_000, fact=_fact())
    for period in life.periods:
        names = ("starts_on", "ends_on", "due_on", "reckoned_on", "interest_minor")
        row = Instalment.objects.create(
            loan=loan,
            number=int(period.key),
            due_interest_minor=period.due_interest_minor,
            due_principal_minor=period.due_principal_minor,
            fact=_fact(),
            **{name: getattr(period, name) for name in names},
        )
        payment = Payment.objects.create(
            key=f"payment_0_{row.number}", loan=loan, on=row.due_on, amount_minor=row.due_minor, fact=_fact()
        )
        PaymentPart.objects.create(
            payment=payment,
            on=row.due_on,
            instalment=row,
            interest_minor=row.due_interest_minor,
            principal_minor=row.due_principal_minor,
        )
    return loan


def _agreed(bank: Any, due_on: date) -> dict[str, Any]:
    return {
        "lender": bank, "kind": "conventional", "principal_minor": 1_000_000, "stage": "repaying",
        "applied_on": FIRST, "agreed_on": FIRST, "ends_on": date(2029, 1, 1), "annual_rate_bp": 600,
        "day_count": "30/360", "next_due_on": due_on,
    }  # fmt: skip


def _fact() -> Any:
    from commonwork.record.models import Fact
    from commonwork.registry.clock import at_time

    number = Fact.objects.count()
    return Fact.objects.create(
        kind="bench.told", subject="bank", actor="system/bench", at=at_time(FIRST), code=f"b{number:011d}"
    )


def _clone(first: Any, bank: Any, coops: list[Any], due_on: date) -> None:
    """The same history for all other loans, copied inside the database."""
    from django.db import connection

    from commonwork.bank.models import Loan
    from commonwork.record.models import Fact

    Loan.objects.bulk_create(
        (
            Loan(key=f"loan_{number}", borrower=coops[number % COOPS], **_agreed(bank, due_on))
            for number in range(1, LOANS)
        ),
        batch_size=500,
    )
    step = Fact.objects.order_by("-pk")[0].pk + 1
    others = f"(SELECT id AS other, (id - {first.pk}) * {step} AS gap FROM bank_loan WHERE id > {first.pk})"
    with connection.cursor() as cursor:
        for table, own in (
            ("record_fact", {"id": "t.id + l.gap", "code": "'c' || (t.id + l.gap)"}),
            ("bank_terms", {"id": None, "loan_id": "l.other", "fact_id": "t.fact_id + l.gap"}),
            ("bank_draw", {"id": None, "key": "t.key || l.other", "loan_id": "l.other", "fact_id": "t.fact_id + l.gap"}),
            ("bank_instalment", {"id": "t.id + l.gap", "loan_id": "l.other", "fact_id": "t.fact_id + l.gap"}),
            (
                "bank_payment",
                {"id": "t.id + l.gap", "key": "t.key || '_' || l.other", "loan_id": "l.other",
                 "fact_id": "t.fact_id + l.gap"},
            ),
            (
                "bank_paymentpart",
                {"id": None, "payment_id": "t.payment_id + l.gap", "instalment_id": "t.instalment_id + l.gap"},
            ),
        ):  # fmt: skip
            columns = [row.name for row in connection.introspection.get_table_description(cursor, table)]
            kept = [name for name in columns if own.get(name, "") is not None]
            said = ", ".join(own.get(name) or f't."{name}"' for name in kept)
            names = ", ".join(f'"{name}"' for name in kept)
            where = f"WHERE t.id < {step}"
            cursor.execute(f"INSERT INTO {table} ({names}) SELECT {said} FROM {table} t, {others} l {where}")


if __name__ == "__main__":
    main()
