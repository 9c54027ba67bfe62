"""A payment on a loan, and which quarters' dues it settled."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonwork.bank.models.loan import Loan
from commonwork.bank.models.quarter import Quarter
from commonwork.record.models import Fact


class Payment(models.Model):
    """Money that came from the borrower. Interest first, then principal; the parts add up to the amount."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="payments")
    on = models.DateField(_("day"))
    amount_minor = models.BigIntegerField(_("amount"))
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payment_positive")]


class PaymentPart(models.Model):
    """What a payment gave for one quarter's due."""

    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, related_name="parts")
    quarter = models.ForeignKey(Quarter, on_delete=models.PROTECT, related_name="parts")
    interest_minor = models.BigIntegerField(_("of it interest"))
    principal_minor = models.BigIntegerField(_("of it loan"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "quarter"], name="payment_part_once"),
            models.CheckConstraint(
                condition=Q(interest_minor__gte=0, principal_minor__gte=0), name="payment_part_not_negative"
            ),
        ]
