"""A resolution: what the assembly decided about a proposal, and whether it has been paid."""

from typing import ClassVar

from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.assembly.models.proposal import Proposal
from commonwork.record.models import Fact


class WithProposal(models.Manager["Resolution"]):
    """Reads a resolution with its proposal, whose title is its name."""

    def get_queryset(self) -> QuerySet["Resolution"]:
        return super().get_queryset().select_related("proposal")


class Resolution(models.Model):
    """Has the key of its proposal, under which the money stands in the books. `paid_by` is the fact of the payment."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="resolution")
    resolved_on = models.DateField(_("resolved on"))
    is_funded = models.BooleanField(_("funded"))
    approvals = models.PositiveIntegerField(_("approvals"))
    left_before_minor = models.PositiveBigIntegerField(_("left before"))
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    paid_minor = models.PositiveBigIntegerField(_("paid"), default=0)
    paid_by = models.ForeignKey(Fact, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    named: ClassVar[WithProposal] = WithProposal()  # the first manager: names in trails come in one query
    objects: ClassVar[models.Manager["Resolution"]] = models.Manager()

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        indexes = [models.Index(fields=["resolved_on", "is_funded"], name="resolution_resolved_on")]
        constraints = [
            models.CheckConstraint(
                condition=Q(paid_on=None, paid_by=None, paid_minor=0)
                | Q(is_funded=True, paid_on__isnull=False, paid_by__isnull=False, paid_minor__gt=0),
                name="only_funded_resolutions_paid",
            )
        ]

    def __str__(self) -> str:
        return self.proposal.title

    def get_absolute_url(self) -> str:
        return reverse("assembly_resolution", args=[self.key])

    @property
    def cost_minor(self) -> int:
        return self.proposal.cost_minor

    @property
    def paid_bp(self) -> int:
        """How far it is paid, in basis points of its cost."""
        return min(10_000, self.paid_minor * 10_000 // self.proposal.cost_minor)
