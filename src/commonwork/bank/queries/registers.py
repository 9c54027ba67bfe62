"""What the bank's registers add up to: loans and funds for one purpose, party by party."""

from collections import defaultdict

from django.db.models import F, Sum

from commonwork.bank.models import (
    Draw,
    FundSpending,
    Gift,
    LoanEvent,
    PaymentPart,
)
from commonwork.bank.queries.lives import ENDINGS
from commonwork.books.queries import closed_until_of

Sums = dict[tuple[str, str], int]


def lent() -> Sums:
    """{(lender, loan): what is still lent} from draws less repaid principal."""
    sums: Sums = defaultdict(int)
    draws = Draw.objects.values_list("loan__lender__key", "loan__key").annotate(Sum("amount_minor"))
    for lender, loan, amount in draws.order_by():
        sums[lender, loan] += amount
    parts = PaymentPart.objects.values_list("payment__loan__lender__key", "payment__loan__key")
    for lender, loan, amount in parts.annotate(Sum("principal_minor")).order_by():
        sums[lender, loan] -= amount
    given_up = LoanEvent.objects.filter(kind__in=ENDINGS).values_list("loan__lender__key", "loan__key")
    for lender, loan, amount in given_up.annotate(Sum("principal_minor")).order_by():
        sums[lender, loan] -= amount
    return dict(sums)


def borrowed() -> Sums:
    """{(borrower, loan): what is still owed}, negative because a debt is a credit."""
    kept = closed_until_of(set(Draw.objects.values_list("loan__borrower__key", flat=True)))
    rows = Draw.objects.filter(loan__borrower__key__in=kept).values_list("loan__key", "loan__borrower__key")
    borrowers = dict(rows)
    return {(borrowers[loan], loan): -amount for (_, loan), amount in lent().items() if loan in borrowers}


def purposes() -> Sums:
    """{(organisation, fund kept for one purpose): given less taken back less spent}, negative."""
    sums: Sums = defaultdict(int)
    gifts = Gift.objects.filter(fund__use="spend", taken_back_on=None)
    for book, key, amount in gifts.values_list("fund__organisation__key", "fund__key", "amount_minor"):
        sums[book, key] -= amount
    spent = FundSpending.objects.annotate(book=F("fund__organisation__key"))
    for book, key, amount in spent.values_list("book", "fund__key", "amount_minor"):
        sums[book, key] += amount
    return {key: amount for key, amount in sums.items() if amount}
