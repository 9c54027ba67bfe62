"""A proposal: what somebody asks the assembly to do, what it costs, and who would receive the money."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.assembly.models.assembly import Assembly
from commonwork.registry.models import Organisation, Person


class Proposal(models.Model):
    """`number` is its place on the paper ballot. A withdrawn proposal keeps its row and its number."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="proposals")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("what it is"), max_length=4000, blank=True)
    cost_minor = models.PositiveBigIntegerField(_("cost"))
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="proposals_for")
    proposed_on = models.DateField(_("proposed on"))
    proposer = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            models.UniqueConstraint(fields=["assembly", "number"], name="proposal_number_once"),
            models.CheckConstraint(condition=Q(cost_minor__gt=0), name="proposal_has_cost"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assembly_proposal", args=[self.key])
