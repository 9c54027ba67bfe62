"""A gate a team has passed: when, on what evidence, by whose word."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonwork.incubator.models.team import Team
from commonwork.incubator.stages import document_name, stage


class GatePassed(models.Model):
    """`evidence` holds codes of documents seen; `passed_by` is a reference. Gates are passed in order, each once."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="gates")
    stage = models.CharField(_("stage"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"))
    passed_on = models.DateField(_("passed on"))
    evidence = models.JSONField(_("evidence"), default=list)
    passed_by = models.CharField(_("by"), max_length=160)

    class Meta:
        verbose_name = _("gate")
        verbose_name_plural = _("gates")
        constraints = [
            models.UniqueConstraint(fields=["team", "stage"], name="gate_stage_once"),
            models.UniqueConstraint(fields=["team", "position"], name="gate_position_once"),
            models.CheckConstraint(condition=Q(position__gt=0), name="gate_position_from_one"),
        ]
        indexes = [models.Index(fields=["passed_on", "stage"], name="gate_passed_on")]

    @property
    def stage_name(self) -> str:
        return stage(self.stage).name

    @property
    def evidence_names(self) -> list[str]:
        return [document_name(code) for code in self.evidence]
