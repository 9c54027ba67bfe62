"""A series: gatherings that repeat by a rule. Each of them is a gathering of its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Series(models.Model):
    """`rule` is the recurrence rule (RFC 5545) its gatherings were laid out by, on the clock of `time_zone`."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    rule = models.CharField(_("rule"), max_length=200)
    time_zone = models.CharField(_("time zone"), max_length=60)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def __str__(self) -> str:
        return self.title
