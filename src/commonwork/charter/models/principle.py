"""A principle of the network, as one version of a list that a body adopted."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Principle(models.Model):
    """The list in force on a day is all rows of the latest `adopted_on` not after it."""

    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=120)
    text = models.TextField(_("text"), blank=True)
    sources = models.JSONField(_("sources"), default=list)
    adopted_on = models.DateField(_("adopted on"))

    class Meta:
        verbose_name = _("principle")
        verbose_name_plural = _("principles")
        constraints = [models.UniqueConstraint(fields=["adopted_on", "number"], name="principle_number_once")]

    def __str__(self) -> str:
        return self.name
