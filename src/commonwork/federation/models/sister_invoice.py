"""Trade between sister co-ops: one invoice, in both books, paid later."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Organisation


class SisterInvoice(models.Model):
    """`what` names goods or work, never a person."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    seller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sister_sales")
    buyer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sister_purchases")
    what = models.CharField(_("what was sold"), max_length=120)
    amount_minor = models.PositiveBigIntegerField(_("amount"))
    invoiced_on = models.DateField(_("invoiced on"))
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    taken_back_on = models.DateField(_("taken back on"), null=True, blank=True)

    class Meta:
        verbose_name = _("invoice between sisters")
        verbose_name_plural = _("invoices between sisters")
        constraints = [
            models.CheckConstraint(condition=~Q(seller=F("buyer")), name="sister_invoice_two_coops"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="sister_invoice_positive"),
            models.CheckConstraint(
                condition=Q(paid_on=None) | Q(paid_on__gte=F("invoiced_on")), name="sister_invoice_paid_after"
            ),
            models.CheckConstraint(
                condition=Q(paid_on=None) | Q(taken_back_on=None), name="sister_invoice_paid_or_taken_back"
            ),
        ]
        indexes = [models.Index(fields=["invoiced_on"], name="sister_invoice_day")]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("federation_invoice", args=[self.key])

    @property
    def is_open(self) -> bool:
        """Waits to be paid: neither paid nor taken back."""
        return self.paid_on is None and self.taken_back_on is None
