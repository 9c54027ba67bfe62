"""What the bank's own list of draws and payments adds up to, loan by loan, for `commonwork verify`."""

from collections import defaultdict

from django.db.models import Sum

from commonwork.bank.models import Draw, LoanEvent, PaymentPart
from commonwork.bank.queries.holdings import held_by_account
from commonwork.bank.queries.lives import ENDINGS
from commonwork.books.queries import closed_until_of
from commonwork.books.subledgers import Subledger, declare


def lent() -> dict[tuple[str, str], int]:
    """{(lender, loan): what is still lent} from draws less repaid principal."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
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


def borrowed() -> dict[tuple[str, str], int]:
    """{(borrower, loan): what is still owed}, negative because a debt is a credit."""
    kept = closed_until_of(set(Draw.objects.values_list("loan__borrower__key", flat=True)))
    rows = Draw.objects.filter(loan__borrower__key__in=kept).values_list("loan__key", "loan__borrower__key")
    borrowers = dict(rows)
    return {(borrowers[loan], loan): -amount for (_, loan), amount in lent().items() if loan in borrowers}


declare(
    Subledger("bank.loans", "1200", lent),
    Subledger("bank.borrowed", "2100", borrowed),
    Subledger("bank.shares", "3010", lambda: held_by_account("member_share")),
    Subledger("bank.savings", "2400", lambda: held_by_account("savings")),
    Subledger("bank.notes", "2410", lambda: held_by_account("term_note")),
)
