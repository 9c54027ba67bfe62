"""Accounts with the bank: what each holds, what interest has run, and what all of a kind add up to."""

from datetime import date

from django.db.models import QuerySet, Sum

from commonwork.bank.models import Holding, HoldingMovement
from commonwork.registry.models import Organisation
from commonwork.rules.loans import interest


def stands_at(holding: Holding, *, on: date | None = None) -> int:
    """What an account holds at the end of a day, in minor units."""
    rows = HoldingMovement.objects.filter(holding=holding)
    if on is not None:
        rows = rows.filter(on__lte=on)
    return rows.aggregate(sum=Sum("amount_minor"))["sum"] or 0


def interest_due(holding: Holding, *, on: date) -> int:
    """The simple interest since it was last added, actual/365, on what was paid in; never interest on interest."""
    if not holding.annual_rate_bp:
        return 0
    rows = list(holding.movements.order_by("on", "pk").values_list("kind", "on", "amount_minor"))
    last = max((day for kind, day, _ in rows if kind == "interest"), default=holding.opened_on)
    moved = _without_interest(rows)
    over = interest.stretches(movements=moved, starts_on=last, ends_before=on)
    return interest.for_period(over=over, annual_rate_bp=holding.annual_rate_bp)


def _without_interest(rows: list[tuple[str, date, int]]) -> list[interest.Movement]:
    """What was paid in, less what was paid out of it: interest that was added goes out first."""
    found, added = [], 0
    for kind, day, amount in rows:
        if kind == "interest":
            added += amount
        elif amount > 0:
            found.append(interest.Movement(day, amount))
        else:
            of_interest = min(added, -amount)
            added -= of_interest
            if -amount > of_interest:
                found.append(interest.Movement(day, amount + of_interest))
    return found


def holdings(house: Organisation) -> QuerySet[Holding]:
    """All accounts, the newest first, with what each holds as `held_minor`."""
    rows = Holding.objects.filter(house=house).select_related("person", "organisation", "version")
    return rows.annotate(held_minor=Sum("movements__amount_minor", default=0)).order_by("-opened_on", "-pk")


def held_by_account(kind: str) -> dict[tuple[str, str], int]:
    """{(bank, account): what it holds}, negative because it is a credit; for `commonwork verify`."""
    rows = HoldingMovement.objects.filter(holding__kind=kind).values_list(
        "holding__house__key", "holding__key"
    )
    return {
        (house, key): -amount
        for house, key, amount in rows.annotate(Sum("amount_minor")).order_by()
        if amount
    }
