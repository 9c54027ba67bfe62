"""One sitting of an assembly: called, prepared, voted, counted, resolved."""

from typing import ClassVar

from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Body, Place
from commonwork.ui.dates import day


class WithBody(models.Manager["Assembly"]):
    """Reads an assembly with its body, of which its name is made."""

    def get_queryset(self) -> QuerySet["Assembly"]:
        return super().get_queryset().select_related("body")


class Assembly(models.Model):
    """`rule` is fixed when the assembly is called. Budget and the numbers of ballots are kept by the count.

    `gathering` is the key of the gathering that carries it, where there is one.
    """

    class State(models.TextChoices):
        PREPARING = "preparing", _("proposals are collected")
        VOTING = "voting", _("voting")
        COUNTED = "counted", _("counted")
        RESOLVED = "resolved", _("decided")

    class Rule(models.TextChoices):
        APPROVAL_WHILE_FITS = "approval-while-fits", _("most approved first, while it fits")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="assemblies")
    held_on = models.DateField(_("held on"))
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="assemblies"
    )
    gathering = models.CharField(_("gathering"), max_length=60, blank=True, default="")
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PREPARING)
    rule = models.CharField(_("rule"), max_length=40, choices=Rule)
    budget_minor = models.PositiveBigIntegerField(_("budget"), null=True, blank=True)
    counted_on = models.DateField(_("counted on"), null=True, blank=True)
    ballot_count = models.PositiveIntegerField(_("ballots"), null=True, blank=True)
    blank_count = models.PositiveIntegerField(_("blank ballots"), null=True, blank=True)
    resolved_on = models.DateField(_("resolved on"), null=True, blank=True)

    named: ClassVar[WithBody] = WithBody()  # the first manager: names in trails come in one query
    objects: ClassVar[models.Manager["Assembly"]] = models.Manager()

    class Meta:
        verbose_name = _("assembly")
        verbose_name_plural = _("assemblies")
        indexes = [models.Index(fields=["held_on"], name="assembly_held_on")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["preparing", "voting"], counted_on=None, budget_minor=None)
                | Q(
                    state__in=["counted", "resolved"],
                    counted_on__isnull=False,
                    budget_minor__isnull=False,
                    ballot_count__isnull=False,
                    blank_count__isnull=False,
                ),
                name="counted_assembly_has_count",
            ),
            models.CheckConstraint(
                condition=Q(state="resolved", resolved_on__isnull=False)
                | (~Q(state="resolved") & Q(resolved_on=None)),
                name="resolved_assembly_has_day",
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(body)s of %(day)s") % {"body": self.body.name, "day": day(self.held_on)}

    def get_absolute_url(self) -> str:
        return reverse("assembly_show", args=[self.key])

    @property
    def is_counted(self) -> bool:
        return self.state in {self.State.COUNTED, self.State.RESOLVED}
