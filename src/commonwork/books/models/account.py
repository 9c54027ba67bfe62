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
    """Debit positive. The balance may not go below `floor_minor` or above `ceiling_minor` where they are set."""

    account = models.OneToOneField(
        Account, on_delete=models.PROTECT, primary_key=True, related_name="balance"
    )
    amount_minor = models.BigIntegerField(_("balance"), default=0)
    floor_minor = models.BigIntegerField(_("floor"), null=True, blank=True)
    ceiling_minor = models.BigIntegerField(_("ceiling"), null=True, blank=True)

    class Meta:
        verbose_name = _("balance")
        verbose_name_plural = _("balances")
        constraints = [
            models.CheckConstraint(
                condition=Q(floor_minor=None) | Q(amount_minor__gte=F("floor_minor")),
                name="balance_above_floor",
            ),
            models.CheckConstraint(
                condition=Q(ceiling_minor=None) | Q(amount_minor__lte=F("ceiling_minor")),
                name="balance_below_ceiling",
            ),
        ]
