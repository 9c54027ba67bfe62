"""An affiliation: a co-op asks to belong to the federation, and its delegates answer."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Organisation


class Affiliation(models.Model):
    """One application. `checklist` holds {item code: yes or no} of `checklist.ITEMS`; the votes are heads of delegates.

    Open until `admitted_on` or `declined_on` is set. A start-up that later applies as a member gets a second row.
    """

    class Class(models.TextChoices):
        START_UP = "start-up", _("start-up")
        MEMBER = "member", _("member")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="affiliations")
    class_code = models.CharField(_("class"), max_length=12, choices=Class)
    applied_on = models.DateField(_("applied on"))
    checklist = models.JSONField(_("checklist"), default=dict)
    admitted_on = models.DateField(_("admitted on"), null=True, blank=True)
    declined_on = models.DateField(_("declined on"), null=True, blank=True)
    votes_yes = models.PositiveIntegerField(_("delegates for it"), null=True, blank=True)
    votes_no = models.PositiveIntegerField(_("delegates against it"), null=True, blank=True)

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(admitted_on=None, declined_on=None),
                name="affiliation_one_open",
            ),
            models.CheckConstraint(
                condition=Q(admitted_on=None) | Q(declined_on=None), name="affiliation_one_answer"
            ),
            models.CheckConstraint(
                condition=Q(admitted_on=None) | Q(admitted_on__gte=models.F("applied_on")),
                name="affiliation_applied_first",
            ),
        ]
        indexes = [models.Index(fields=["admitted_on"], name="affiliation_admitted")]

    def __str__(self) -> str:
        return self.organisation.name

    def get_absolute_url(self) -> str:
        return reverse("federation_affiliation", args=[self.key])

    @property
    def decided_on(self) -> date | None:
        """The day of the answer, or None while it is open."""
        return self.admitted_on or self.declined_on
