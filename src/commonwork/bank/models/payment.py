"""A payment on a loan, and which quarters' dues it settled."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonwork.bank.models.loan import Loan
from commonwork.bank.models.quarter import Quarter
from commonwork.bank.models.terms import Instalment
from commonwork.record.models import Fact


class Payment(models.Model):
    """Money that came from the borrower. Interest first, then principal; what no part has used yet is held for it."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="payments")
    on = models.DateField(_("day"))
    amount_minor = models.BigIntegerField(_("amount"))
    is_void = models.BooleanField(_("taken back"), default=False)
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payment_positive")]


class PaymentPart(models.Model):
    """What a payment gave for one due: of a quarter, of an instalment, or (with neither) ahead of any.

    `on` is the day it counts: that of the payment, or the later day on which money held for the co-op was used.
    """

    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, related_name="parts")
    on = models.DateField(_("day"))
    quarter = models.ForeignKey(
        Quarter, on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    instalment = models.ForeignKey(
        Instalment, on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    interest_minor = models.BigIntegerField(_("of it interest"))
    principal_minor = models.BigIntegerField(_("of it loan"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["payment", "quarter"], condition=Q(quarter__isnull=False), name="payment_part_once"
            ),
            models.UniqueConstraint(
                fields=["payment", "instalment"],
                condition=Q(instalment__isnull=False),
                name="payment_part_once_an_instalment",
            ),
            models.CheckConstraint(
                condition=Q(interest_minor__gte=0, principal_minor__gte=0), name="payment_part_not_negative"
            ),
        ]
        indexes = [models.Index(fields=["on"], name="payment_part_on")]
