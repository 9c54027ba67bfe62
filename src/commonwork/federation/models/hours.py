"""Hours worked, and the wage an hour earns. Both are what a year's surplus may be shared by."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Organisation, Person


class HoursImport(models.Model):
    """One list of hours that was read in whole. `file_hash`: SHA-256 of the text."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    imported_at = models.DateTimeField(_("imported at"))
    rows_count = models.PositiveIntegerField(_("rows"))
    file_hash = models.CharField(_("hash of the file"), max_length=64)


class Hours(models.Model):
    """Minutes one person worked in one co-op in a period [starts_on, ends_on): a day or a month.

    Only `paid` hours that are approved count when a surplus is shared. Duty, volunteer and time-bank hours are kept
    beside them. `approved_on`: hours people enter for themselves wait for somebody else's word.
    """

    class Kind(models.TextChoices):
        PAID = "paid", _("paid work")
        DUTY = "duty", _("member duty")
        VOLUNTEER = "volunteer", _("volunteer work")
        TIME_BANK = "time-bank", _("time bank")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="hours")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="hours")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    minutes = models.PositiveIntegerField(_("minutes"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PAID)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    approved_by = models.CharField(_("approved by"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("hours")
        verbose_name_plural = _("hours")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "kind", "starts_on", "ends_on"], name="hours_once_a_period"
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="hours_end_after_start"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="hours_positive"),
        ]
        indexes = [
            models.Index(fields=["organisation", "starts_on"], name="hours_organisation"),
            models.Index(fields=["person", "starts_on"], name="hours_person"),
        ]

    @property
    def is_month(self) -> bool:
        """True for a month's row, False for a day's."""
        return (self.ends_on - self.starts_on).days > 1

    @property
    def hours(self) -> Decimal:
        """Hours as a decimal number; 625 h 30 min is 625.5."""
        return Decimal(self.minutes) / 60


class Wage(models.Model):
    """What a person earns an hour in a co-op from a day on, until the next row. Private."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="wages")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="wages")
    hourly_wage_minor = models.PositiveBigIntegerField(_("wage an hour"))
    starts_on = models.DateField(_("from"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person", "starts_on"], name="wage_once_a_start")
        ]
