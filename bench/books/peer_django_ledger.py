"""django-ledger's own way to post: commit_txs, one call an entry, all in one transaction, on SQLite. Prints JSON. Run in
an environment of its own (`bench/books/peers`)."""

import json
import os
import tempfile
import time
from datetime import UTC, datetime
from decimal import Decimal

COUNT = int(os.environ.get("PEER_ENTRIES", "200"))


def main() -> None:
    import django
    from django.conf import settings

    with tempfile.TemporaryDirectory() as folder:
        settings.configure(
            DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{folder}/peer.sqlite3"}},
            INSTALLED_APPS=[
                "django.contrib.contenttypes",
                "django.contrib.auth",
                "django.contrib.sessions",
                "django_ledger",
            ],
            DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
            DJANGO_LEDGER_USE_DEPRECATED_BEHAVIOR=False,
            ROOT_URLCONF="django_ledger.urls",
            USE_TZ=True,
        )
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        told = {"peer": "django-ledger", "entries": COUNT, "entries_per_s": round(_measured(), 1)}
    print(json.dumps(told))


def _measured() -> float:
    from django.contrib.auth import get_user_model
    from django.db import transaction
    from django_ledger.models import EntityModel, TransactionModel

    keeper = get_user_model().objects.create_user("keeper")
    entity = EntityModel.create_entity(name="Bench", admin=keeper, use_accrual_method=True, fy_start_month=1)
    chart = entity.create_chart_of_accounts(assign_as_default=True, commit=True, coa_name="Bench")
    common = {"coa_model": chart, "active": True}
    cash = entity.create_account(
        code="1010", role="asset_ca_cash", name="Cash", balance_type="debit", **common
    )
    sales = entity.create_account(
        code="4010", role="in_operational", name="Sales", balance_type="credit", **common
    )
    ledger = entity.create_ledger(name="Bench", posted=True)
    at, begun = datetime(2026, 1, 2, tzinfo=UTC), time.perf_counter()
    with transaction.atomic():
        for number in range(COUNT):
            amount = Decimal(100 + number) / 100
            entity.commit_txs(
                je_timestamp=at,
                je_ledger_model=ledger,
                je_posted=True,
                je_txs=[
                    {"account": cash, "tx_type": "debit", "amount": amount, "description": ""},
                    {"account": sales, "tx_type": "credit", "amount": amount, "description": ""},
                ],
            )
    spent = time.perf_counter() - begun
    assert TransactionModel.objects.count() == 2 * COUNT
    return COUNT / spent


if __name__ == "__main__":
    main()
