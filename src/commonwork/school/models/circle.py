"""A study circle: a few people read together, take turns to facilitate, and may become a team."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.gatherings.models import Gathering
from commonwork.registry.models import Organisation, Person


class Circle(models.Model):
    """Meets until it ends. outcome: what came of it."""

    class Outcome(models.TextChoices):
        TEAM = "team", _("a team formed")
        COURSE = "course", _("they go on in a course")
        ENDED = "ended", _("it ended")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    question = models.TextField(_("question"), blank=True)
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="circles")
    language = models.CharField(_("language"), max_length=8, default="en")
    opened_on = models.DateField(_("opened on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=6, choices=Outcome, blank=True)
    team_key = models.SlugField(_("team"), max_length=60, blank=True)
    is_invented = models.BooleanField(_("invented"), default=False)

    class Meta:
        verbose_name = _("study circle")
        verbose_name_plural = _("study circles")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("school_circle", args=[self.key])


class CircleMember(models.Model):
    """Somebody of a circle, from a day on."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="circles")
    joined_on = models.DateField(_("joined on"))
    left_on = models.DateField(_("left on"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "person"], name="in_the_circle_once")]


class Reading(models.Model):
    """One thing to read, in its turn."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="readings")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    link = models.URLField(_("link"), blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "number"], name="reading_number_once")]

    def __str__(self) -> str:
        return self.title


class CircleMeeting(models.Model):
    """One evening of a circle: a gathering, with who facilitates, what is read, and the minutes afterwards."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="meetings")
    gathering = models.OneToOneField(Gathering, on_delete=models.PROTECT, related_name="circle_meeting")
    facilitator = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="circles_facilitated")
    reading = models.ForeignKey(
        Reading, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    minutes = models.TextField(_("minutes"), blank=True)
