"""Buy-ins: what a worker-owner pays for the share. The balances stand in the co-op's book (3000 by member)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonwork.federation.models.members import BuyInPlan
from commonwork.registry.models import Organisation, Person


class BuyIn(models.Model):
    """One payment for a share. `reserve_minor` of it is not paid back; with a plan, `kind` says which part it is."""

    class Kind(models.TextChoices):
        ONCE = "once", _("at once")
        DOWN = "down", _("down payment")
        INSTALMENT = "instalment", _("kept from the pay")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="buy_ins")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="buy_ins")
    paid_on = models.DateField(_("paid on"))
    amount_minor = models.PositiveBigIntegerField(_("amount"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.ONCE)
    plan = models.ForeignKey(
        BuyInPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="payments"
    )
    reserve_minor = models.PositiveBigIntegerField(_("not paid back"), default=0)
    taken_back_on = models.DateField(_("taken back on"), null=True, blank=True)

    class Meta:
        verbose_name = _("buy-in")
        verbose_name_plural = _("buy-ins")
        constraints = [models.CheckConstraint(condition=Q(amount_minor__gt=0), name="buy_in_positive")]

    def __str__(self) -> str:
        return str(_("Share in %(coop)s") % {"coop": self.organisation.name})
