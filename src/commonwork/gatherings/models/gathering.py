"""A gathering: people come together at a time, in a place."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonwork.gatherings.models.series import Series
from commonwork.registry.models import Organisation, Person, Place
from commonwork.ui.dates import day, hour
from commonwork.ui.money import dollars

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
    last taken. series: the row of gatherings it repeats in; occurs_at: the start the rule gave it. within: the
    conference it is a session of, in a `track` and a `room`. registers_at: the gathering whose registration counts
    here too (one for a whole series, or for a conference). price_minor: what is asked; price_least_minor: the
    least on a sliding scale. most_places: how many places one registration may ask for. remind_days: how many
    days before people are reminded by mail; 0 for never. door_pin: what people type at the door.
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
    online_url = models.URLField(_("where to meet online"), blank=True)
    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, null=True, blank=True, related_name="gatherings"
    )
    occurs_at = models.DateTimeField(_("start by the rule"), null=True, blank=True)
    within = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    track = models.CharField(_("track"), max_length=80, blank=True)
    room = models.CharField(_("room"), max_length=80, blank=True)
    registers_at = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="registering"
    )
    has_waiting_list = models.BooleanField(_("keeps a waiting list"), default=False)
    most_places = models.PositiveSmallIntegerField(_("places one registration may ask for"), default=1)
    price_minor = models.PositiveIntegerField(_("price"), default=0)
    price_least_minor = models.PositiveIntegerField(_("least on the sliding scale"), null=True, blank=True)
    remind_days = models.PositiveSmallIntegerField(_("days before to remind people"), default=1)
    door_pin = models.CharField(_("PIN at the door"), max_length=6, blank=True)
    announced_at = models.DateTimeField(_("announced"))
    changed_at = models.DateTimeField(_("last changed"))
    changes_count = models.PositiveIntegerField(_("times changed"), default=0)
    called_off_at = models.DateTimeField(_("called off"), null=True, blank=True)
    roll_taken_at = models.DateTimeField(_("roll taken"), null=True, blank=True)

    class Meta:
        verbose_name = _("gathering")
        verbose_name_plural = _("gatherings")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="gathering_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(most_places__gt=0), name="gathering_has_places"),
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

    @property
    def lead(self) -> "Gathering":
        """The gathering whose registrations count here: this one, or the one for the series or conference."""
        return self.registers_at or self

    @property
    def price_text(self) -> str:
        """What it costs, in words."""
        if not self.price_minor and not self.price_least_minor:
            return gettext("free")
        if self.price_least_minor is None or self.price_least_minor == self.price_minor:
            return dollars(self.price_minor)
        return gettext("%(least)s to %(most)s, as you can") % {
            "least": dollars(self.price_least_minor),
            "most": dollars(self.price_minor),
        }


class Hosting(models.Model):
    """A person who welcomes people at a gathering."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="hostings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="hostings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gathering", "person"], name="hosts_once")]


class Report(models.Model):
    """What came of a gathering, told afterwards. Its text may be rewritten; facts never hold it."""

    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="report")
    text = models.TextField(_("what came of it"))
    written_at = models.DateTimeField(_("written"))
