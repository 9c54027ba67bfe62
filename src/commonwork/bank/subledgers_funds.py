"""What the bank's notes, member shares and funds for one purpose add up to, for `commonwork verify`."""

from collections import defaultdict

from django.db.models import F, Sum

from commonwork.bank.models import FundSpending, Gift, Note, NotePayment, ShareMovement
from commonwork.books.subledgers import Subledger, declare

Sums = dict[tuple[str, str], int]


def notes() -> Sums:
    """{(lender, note): what is owed}, negative because a debt is a credit."""
    sums: Sums = defaultdict(int)
    for lender, key, amount in Note.objects.values_list("fact__organisation", "key", "amount_minor"):
        sums[lender, key] -= amount
    paid = NotePayment.objects.values_list("fact__organisation", "note__key")
    for lender, key, amount in paid.annotate(Sum("principal_minor")).order_by():
        sums[lender, key] += amount
    return {key: amount for key, amount in sums.items() if amount}


def shares() -> Sums:
    """{(lender, member): what was paid in for shares}, negative because it is equity."""
    rows = ShareMovement.objects.values_list("fact__organisation", "supporter__key")
    found = rows.annotate(sum=Sum("amount_minor")).order_by()
    return {(lender, key): -amount for lender, key, amount in found if amount}


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


declare(Subledger("bank.capital_notes", "2420", notes))
