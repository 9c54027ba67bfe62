"""A course: numbered sessions, each of them a gathering, that lead to a competence."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.gatherings.models import Gathering
from commonwork.registry.models import Competence, Organisation, Person


class Programme(models.Model):
    """Courses that belong together, and who pays for them."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    funder = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="programmes_funded"
    )

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("school_programme", args=[self.key])


class Course(models.Model):
    """One cohort that learns together. `sessions_needed` is the policy of the day it opened; later changes of the policy
    do not touch it. is_selected: the trainer chooses among those who ask. badge_months: how long its badge holds. repeats:
    the earlier cohort it was opened from."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="courses")
    trainer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="courses_taught")
    competence = models.ForeignKey(Competence, on_delete=models.PROTECT, related_name="courses")
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="courses"
    )
    has_waiting_list = models.BooleanField(_("keeps a waiting list"), default=False)
    is_selected = models.BooleanField(_("the trainer chooses who takes part"), default=False)
    badge_months = models.PositiveSmallIntegerField(_("months the badge holds"), null=True, blank=True)
    sessions_needed = models.PositiveSmallIntegerField(_("sessions needed to complete"))
    capacity = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    is_invented = models.BooleanField(_("invented"), default=False)
    repeats = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="repeated_by"
    )
    opened_on = models.DateField(_("opened on"))
    completed_on = models.DateField(_("completed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = [
            models.CheckConstraint(condition=Q(sessions_needed__gt=0), name="course_needs_a_session")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("school_course", args=[self.key])


class Session(models.Model):
    """The nth meeting of a course."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="sessions")
    number = models.PositiveSmallIntegerField(_("number"))
    gathering = models.OneToOneField(Gathering, on_delete=models.PROTECT, related_name="school_session")
    facilitator = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions_facilitated"
    )

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [models.UniqueConstraint(fields=["course", "number"], name="session_number_once")]


class Prerequisite(models.Model):
    """What somebody must be able to do before a course: a competence, never another course."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="prerequisites")
    competence = models.ForeignKey(Competence, on_delete=models.PROTECT, related_name="asked_by_courses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "competence"], name="prerequisite_once")]
