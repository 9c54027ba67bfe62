"""A meeting of a body: its agenda, who asks to speak, hands counted, and minutes. A gathering carries it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonwork.assembly.models.electorate import Electorate
from commonwork.assembly.models.motion import Motion
from commonwork.registry.models import Body, Person
from commonwork.ui.dates import day


class WithBody(models.Manager["Meeting"]):
    """Reads a meeting with its body, of which its name is made."""

    def get_queryset(self) -> QuerySet["Meeting"]:
        return super().get_queryset().select_related("body")


class Meeting(models.Model):
    """`gathering`: key of the gathering that carries it. `electorate`: the roll the quorum is reckoned from.

    `quorum_bp`: the share of the roll that must be present, fixed when it is called.
    `first_voices_first`: who has not spoken yet on an item comes before who has.
    """

    class State(models.TextChoices):
        CALLED = "called", _("called")
        OPEN = "open", _("in session")
        CLOSED = "closed", _("closed")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField(_("held on"))
    gathering = models.CharField(_("gathering"), max_length=80, blank=True)
    electorate = models.ForeignKey(
        Electorate, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    quorum_bp = models.PositiveIntegerField(_("quorum"))
    first_voices_first = models.BooleanField(_("first voices first"), default=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.CALLED)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    minutes = models.TextField(_("minutes"), max_length=20_000, blank=True)
    affirmed_at = models.DateTimeField(_("minutes affirmed"), null=True, blank=True)
    affirmed_by = models.CharField(_("minutes affirmed by"), max_length=160, blank=True)

    named: ClassVar[WithBody] = WithBody()  # the first manager: names in trails come in one query
    objects: ClassVar[models.Manager["Meeting"]] = models.Manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        indexes = [models.Index(fields=["body", "held_on"], name="meeting_body")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="called", opened_at=None)
                | Q(state="open", opened_at__isnull=False, electorate__isnull=False)
                | Q(state="closed", opened_at__isnull=False, closed_at__isnull=False),
                name="meeting_open_has_roll",
            )
        ]

    def __str__(self) -> str:
        return gettext("Meeting of %(body)s, %(day)s") % {"body": self.body.name, "day": day(self.held_on)}

    def get_absolute_url(self) -> str:
        return reverse("assembly_meeting", args=[self.key])


class AgendaItem(models.Model):
    """One point of the agenda; `motion` where one is to be decided. `notes`: what the minutes say of it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=160)
    motion = models.ForeignKey(
        Motion, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    duration_minutes = models.PositiveSmallIntegerField(_("minutes planned"), default=10)
    begun_at = models.DateTimeField(_("begun"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    notes = models.TextField(_("notes"), max_length=8000, blank=True)

    class Meta:
        verbose_name = _("point of the agenda")
        verbose_name_plural = _("points of the agenda")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="agenda_number_once"),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(begun_at__isnull=False, ended_at=None),
                name="one_agenda_item_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Turn(models.Model):
    """Somebody asked to speak on an item; begun and ended when she or he spoke."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="turns")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="speaking_turns")
    asked_at = models.DateTimeField(_("asked"))
    begun_at = models.DateTimeField(_("begun"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("turn to speak")
        verbose_name_plural = _("turns to speak")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "person"], condition=Q(ended_at=None), name="asks_to_speak_once"
            )
        ]


class HandVote(models.Model):
    """Hands counted in the room on one question. Figures that the result follows from are kept with it."""

    class Majority(models.TextChoices):
        SIMPLE = "simple", _("more than half")
        TWO_THIRDS = "two-thirds", _("at least two thirds")
        THREE_QUARTERS = "three-quarters", _("at least three quarters")
        FOUR_FIFTHS = "four-fifths", _("at least four fifths")

    class Base(models.TextChoices):
        CAST = "cast", _("of the votes for and against")
        PRESENT = "present", _("of those present")
        ELIGIBLE = "eligible", _("of everyone on the roll")

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="hand_votes")
    question = models.CharField(_("question"), max_length=300)
    majority = models.CharField(_("majority"), max_length=16, choices=Majority, default=Majority.SIMPLE)
    base = models.CharField(_("reckoned"), max_length=8, choices=Base, default=Base.CAST)
    yes_count = models.PositiveIntegerField(_("for it"))
    no_count = models.PositiveIntegerField(_("against it"))
    abstain_count = models.PositiveIntegerField(_("abstained"))
    present_count = models.PositiveIntegerField(_("present"))
    eligible_count = models.PositiveIntegerField(_("on the roll"))
    has_quorum = models.BooleanField(_("with a quorum"))
    is_carried = models.BooleanField(_("carried"))
    counted_at = models.DateTimeField(_("counted"))

    class Meta:
        verbose_name = _("show of hands")
        verbose_name_plural = _("shows of hands")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    present_count__gte=models.F("yes_count")
                    + models.F("no_count")
                    + models.F("abstain_count")
                ),
                name="no_more_hands_than_present",
            ),
            models.CheckConstraint(
                condition=Q(is_carried=False) | Q(has_quorum=True), name="carried_with_quorum"
            ),
        ]
