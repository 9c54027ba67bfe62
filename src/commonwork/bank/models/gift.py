"""Gifts and pledges: money given, and money promised once or again and again."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonwork.bank.models.fund import Fund
from commonwork.bank.models.supporter import Supporter
from commonwork.record.models import Fact


class Pledge(models.Model):
    """A promise, not a claim: it stands in no book. [starts_on, ends_on); an end left open goes on until it is ended."""

    class Every(models.TextChoices):
        ONCE = "once", _("once")
        MONTH = "month", _("every month")
        QUARTER = "quarter", _("every three months")
        YEAR = "year", _("every year")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    supporter = models.ForeignKey(Supporter, on_delete=models.PROTECT, related_name="pledges")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="pledges")
    amount_minor = models.BigIntegerField(_("amount each time"))
    every = models.CharField(_("how often"), max_length=8, choices=Every, default=Every.ONCE)
    starts_on = models.DateField(_("first on"))
    ends_on = models.DateField(_("until before"), null=True, blank=True)
    made_on = models.DateField(_("promised on"))

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="pledge_positive"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="pledge_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return self.supporter.get_absolute_url()


class Gift(models.Model):
    """Money that came. `return_minor`: what the supporter got for it (a meal, a book), which a receipt must name.
    `taken_back_on`: the day a gift that bounced was taken back in the books."""

    class Way(models.TextChoices):
        BANK = "bank", _("to the bank account")
        CHECK = "check", _("by check")
        CASH = "cash", _("in cash")
        OTHER = "other", _("in another way")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    supporter = models.ForeignKey(Supporter, on_delete=models.PROTECT, related_name="gifts")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="gifts")
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, null=True, blank=True, related_name="gifts")
    on = models.DateField(_("day"))
    amount_minor = models.BigIntegerField(_("amount"))
    return_minor = models.BigIntegerField(_("worth of what was given in return"), default=0)
    way = models.CharField(_("how it came"), max_length=8, choices=Way, default=Way.BANK)
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="+")
    taken_back_on = models.DateField(_("taken back on"), null=True, blank=True)

    class Meta:
        verbose_name = _("gift")
        verbose_name_plural = _("gifts")
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="gift_positive"),
            models.CheckConstraint(
                condition=Q(return_minor__gte=0, return_minor__lte=F("amount_minor")),
                name="gift_return_within_it",
            ),
        ]
        indexes = [models.Index(fields=["fund", "on"], name="gift_of_fund")]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return self.supporter.get_absolute_url()
