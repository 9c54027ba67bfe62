"""A closed period: nothing is posted before `ends_on` any more, and what the accounts stood at is kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonwork.books.models.book import Book


class Period(models.Model):
    """`sums` is the trial balance of the day before `ends_on` {code: minor}, as entry `head_seq` left it."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="periods")
    ends_on = models.DateField(_("open again from"))
    closed_at = models.DateTimeField(_("closed at"))
    head_seq = models.PositiveBigIntegerField(_("number of the last entry"))
    head_hash = models.CharField(_("hash of the last entry"), max_length=64)
    sums = models.JSONField(_("balances at the close"))

    class Meta:
        verbose_name = _("closed period")
        verbose_name_plural = _("closed periods")
        constraints = [models.UniqueConstraint(fields=["book", "ends_on"], name="period_closed_once")]
