"""Memberships: a person belongs to an organisation in a class, for a period [starts_on, ends_on)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models.organisation import Organisation
from commonwork.registry.models.person import Person


class Membership(models.Model):
    """A worker-owner (member), a candidate on the way there, or a worker without a share."""

    class Class(models.TextChoices):
        MEMBER = "member", _("worker-owner")
        CANDIDATE = "candidate", _("candidate")
        WORKER = "worker", _("worker")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    class_code = models.CharField(_("class"), max_length=12, choices=Class)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "starts_on"], name="membership_once_a_start"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="membership_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "starts_on"], name="membership_organisation")]
