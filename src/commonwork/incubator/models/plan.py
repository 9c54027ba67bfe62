"""Business plans in figures: the draft a team works on, and the versions it has kept."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonwork.incubator.models.team import Team


class PlanDraft(models.Model):
    """What the team is working on; anyone of the team can go on with it. Shape: the rule `feasibility`."""

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="plan_draft")
    assumptions = models.JSONField(_("assumptions"))
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.CharField(_("by"), max_length=160)

    class Meta:
        verbose_name = _("draft of a plan")
        verbose_name_plural = _("drafts of plans")


class PlanVersion(models.Model):
    """A state of the plan that was kept, numbered from 1; never changed."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="plan_versions")
    number = models.PositiveSmallIntegerField(_("number"))
    assumptions = models.JSONField(_("assumptions"))
    note = models.CharField(_("what changed"), max_length=200)
    kept_on = models.DateField(_("kept on"))
    kept_by = models.CharField(_("by"), max_length=160)

    class Meta:
        verbose_name = _("version of a plan")
        verbose_name_plural = _("versions of plans")
        constraints = [
            models.UniqueConstraint(fields=["team", "number"], name="plan_version_number_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="plan_version_from_one"),
        ]

    def __str__(self) -> str:
        return gettext("version %(number)d") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return f"{reverse('incubator_plan', args=[self.team.key])}?version={self.number}"
