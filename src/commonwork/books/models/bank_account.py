"""A bank account of an organisation, tied to a cash account of its book, and how its bank writes CSV."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.books.models.account import Account
from commonwork.books.models.book import Book


class BankAccount(models.Model):
    """`number`: as the bank's files write it; empty until the first file said it. `opening_minor`: what the bank held
    before the first line, on `starts_on`; both empty until the first import. `match_days`: how many days a line and
    what was posted for it may lie apart, the treasurer's choice. `salt` goes into the hashes of its lines."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="bank_accounts")
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="bank_account")
    name = models.CharField(_("name"), max_length=120)
    number = models.CharField(_("number"), max_length=80, blank=True, default="")
    match_days = models.PositiveSmallIntegerField(_("days between bank and books"), default=7)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    opening_minor = models.BigIntegerField(_("balance before the first line"), null=True, blank=True)
    salt = models.CharField(_("salt"), max_length=32)

    class Meta:
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None, opening_minor=None)
                | Q(starts_on__isnull=False, opening_minor__isnull=False),
                name="bank_account_opens_with_a_balance",
            ),
            models.CheckConstraint(condition=Q(match_days__lte=90), name="bank_account_match_days"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("books_bank_account", args=[self.book.key, self.key])

    @property
    def ending(self) -> str:
        """The last four characters of the number, which is all that pages show."""
        return self.number[-4:]


class CsvLayout(models.Model):
    """How one bank writes its CSV files: a `bank_files.CsvMapping` as data, found again by the names of its columns."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="csv_layouts")
    bank = models.CharField(_("bank"), max_length=80)
    fingerprint = models.CharField(_("hash of the column names"), max_length=64, blank=True, default="")
    mapping = models.JSONField(_("columns"))

    class Meta:
        verbose_name = _("layout of a bank's CSV")
        verbose_name_plural = _("layouts of banks' CSV")
        constraints = [models.UniqueConstraint(fields=["book", "bank"], name="csv_layout_once_a_bank")]

    def __str__(self) -> str:
        return self.bank
