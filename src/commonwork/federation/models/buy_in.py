"""Buy-ins: what a worker-owner pays for the share. The balances stand in the co-op's book (3000 by member)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Organisation, Person


class BuyIn(models.Model):
    key = models.SlugField(_("key"), max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="buy_ins")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="buy_ins")
    paid_on = models.DateField(_("paid on"))
    amount_minor = models.PositiveBigIntegerField(_("amount"))
    taken_back_on = models.DateField(_("taken back on"), null=True, blank=True)

    class Meta:
        verbose_name = _("buy-in")
        verbose_name_plural = _("buy-ins")
        constraints = [models.CheckConstraint(condition=Q(amount_minor__gt=0), name="buy_in_positive")]

    def __str__(self) -> str:
        return str(_("Share in %(coop)s") % {"coop": self.organisation.name})
