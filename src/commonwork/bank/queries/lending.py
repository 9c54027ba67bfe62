"""What the bank as a whole has lent, has at work, and can still lend."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from commonwork.bank import HOUSE_KEY
from commonwork.bank.models import Draw, Loan, PaymentPart
from commonwork.books import queries as book_queries
from commonwork.charter.queries import in_force
from commonwork.registry.models import Organisation
from commonwork.rules.periods import twelve_months_to

CASH, LOANS, FUND, NOTES = "1000", "1200", "3410", "2410"


@dataclass(frozen=True)
class Lent:
    """Draws paid out in [starts_on, ends_on), newest first, and their sum in minor units."""

    starts_on: date
    ends_on: date
    draws: list[Draw]
    total_minor: int
    loans_count: int


@dataclass(frozen=True)
class FundPosition:
    """The fund that goes round, in minor units: given in, borrowed from supporters on notes, lent out now, promised and
    not yet drawn, free to lend."""

    given_minor: int
    lent_minor: int
    promised_minor: int
    cash_minor: int
    noted_minor: int = 0

    @property
    def held_minor(self) -> int:
        """What the fund holds in cash: given and borrowed less lent, and never more than the bank has."""
        return max(0, min(self.given_minor + self.noted_minor - self.lent_minor, self.cash_minor))

    @property
    def available_minor(self) -> int:
        """What can be lent to somebody new."""
        return max(0, self.held_minor - self.promised_minor)


def draws(starts_on: date, ends_on: date) -> QuerySet[Draw]:
    """Draws in [starts_on, ends_on), newest first, with loan and fact."""
    found = Draw.objects.filter(on__gte=starts_on, on__lt=ends_on)
    return found.select_related("loan__borrower", "fact").order_by("-on", "-pk")


def lent(starts_on: date, ends_on: date) -> Lent:
    """What was paid out to co-ops in a half-open period."""
    found = list(draws(starts_on, ends_on))
    total = sum(draw.amount_minor for draw in found)
    return Lent(starts_on, ends_on, found, total, len({draw.loan_id for draw in found}))


def lending_year(on: date) -> tuple[date, date]:
    """The twelve months [starts_on, ends_on) to show: those up to a day or, if none was lent then, up to the last draw."""
    starts_on, ends_on = twelve_months_to(on)
    latest = Draw.objects.filter(on__lt=ends_on).order_by("-on").values_list("on", flat=True).first()
    if latest is None or latest >= starts_on:
        return starts_on, ends_on
    return twelve_months_to(latest)


def at_work(on: date) -> int:
    """Principal that co-ops hold on a day, in minor units."""
    drawn = Draw.objects.filter(on__lte=on).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    back = PaymentPart.objects.filter(on__lte=on).aggregate(sum=Sum("principal_minor"))["sum"] or 0
    return int(drawn - back)


def loans_count(on: date) -> int:
    """How many loans have been paid out, in whole or in part, up to a day."""
    return Loan.objects.filter(draws__on__lte=on).distinct().count()


def coops_financed(on: date) -> QuerySet[Organisation]:
    """Co-ops to which something was paid out up to a day, by name."""
    return Organisation.objects.filter(loans__draws__on__lte=on).distinct().order_by("name")


def fund_position(on: date, *, lender: Organisation | None = None) -> FundPosition:
    """Where the fund stands on a day, from the bank's own book; promises from the agreements."""
    bank = lender or Organisation.objects.get(key=HOUSE_KEY)
    return FundPosition(
        given_minor=-book_queries.balance(bank, FUND, on=on),
        lent_minor=book_queries.balance(bank, LOANS, on=on),
        promised_minor=promised(bank, on),
        cash_minor=book_queries.balance(bank, CASH, on=on),
        noted_minor=-book_queries.balance(bank, NOTES, on=on),
    )


def promised(lender: Organisation, on: date) -> int:
    """Agreed and not yet drawn on a day, in minor units."""
    running = Loan.objects.filter(lender=lender, stage__in=Loan.RUNNING, agreed_on__lte=on)
    agreed = running.aggregate(sum=Sum("principal_minor"))["sum"] or 0
    drawn = Draw.objects.filter(loan__in=running, on__lte=on).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    return int(agreed - drawn)


def public_name(on: date) -> str:
    """What the bank is called in public: by policy, else as it is registered."""
    bank = Organisation.objects.filter(key=HOUSE_KEY).first()
    policy = in_force("bank.public_name", on=on, organisation=bank)
    return str(policy.value) if policy else (bank.name if bank else "")
