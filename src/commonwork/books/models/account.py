"""An account of a book, and its balance: a cache the database keeps in step, provable from the postings."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonwork.books.models.book import Book


class Account(models.Model):
    """`by` says which key each posting carries (co-op, loan, member, resolution); empty where none is needed."""

    class Kind(models.TextChoices):
        ASSET = "asset", _("asset")
        LIABILITY = "liability", _("liability")
        EQUITY = "equity", _("equity")
        INCOME = "income", _("income")
        EXPENSE = "expense", _("expense")

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="accounts", db_index=False)
    code = models.CharField(_("code"), max_length=12)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    by = models.CharField(_("kept by"), max_length=20, blank=True, default="")
    unit = models.CharField(_("unit"), max_length=12, default="USD")

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [models.UniqueConstraint(fields=["book", "code"], name="account_once_a_book")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Balance(models.Model):
    """Debit positive. The balance may not go below `floor_minor` or above `ceiling_minor` where they are set.

    pending_minor, incoming_minor: what open holds set aside to leave the account, and to reach it; both count against
    the limits. soft_floor_minor, soft_ceiling_minor: levels an organisation set for itself; beyond them it is warned.
    A closed account stands at zero and takes nothing any more.
    """

    account = models.OneToOneField(
        Account, on_delete=models.PROTECT, primary_key=True, related_name="balance"
    )
    amount_minor = models.BigIntegerField(_("balance"), default=0)
    floor_minor = models.BigIntegerField(_("floor"), null=True, blank=True)
    ceiling_minor = models.BigIntegerField(_("ceiling"), null=True, blank=True)
    pending_minor = models.BigIntegerField(_("set aside to leave"), default=0, db_default=0)
    incoming_minor = models.BigIntegerField(_("set aside to arrive"), default=0, db_default=0)
    soft_floor_minor = models.BigIntegerField(_("soft floor"), null=True, blank=True)
    soft_ceiling_minor = models.BigIntegerField(_("soft ceiling"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("balance")
        verbose_name_plural = _("balances")
        constraints = [
            models.CheckConstraint(
                condition=Q(floor_minor=None) | Q(amount_minor__gte=F("floor_minor") + F("pending_minor")),
                name="balance_above_floor",
            ),
            models.CheckConstraint(
                condition=Q(ceiling_minor=None)
                | Q(amount_minor__lte=F("ceiling_minor") - F("incoming_minor")),
                name="balance_below_ceiling",
            ),
            models.CheckConstraint(
                condition=Q(pending_minor__gte=0, incoming_minor__gte=0), name="balance_holds_something"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(amount_minor=0, pending_minor=0, incoming_minor=0),
                name="balance_closed_at_zero",
            ),
        ]
