"""A guarantee the fund gives to an outside lender for a co-op. The fund answers for it; no person ever does."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonwork.record.models import Fact
from commonwork.registry.models import Organisation


class Guarantee(models.Model):
    """`called_minor`: what the fund paid, at most what it guaranteed. There is no field for a person."""

    class Stage(models.TextChoices):
        IN_FORCE = "in_force", _("in force")
        RELEASED = "released", _("ended")
        CALLED = "called", _("paid by the fund")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    guarantor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="guarantees_given")
    borrower = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="guarantees")
    outside_lender = models.CharField(_("lender"), max_length=120)
    amount_minor = models.BigIntegerField(_("amount"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.IN_FORCE)
    called_minor = models.BigIntegerField(_("paid by the fund"), default=0)
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("guarantee")
        verbose_name_plural = _("guarantees")
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="guarantee_positive"),
            models.CheckConstraint(
                condition=Q(called_minor__gte=0, called_minor__lte=F("amount_minor")),
                name="guarantee_called_within",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="guarantee_ends_after_start"
            ),
        ]
