"""Dues of one co-op for one year, with the figures they were reckoned from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Organisation


class DuesCharge(models.Model):
    """`due_minor` was paid on `charged_on`; a waived class owes nothing and has no entry in the books."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="dues")
    year = models.PositiveSmallIntegerField(_("year"))
    charged_on = models.DateField(_("charged on"))
    class_code = models.CharField(_("class"), max_length=12, blank=True)
    wages_minor = models.BigIntegerField(_("wages of the year"))
    rate_bp = models.PositiveIntegerField(_("rate"))
    minimum_minor = models.PositiveBigIntegerField(_("minimum"))
    at_rate_minor = models.PositiveBigIntegerField(_("at the rate"))
    due_minor = models.PositiveBigIntegerField(_("due"))
    maximum_minor = models.PositiveBigIntegerField(_("maximum"), null=True, blank=True)
    worked_minutes = models.PositiveIntegerField(_("minutes of work instead"), default=0)
    worked_minor = models.PositiveBigIntegerField(_("paid by work"), default=0)
    waiver_source = models.CharField(_("waived by"), max_length=200, blank=True)
    is_waived = models.BooleanField(_("waived"), default=False)
    taken_back_on = models.DateField(_("taken back on"), null=True, blank=True)

    class Meta:
        verbose_name = _("dues")
        verbose_name_plural = _("dues")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year"], condition=Q(taken_back_on=None), name="dues_once_a_year"
            )
        ]

    def __str__(self) -> str:
        return str(_("Dues for %(year)s") % {"year": self.year})
