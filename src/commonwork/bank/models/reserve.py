"""The loss reserve as it was posted, and what was charged against it when a loan was written off."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonwork.bank.models.loan import Loan
from commonwork.record.models import Fact
from commonwork.registry.models import Organisation


class ReservePosting(models.Model):
    """One posting: the books were brought to what was reckoned on a day. The figures it was reckoned from stay with it.

    `change_minor`: what was added to the reserve, negative where it was lowered. A posting that was taken back stays on
    the list with its day.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    house = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reserve_postings")
    on = models.DateField(_("as of"))
    balance_minor = models.BigIntegerField(_("loans owed"))
    weighed_days = models.BigIntegerField(_("loans owed times the days left"))
    charge_off_bp = models.IntegerField(_("lost in a usual year"))
    more_bp = models.IntegerField(_("added for what lies ahead"))
    reckoned_minor = models.BigIntegerField(_("reckoned"))
    change_minor = models.BigIntegerField(_("posted"))
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="+")
    taken_back_on = models.DateField(_("taken back on"), null=True, blank=True)

    class Meta:
        verbose_name = _("posting of the loss reserve")
        verbose_name_plural = _("postings of the loss reserve")
        constraints = [
            models.CheckConstraint(condition=~Q(change_minor=0), name="reserve_posting_changes"),
            models.CheckConstraint(condition=Q(reckoned_minor__gte=0), name="reserve_not_negative"),
        ]
        indexes = [models.Index(fields=["house", "on"], name="reserve_posting_on")]

    def __str__(self) -> str:
        return self.key


class ReserveCharge(models.Model):
    """A part of the reserve that a written-off loan used (positive), or that came back with a recovery (negative)."""

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="reserve_charges")
    on = models.DateField(_("day"))
    amount_minor = models.BigIntegerField(_("used of the reserve"))
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("charge against the loss reserve")
        verbose_name_plural = _("charges against the loss reserve")
        constraints = [models.CheckConstraint(condition=~Q(amount_minor=0), name="reserve_charge_not_zero")]
