"""Funds: what money was given for, and which fund a loan draws on."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.bank.models.loan import Loan
from commonwork.record.models import Fact
from commonwork.registry.models import Organisation


class Fund(models.Model):
    """Money with one purpose. `use` says where a gift to it is booked: lent and lent again (3410), kept for one
    purpose until it is spent (3400), or free (4110, income of the year)."""

    class Use(models.TextChoices):
        LEND = "lend", _("lent to co-ops, and lent again when it comes back")
        SPEND = "spend", _("spent on one purpose")
        FREE = "free", _("free: for what the bank needs")

    ACCOUNTS = {Use.LEND: "3410", Use.SPEND: "3400", Use.FREE: "4110"}

    key = models.SlugField(_("key"), max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="funds")
    name = models.CharField(_("name"), max_length=120)
    purpose = models.TextField(_("what it is for"), blank=True)
    use = models.CharField(_("use"), max_length=8, choices=Use)
    opened_on = models.DateField(_("opened on"))

    class Meta:
        verbose_name = _("fund")
        verbose_name_plural = _("funds")
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="fund_name_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("bank_fund", args=[self.key])

    @property
    def account(self) -> str:
        """The account a gift to this fund is booked in."""
        return self.ACCOUNTS[self.Use(self.use)]

    @property
    def is_lent(self) -> bool:
        return self.use == self.Use.LEND


class LoanFund(models.Model):
    """The fund a loan draws on, where that is not the revolving fund that all others draw on."""

    loan = models.OneToOneField(Loan, on_delete=models.PROTECT, related_name="own_fund")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="loans")

    class Meta:
        verbose_name = _("fund of a loan")
        verbose_name_plural = _("funds of loans")


class FundSpending(models.Model):
    """A part of a fund for one purpose that was spent on it, and so counts as income of its day."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="spendings")
    on = models.DateField(_("day"))
    amount_minor = models.BigIntegerField(_("amount"))
    on_what = models.CharField(_("on what"), max_length=200, blank=True)
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("spending of a fund")
        verbose_name_plural = _("spendings of funds")
        constraints = [
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="fund_spending_positive")
        ]
