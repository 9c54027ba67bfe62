"""Cohorts: teams that walk the first part of the way together, in a programme."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.incubator.models.team import Team


class Cohort(models.Model):
    """Runs for [starts_on, ends_on). course: reference of its curriculum. Its calendar: gatherings that are part of it."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    programme = models.CharField(_("programme"), max_length=120)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    course = models.CharField(_("course"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="cohort_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("incubator_cohort", args=[self.key])

    @property
    def stage_code(self) -> str:
        """The code under which reviews of its applicants stand."""
        return f"cohort-{self.pk}"


class CohortPlace(models.Model):
    """A team asks for a place in a cohort, and is taken or not."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="places")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="cohort_places")
    applied_on = models.DateField(_("applied on"))
    selected_on = models.DateField(_("selected on"), null=True, blank=True)

    class Meta:
        verbose_name = _("place in a cohort")
        verbose_name_plural = _("places in cohorts")
        constraints = [models.UniqueConstraint(fields=["cohort", "team"], name="cohort_place_once")]
