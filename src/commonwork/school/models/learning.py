"""What learners read and do beside coming: materials, tasks and what was handed in, make-ups."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonwork.school.models.course import Course, Session
from commonwork.school.models.enrolment import Enrolment


class Material(models.Model):
    """One page of a course: a text, a link, or a lesson of picture and sound. `recording`, `picture` and `paper`
    (a PDF) are small files kept here; a lesson with both needs no reading."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="materials")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    link = models.URLField(_("link"), blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    picture = models.BinaryField(_("picture"), null=True, blank=True)
    picture_words = models.CharField(_("what the picture shows"), max_length=300, blank=True)
    recording = models.BinaryField(_("recording"), null=True, blank=True)
    paper = models.BinaryField(_("file to print"), null=True, blank=True)
    recording_type = models.CharField(_("type of the recording"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        constraints = [models.UniqueConstraint(fields=["course", "number"], name="material_number_once")]

    def __str__(self) -> str:
        return self.title


class Task(models.Model):
    """Something small to do; a badge asks for every one that is required."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(_("title"), max_length=200)
    words = models.TextField(_("what to do"), blank=True)
    is_required = models.BooleanField(_("needed for the badge"), default=True)

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")

    def __str__(self) -> str:
        return self.title


class Work(models.Model):
    """What a learner handed in for a task, and what the trainer said. The latest counts."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("not looked at yet")
        DONE = "done", _("done")
        AGAIN = "again", _("once more, please")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="works")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="works")
    text = models.TextField(_("work"), blank=True)
    outcome = models.CharField(_("outcome"), max_length=5, choices=Outcome, default=Outcome.OPEN)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    handed_at = models.DateTimeField(_("handed in"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "enrolment"], name="work_once")]


class MakeUp(models.Model):
    """A learner made up for a session they missed."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="make_ups")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="make_ups")
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    made_on = models.DateField(_("made up on"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "session"], name="made_up_once"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="make_up_takes_time"),
        ]
