"""A book: the ledger of one organisation. Its head is the last entry; everything before the head is frozen."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Organisation
from commonwork.rules.chain import GENESIS


class Book(models.Model):
    """`key` is the organisation's key. `closed_until` is the first day that is still open, or empty."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="book")
    chart = models.CharField(_("chart of accounts"), max_length=20)
    unit = models.CharField(_("unit"), max_length=12, default="USD")
    opened_on = models.DateField(_("opened on"))
    closed_until = models.DateField(_("closed until"), null=True, blank=True)
    head_seq = models.BigIntegerField(_("number of the last entry"), default=0)
    head_hash = models.CharField(_("hash of the last entry"), max_length=64, default=GENESIS)

    class Meta:
        verbose_name = _("book")
        verbose_name_plural = _("books")

    def __str__(self) -> str:
        return self.key
