"""Figures about the area (jobs, product, population): never without area, source and year."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Figure(models.Model):
    key = models.SlugField(_("key"), max_length=60)
    area = models.CharField(_("area"), max_length=200)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4)
    year = models.CharField(_("year"), max_length=60)
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "area", "year"], name="figure_once_a_year")]
