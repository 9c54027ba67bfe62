"""How long a NACHA file of 10,000 entries takes, and what the loan tape of 10,000 loans takes in time and memory.

    python -m bench.bank_payments    (make bench gives it a database and a folder of its own)

The loan tape runs in a database of its own, migrated here and filled with agreed loans, draws and nothing else; the rows
are read one by one and dropped, so that what is measured is what a download needs.
"""

import os
import sys
import time
import tracemalloc
from datetime import UTC, date, datetime
from itertools import islice
from tempfile import TemporaryDirectory
from typing import Any

LOANS, ENTRIES = 10_000, 10_000
ROUTING = "231380104"


def nacha_file() -> None:
    """A balanced file of 10,000 credits and one debit, and the check that counts it again."""
    from commonwork.bank.payment_files import nacha
    from commonwork.bank.payment_files.nacha_check import checked
    from commonwork.bank.payment_files.orders import Account, Instruction, Order

    order = Order(
        key="run_bench",
        payer=Account("Cooperative bank", "987654321", "121042882"),
        payer_id="1640000001",
        pays_on=date(2026, 9, 15),
        made_at=datetime(2026, 9, 14, 16, tzinfo=UTC),
        instructions=[
            Instruction(Account(f"Payee {number}", f"{number:08d}", ROUTING), 1 + number, f"payout_{number}")
            for number in range(ENTRIES)
        ],
    )
    begun = time.perf_counter()
    content = nacha.made(order, sec="PPD")
    made = time.perf_counter()
    found = checked(content)
    read = time.perf_counter()
    assert not found.complaints and found.totals.credit_minor == order.total_minor
    print(f"NACHA file of {ENTRIES:,} entries, {len(content):,} bytes: written {made - begun:.2f} s")
    print(f"  read back and counted again: {read - made:.2f} s")


def loan_tape() -> None:
    """The tape of 10,000 loans: rows a second, and the most memory beyond what was there before."""
    from commonwork.bank.queries.reports import loan_tape as tape
    from commonwork.registry.models import Organisation

    bank = _filled()
    on = date(2026, 6, 30)
    assert len(list(islice(tape(bank, on=on), 1))) == 1
    begun = time.perf_counter()
    rows = sum(1 for _row in tape(bank, on=on))
    print(f"loan tape, {rows:,} loans: {time.perf_counter() - begun:.1f} s")
    for count in (LOANS // 10, LOANS):
        tracemalloc.start()
        rows = sum(1 for _row in islice(tape(bank, on=on), count))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(f"  {rows:,} loans: at most {peak / 2**20:.1f} MiB more memory")
    assert Organisation.objects.filter(pk=bank.pk).exists()


def _filled() -> Any:
    """A bank with 10,000 agreed loans to 200 co-ops, one draw each."""
    from commonwork.bank.models import Loan
    from commonwork.registry.models import Organisation

    bank = Organisation.objects.create(key="bank", name="Cooperative bank", kind="institution")
    Organisation.objects.bulk_create(
        Organisation(key=f"coop_{number}", name=f"Co-op {number}", kind="co-op") for number in range(200)
    )
    coops = list(Organisation.objects.filter(kind="co-op"))
    agreed = date(2021, 7, 1)
    Loan.objects.bulk_create(
        [
            Loan(
                key=f"loan_{number}",
                name=f"Loan {number}",
                borrower=coops[number % 200],
                lender=bank,
                principal_minor=1_000_000,
                stage="repaying",
                applied_on=agreed,
                agreed_on=agreed,
                ends_on=date(2031, 7, 1),
                annual_rate_bp=800,
                share_bp=5000,
                mode="accrue",
                day_count="actual/365",
                surplus_definition="income less costs",
            )
            for number in range(LOANS)
        ],
        batch_size=1000,
    )
    _drawn()
    return bank


def _drawn() -> None:
    """One draw on each loan."""
    from commonwork.bank.models import Draw, Loan
    from commonwork.record.models import Fact

    at = datetime(2021, 7, 2, 12, tzinfo=UTC)
    facts = Fact.objects.bulk_create(
        [
            Fact(
                kind="bank.loan.disbursed",
                subject=f"bank.loan/loan_{n}",
                at=at,
                data={},
                code=f"BENCH{n:07d}",
            )
            for n in range(LOANS)
        ],
        batch_size=1000,
    )
    loans = dict(Loan.objects.values_list("key", "pk"))
    Draw.objects.bulk_create(
        [
            Draw(
                key=f"draw_{n}",
                loan_id=loans[f"loan_{n}"],
                on=date(2021, 7, 2),
                amount_minor=900_000,
                fact=fact,
            )
            for n, fact in enumerate(facts)
        ],
        batch_size=1000,
    )


def main() -> int:
    """Run both in a new database."""
    with TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonwork.site.settings")
        import django
        from django.core.management import call_command

        django.setup()
        nacha_file()
        call_command("migrate", verbosity=0)
        loan_tape()
    return 0


if __name__ == "__main__":
    sys.exit(main())
