"""An enrolment: a person learns in a course."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Person
from commonwork.school.models.course import Course

LEARNING = ("enrolled", "completed")
PENDING = ("asked", "waiting")


class Enrolment(models.Model):
    """One a person and course. Whoever left and comes back enrols on the same row again."""

    class State(models.TextChoices):
        ENROLLED = "enrolled", _("learning")
        COMPLETED = "completed", _("completed")
        LEFT = "left", _("left")
        ASKED = "asked", _("asked to take part")
        WAITING = "waiting", _("on the waiting list")
        DECLINED = "declined", _("not chosen this time")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ENROLLED)
    enrolled_on = models.DateField(_("enrolled on"))

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [models.UniqueConstraint(fields=["course", "person"], name="enrolled_once")]
        indexes = [models.Index(fields=["person", "state"], name="enrolment_person")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.key}"
