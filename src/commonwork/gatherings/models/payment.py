"""A payment: somebody paid for their places. Kept without a name; what was paid back says when."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.gatherings.models.registration import Registration


class Payment(models.Model):
    """Money for one registration, in the book of whoever calls the gathering. returned_on: the day all of it was paid
    back; None where it stands."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="payments")
    amount_minor = models.PositiveIntegerField(_("amount"))
    paid_on = models.DateField(_("paid on"))
    returned_on = models.DateField(_("paid back on"), null=True, blank=True)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payment_is_more_than_zero"),
            models.CheckConstraint(
                condition=Q(returned_on=None) | Q(returned_on__gte=F("paid_on")),
                name="payment_returned_after_paid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.key}"

    def get_absolute_url(self) -> str:
        return reverse("gatherings_money", args=[self.registration.gathering.key])
