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
    from commonwork.bank.models import Draw, Instalment, Loan, Payment, PaymentPart, Terms
    from commonwork.books import actions as books
    from commonwork.record.models import Fact
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
    each = months + 2

    def facts(kind: str, numbers: range) -> list[Any]:
        return Fact.objects.bulk_create(
            Fact(
                kind=kind,
                subject="bank",
                actor="system/bench",
                at=at_time(FIRST),
                code=f"{kind[-4:]}{number:08d}",
            )
            for number in numbers
        )

    for start in range(0, LOANS, 500):
        numbers = range(start, start + 500)
        loans = Loan.objects.bulk_create(
            Loan(
                key=f"loan_{number}", borrower=coops[number % COOPS], lender=bank, kind="conventional",
                principal_minor=1_000_000, stage="repaying", applied_on=FIRST, agreed_on=FIRST,
                ends_on=date(2029, 1, 1), annual_rate_bp=600, day_count="30/360", next_due_on=due_on,
            )
            for number in numbers
        )  # fmt: skip
        told = facts("bench.told", range(start * each, (start + 500) * each))
        own = [told[place * each : (place + 1) * each] for place in range(500)]
        Terms.objects.bulk_create(
            Terms(loan=loan, number=1, fact=mine[0], **terms) for loan, mine in zip(loans, own, strict=True)
        )
        Draw.objects.bulk_create(
            Draw(key=f"draw_{loan.pk}", loan=loan, on=FIRST, amount_minor=1_000_000, fact=mine[1])
            for loan, mine in zip(loans, own, strict=True)
        )
        rows = Instalment.objects.bulk_create(
            Instalment(
                loan=loan, number=int(period.key), starts_on=period.starts_on, ends_on=period.ends_on,
                due_on=period.due_on, reckoned_on=period.reckoned_on, interest_minor=period.interest_minor,
                due_interest_minor=period.due_interest_minor, due_principal_minor=period.due_principal_minor,
                fact=mine[0],
            )
            for loan, mine in zip(loans, own, strict=True)
            for period in life.periods
        )  # fmt: skip
        payments = Payment.objects.bulk_create(
            Payment(
                key=f"payment_{row.loan_id}_{row.number}", loan_id=row.loan_id, on=row.due_on,
                amount_minor=row.due_minor, fact=own[place // (months - 1)][2 + place % (months - 1)],
            )
            for place, row in enumerate(rows)
        )  # fmt: skip
        PaymentPart.objects.bulk_create(
            PaymentPart(
                payment=payment, on=row.due_on, instalment=row, interest_minor=row.due_interest_minor,
                principal_minor=row.due_principal_minor,
            )
            for payment, row in zip(payments, rows, strict=True)
        )  # fmt: skip


if __name__ == "__main__":
    main()
