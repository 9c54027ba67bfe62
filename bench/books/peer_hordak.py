"""django-hordak's bulk path on PostgreSQL: transactions and legs by bulk_create in one transaction; its own triggers
check that they balance. Prints JSON. Run in an environment of its own (`bench/books/peers`)."""

import json
import os
import time
from decimal import Decimal
from urllib.parse import unquote, urlsplit

COUNT = int(os.environ.get("PEER_ENTRIES", "5000"))


def main() -> None:
    import django
    from django.conf import settings

    url = urlsplit(os.environ["DATABASE_URL"])
    database = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path.lstrip("/"),
        "USER": url.username,
        "HOST": unquote(url.netloc.rpartition("@")[2]),
    }
    settings.configure(
        DATABASES={"default": database},
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(json.dumps({"peer": "django-hordak", "entries": COUNT, "entries_per_s": round(_measured(), 1)}))


def _measured() -> float:
    from django.db import transaction
    from hordak.models import Account, Leg, Transaction
    from moneyed import Money

    cash = Account.objects.create(name="Cash", type="AS", code="1", currencies=["USD"])
    sales = Account.objects.create(name="Sales", type="IN", code="2", currencies=["USD"])
    amounts = [Money(Decimal(100 + number % 9_973) / 100, "USD") for number in range(COUNT)]
    begun = time.perf_counter()
    with transaction.atomic():
        entries = Transaction.objects.bulk_create([Transaction(description="sale") for _ in amounts])
        legs = [
            leg
            for entry, amount in zip(entries, amounts, strict=True)
            for leg in (
                Leg(transaction=entry, account=cash, debit=amount),
                Leg(transaction=entry, account=sales, credit=amount),
            )
        ]
        Leg.objects.bulk_create(legs, batch_size=2_000)
    spent = time.perf_counter() - begun
    assert Leg.objects.count() == 2 * COUNT
    assert cash.get_balance().monies()[0] == sum(amounts[1:], amounts[0])
    return COUNT / spent


if __name__ == "__main__":
    main()
