"""A person holds a role in an organisation for a period [starts_on, ends_on)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Organisation, Person


class RoleHolding(models.Model):
    """Without an organisation the role counts network-wide. `as_of_on` ties a reading role to a day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(_("role"), max_length=40)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="role_holdings"
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    as_of_on = models.DateField(_("sees the network as of"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "organisation", "starts_on"],
                condition=Q(organisation__isnull=False),
                name="role_once_a_start",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "starts_on"],
                condition=Q(organisation__isnull=True),
                name="network_role_once_a_start",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="role_ends_not_before_start"
            ),
        ]
