"""The count, kept step by step so that anyone can follow it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonwork.assembly.models.assembly import Assembly
from commonwork.assembly.models.proposal import Proposal


class CountStep(models.Model):
    """One proposal as the count came to it. What was left and what it cost say why it was funded or not."""

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField(_("position"))
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="step")
    approvals = models.PositiveIntegerField(_("approvals"))
    left_before_minor = models.PositiveBigIntegerField(_("left before"))
    is_funded = models.BooleanField(_("funded"))

    class Meta:
        verbose_name = _("step of the count")
        verbose_name_plural = _("steps of the count")
        constraints = [models.UniqueConstraint(fields=["assembly", "position"], name="count_step_once")]

    @property
    def left_after_minor(self) -> int:
        return self.left_before_minor - (self.proposal.cost_minor if self.is_funded else 0)
