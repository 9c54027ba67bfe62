"""A gathering: people come together at a time, in a place."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Organisation, Place
from commonwork.ui.dates import day, hour

NEEDS = {
    "childcare": _("childcare"),
    "ride": _("a ride"),
    "interpreter": _("an interpreter"),
    "food": _("food"),
    "access": _("step-free access"),
}


class Gathering(models.Model):
    """Lasts for [starts_at, ends_at), told in `time_zone`. An all-day one runs from midnight to midnight.

    host: who calls it; without one only network-wide roles keep it. part_of: reference of what it belongs
    to (a course, an assembly) or empty. needs_offered: codes of NEEDS. roll_taken_at: when its roll was
    last taken.
    """

    class Kind(models.TextChoices):
        CLASS = "class", _("class")
        CIRCLE = "circle", _("study circle")
        ASSEMBLY = "assembly", _("assembly")
        CONFERENCE = "conference", _("conference")
        REPORT_BACK = "report-back", _("report-back")
        MEETING = "meeting", _("meeting")

    key = models.SlugField(_("key"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    is_all_day = models.BooleanField(_("lasts whole days"), default=False)
    time_zone = models.CharField(_("time zone"), max_length=60)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="gatherings"
    )
    host = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="gatherings"
    )
    part_of = models.CharField(_("part of"), max_length=160, blank=True)
    is_public = models.BooleanField(_("open to the public"), default=True)
    takes_registrations = models.BooleanField(_("takes registrations"), default=True)
    capacity = models.PositiveIntegerField(_("places in the room"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    needs_offered = models.JSONField(_("help offered"), default=list, blank=True)
    is_invented = models.BooleanField(_("invented"), default=False)
    source = models.CharField(_("source"), max_length=300, blank=True)
    announced_at = models.DateTimeField(_("announced"))
    changed_at = models.DateTimeField(_("last changed"))
    changes_count = models.PositiveIntegerField(_("times changed"), default=0)
    called_off_at = models.DateTimeField(_("called off"), null=True, blank=True)
    roll_taken_at = models.DateTimeField(_("roll taken"), null=True, blank=True)

    class Meta:
        verbose_name = _("gathering")
        verbose_name_plural = _("gatherings")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="gathering_ends_after_start")
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="gathering_starts"),
            models.Index(fields=["part_of"], name="gathering_part_of"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("gatherings_gathering", args=[self.key])

    @property
    def starts_local(self) -> datetime:
        """The start on the clock of its place."""
        return self.starts_at.astimezone(ZoneInfo(self.time_zone))

    @property
    def ends_local(self) -> datetime:
        """The end on the clock of its place."""
        return self.ends_at.astimezone(ZoneInfo(self.time_zone))

    @property
    def starts_on(self) -> date:
        """The first day, as counted at its place."""
        return self.starts_local.date()

    @property
    def last_on(self) -> date:
        """The last day people meet; a gathering that ends at midnight ends the day before."""
        return (self.ends_local - timedelta(microseconds=1)).date()

    @property
    def duration_minutes(self) -> int:
        """How long it lasts."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    @property
    def days_text(self) -> str:
        """The day or days: “Thursday 12 January 2017”, “2 May 2014 to 4 May 2014”."""
        if self.starts_on == self.last_on:
            return day(self.starts_on, "full")
        return gettext("%(first)s to %(last)s") % {"first": day(self.starts_on), "last": day(self.last_on)}

    @property
    def hours_text(self) -> str:
        """The hours and their time zone: “6:00 pm to 8:00 pm CST”; “all day” where none are given."""
        if self.is_all_day:
            return gettext("all day")
        return gettext("%(from)s to %(until)s %(zone)s") % {
            "from": hour(self.starts_local.replace(tzinfo=None)),
            "until": hour(self.ends_local.replace(tzinfo=None)),
            "zone": self.starts_local.tzname(),
        }

    @property
    def needs_texts(self) -> list[str]:
        """The help offered, in words."""
        return [str(NEEDS[code]) for code in self.needs_offered if code in NEEDS]
