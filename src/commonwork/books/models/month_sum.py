"""What each account moved by in each month: a cache the database keeps in step, provable from the postings."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonwork.books.models.account import Account


class MonthSum(models.Model):
    """`month` is its first day. With the sums of whole months, the balances of any past day are read from few rows."""

    pk = models.CompositePrimaryKey("account_id", "month")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="months", db_index=False)
    month = models.DateField(_("month"))
    amount_minor = models.BigIntegerField(_("amount"), default=0)

    class Meta:
        verbose_name = _("sum of a month")
        verbose_name_plural = _("sums of months")
