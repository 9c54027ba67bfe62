"""A policy: one value, adopted by a body on a day, valid from a day on, with its source."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Organisation


class Policy(models.Model):
    """The latest row whose `starts_on` is not after the day asked for is the one in force.

    `organisation`: whose policy it is; empty means the network's, which holds where an organisation has none.
    """

    code = models.CharField(_("policy"), max_length=80)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="policies"
    )
    value = models.JSONField(_("value"))
    starts_on = models.DateField(_("valid from"))
    adopted_by = models.CharField(_("adopted by"), max_length=160)
    adopted_on = models.DateField(_("adopted on"))
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "organisation", "starts_on"],
                condition=models.Q(organisation__isnull=False),
                name="policy_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["code", "starts_on"],
                condition=models.Q(organisation__isnull=True),
                name="network_policy_once_a_day",
            ),
        ]
