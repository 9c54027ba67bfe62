"""Holds and limits: what is set aside, what is free, and which accounts stand beyond the levels set for them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet, Sum

from commonwork.books.models import Account, Balance, Book, Hold, Period, Posting
from commonwork.registry.models import Organisation

CREDIT_KINDS = frozenset({"liability", "equity", "income"})


@dataclass(frozen=True)
class Warned:
    """An account beyond a level its organisation set for itself; amounts as people read them (owed and owned count
    positive)."""

    account: Account
    stands_minor: int
    aside_minor: int
    level_minor: int
    is_below: bool


def holds(book: Book) -> QuerySet[Hold]:
    """All holds of a book with what a list shows of them."""
    rows = Hold.objects.filter(book=book)
    return rows.select_related("account", "against", "book", "ended", "note_row")


def open_holds(book: Book) -> QuerySet[Hold]:
    """The holds of a book that have not ended, the next to expire first."""
    return holds(book).filter(ended=None).order_by("expires_on", "pk")


def holds_due(*, on: date) -> list[Hold]:
    """Holds whose days have passed and that have not ended, in all books."""
    rows = Hold.objects.filter(ended=None, expires_on__lte=on).select_related("book__organisation")
    return list(rows.order_by("book__key", "pk"))


def hold_of(book: Book, key: str) -> Hold | None:
    """A hold by its key, or None."""
    return holds(book).filter(key=key).first()


def available(organisation: Organisation, account: str) -> int:
    """What an account stands at less what is set aside to leave it; debit positive. 0 without book or account."""
    rows = Balance.objects.filter(account__book__key=organisation.key, account__code=account)
    found = rows.values_list("amount_minor", "pending_minor").first()
    return found[0] - found[1] if found else 0


def set_aside(organisation: Organisation, account: str) -> int:
    """What is set aside to leave an account. 0 without book or account."""
    rows = Balance.objects.filter(account__book__key=organisation.key, account__code=account)
    return rows.values_list("pending_minor", flat=True).first() or 0


def accounts_with_balances(book: Book) -> QuerySet[Account]:
    """All accounts of a book, balances at hand, by code."""
    return Account.objects.filter(book=book).select_related("balance").order_by("code")


def closed_periods(book: Book) -> list[tuple[Period, bool]]:
    """The closed periods of a book, the latest first, each with: does its trial balance, worked out again, still say
    what was kept at the close?"""
    return [
        (period, _sums_before(book, period.ends_on) == period.sums)
        for period in Period.objects.filter(book=book).order_by("-ends_on")
    ]


def _sums_before(book: Book, day: date) -> dict[str, int]:
    """From the lines themselves, not from the sums of months."""
    rows = Posting.objects.filter(book=book, effective_on__lt=day).order_by().values("account__code")
    sums = rows.annotate(total=Sum("amount_minor")).values_list("account__code", "total")
    return {code: int(total) for code, total in sums if total}


def warned(book: Book) -> list[Warned]:
    """Accounts of a book beyond their soft limits, by code."""
    beyond = Q(balance__amount_minor__lt=F("balance__soft_floor_minor") + F("balance__pending_minor")) | Q(
        balance__amount_minor__gt=F("balance__soft_ceiling_minor") - F("balance__incoming_minor")
    )
    return [_warned(account) for account in accounts_with_balances(book).filter(beyond)]


def _warned(account: Account) -> Warned:
    kept = account.balance
    is_low = kept.soft_floor_minor is not None and (
        kept.amount_minor - kept.pending_minor < kept.soft_floor_minor
    )
    aside, level = (
        (kept.pending_minor, kept.soft_floor_minor)
        if is_low
        else (kept.incoming_minor, kept.soft_ceiling_minor)
    )
    sign = -1 if account.kind in CREDIT_KINDS else 1
    is_below = is_low if sign == 1 else not is_low
    return Warned(account, sign * kept.amount_minor, aside, sign * (level or 0), is_below)
