"""The network this installation serves: one row."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Network(models.Model):
    """`is_demo` marks a practice network; its calendar may stand still at `demo_on`."""

    key = models.SlugField(_("key"), max_length=60, default="network", unique=True)
    name = models.CharField(_("name"), max_length=200)
    place = models.CharField(_("place"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    launched = models.CharField(_("launched"), max_length=60, blank=True)
    goal_jobs_bp = models.PositiveIntegerField(_("goal: share of the area's jobs"), default=1000)
    is_demo = models.BooleanField(_("demo network"), default=False)
    demo_on = models.DateField(_("day on which the demo's calendar stands"), null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(key="network"), name="one_network")]

    def __str__(self) -> str:
        return self.name
