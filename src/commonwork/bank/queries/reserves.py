"""The loss reserve: what is reckoned on a day, what the books hold, and how the two differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from commonwork.bank.models import Loan, ReserveCharge, ReservePosting
from commonwork.bank.queries.gauges import Reserve, Standing, loss_reserve
from commonwork.books import queries as book_queries
from commonwork.registry.models import Organisation

RESERVE, COST = "1220", "5710"


@dataclass(frozen=True)
class Held:
    """Minor units. `reckoned`: by the policies of the day, None while no body has adopted them; `posted_minor`: what the
    books have set aside at the end of the day."""

    on: date
    reckoned: Reserve | None
    posted_minor: int

    @property
    def reckoned_minor(self) -> int:
        return self.reckoned.reserve_minor if self.reckoned else 0

    @property
    def differs_minor(self) -> int:
        """What is still to be added; negative where the books hold more than is reckoned."""
        return self.reckoned_minor - self.posted_minor


def posted(organisation: Organisation, *, on: date | None = None) -> int:
    """What the books have set aside for loan losses, in minor units; 0 without a book."""
    if book_queries.account_of(organisation, RESERVE) is None:
        return 0
    return -book_queries.balance(organisation, RESERVE, on=on)


def held(organisation: Organisation, *, on: date, rows: Iterable[Standing] | None = None) -> Held:
    """The reserve of a day, reckoned and posted."""
    return Held(on, loss_reserve(organisation, on=on, rows=rows), posted(organisation, on=on))


def postings(organisation: Organisation, *, on: date | None = None) -> QuerySet[ReservePosting]:
    """All postings up to a day, those taken back too, the latest first."""
    rows = ReservePosting.objects.filter(house=organisation).select_related("fact").order_by("-on", "-pk")
    return rows.filter(on__lte=on) if on else rows


def latest(organisation: Organisation) -> ReservePosting | None:
    """The last posting that stands."""
    return postings(organisation).filter(taken_back_on=None).first()


def charges(organisation: Organisation, *, on: date) -> QuerySet[ReserveCharge]:
    """What written-off loans used of the reserve up to a day, and what recoveries brought back, the latest first."""
    rows = ReserveCharge.objects.filter(loan__lender=organisation, on__lte=on)
    return rows.select_related("loan__borrower", "fact").order_by("-on", "-pk")


def charged(loan: Loan) -> int:
    """What one loan used of the reserve and did not bring back."""
    return ReserveCharge.objects.filter(loan=loan).aggregate(sum=Sum("amount_minor"))["sum"] or 0


def register() -> dict[tuple[str, str], int]:
    """{(bank, bank): what its postings and charges add up to}, a credit; for `commonwork verify`."""
    sums: dict[str, int] = {}
    standing: Any = ReservePosting.objects.filter(taken_back_on=None).values_list("house__key")
    for house, amount in standing.annotate(Sum("change_minor")).order_by():
        sums[house] = sums.get(house, 0) - amount
    used: Any = ReserveCharge.objects.values_list("loan__lender__key")
    for house, amount in used.annotate(Sum("amount_minor")).order_by():
        sums[house] = sums.get(house, 0) + amount
    return {(house, house): amount for house, amount in sums.items() if amount}
