"""Statements taken in from a bank's files, and their lines. Payee, memo and reference are texts that can be erased."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.books.models.bank_account import BankAccount
from commonwork.books.models.bank_match import BankMatch


class BankStatement(models.Model):
    """One file taken in. `closing_minor` is the bank's own figure, None when neither file nor treasurer stated it."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    bank_account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="statements")
    format = models.CharField(_("format"), max_length=12)
    file_hash = models.CharField(_("salted hash of the file"), max_length=64)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    opening_minor = models.BigIntegerField(_("opening balance"), null=True, blank=True)
    closing_minor = models.BigIntegerField(_("closing balance"), null=True, blank=True)
    closing_on = models.DateField(_("day of the closing balance"), null=True, blank=True)
    new_count = models.PositiveIntegerField(_("new lines"))
    imported_at = models.DateTimeField(_("taken in at"))

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        constraints = [
            models.UniqueConstraint(fields=["bank_account", "file_hash"], name="bank_statement_once"),
            models.CheckConstraint(
                condition=Q(closing_minor=None, closing_on=None)
                | Q(closing_minor__isnull=False, closing_on__isnull=False),
                name="bank_statement_closes_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}"

    def get_absolute_url(self) -> str:
        return self.bank_account.get_absolute_url()


class BankLine(models.Model):
    """One movement at the bank, money in positive. `content_hash` makes that it is taken in once, whatever file it
    comes in. Open while it has no match and is not set aside as not the organisation's own."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    bank_account = models.ForeignKey(
        BankAccount, on_delete=models.PROTECT, related_name="lines", db_index=False
    )
    statement = models.ForeignKey(BankStatement, on_delete=models.PROTECT, related_name="lines")
    on = models.DateField(_("day"))
    amount_minor = models.BigIntegerField(_("amount"))
    payee = models.CharField(_("payee"), max_length=300, blank=True, default="")
    memo = models.CharField(_("memo"), max_length=600, blank=True, default="")
    ref = models.CharField(_("reference"), max_length=120, blank=True, default="")
    is_erased = models.BooleanField(_("erased"), default=False)
    content_hash = models.CharField(_("salted hash of what it says"), max_length=64)
    match = models.ForeignKey(
        BankMatch, on_delete=models.PROTECT, null=True, blank=True, related_name="lines"
    )
    is_set_aside = models.BooleanField(_("not ours"), default=False)

    class Meta:
        verbose_name = _("bank line")
        verbose_name_plural = _("bank lines")
        constraints = [
            models.UniqueConstraint(fields=["bank_account", "content_hash"], name="bank_line_once"),
            models.CheckConstraint(condition=~Q(amount_minor=0), name="bank_line_moves_something"),
            models.CheckConstraint(
                condition=Q(match=None) | Q(is_set_aside=False), name="bank_line_aside_or_matched"
            ),
        ]
        indexes = [
            models.Index(fields=["bank_account", "on", "amount_minor"], name="bank_line_by_day"),
            models.Index(
                fields=["bank_account", "on"],
                name="bank_line_open",
                condition=Q(match=None, is_set_aside=False),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("books_bank_line", args=[self.bank_account.book.key, self.key])

    @property
    def is_open(self) -> bool:
        """Still to be matched?"""
        return self.match_id is None and not self.is_set_aside
