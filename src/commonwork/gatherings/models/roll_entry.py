"""One line of a roll: this person, or this guest, came to a gathering or did not."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonwork.gatherings.models.gathering import Gathering
from commonwork.gatherings.models.registration import Registration
from commonwork.registry.models import Person


class RollEntry(models.Model):
    """At most one line a person (or guest's registration) and gathering; a later mark replaces the earlier
    one."""

    class How(models.TextChoices):
        PAPER = "paper", _("from a paper roll")
        PHONE = "phone", _("on a phone")
        DOOR = "door", _("at the door")

    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="roll")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="roll_entries"
    )
    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, null=True, blank=True, related_name="roll_entries"
    )
    came = models.BooleanField(_("came"))
    people_count = models.PositiveSmallIntegerField(_("people with them, themselves included"), default=1)
    how = models.CharField(_("how it was marked"), max_length=6, choices=How)
    marked_at = models.DateTimeField(_("marked"))

    class Meta:
        verbose_name = _("roll entry")
        verbose_name_plural = _("roll entries")
        constraints = [
            models.UniqueConstraint(fields=["gathering", "person"], name="on_the_roll_once"),
            models.UniqueConstraint(fields=["gathering", "registration"], name="guest_on_the_roll_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, registration__isnull=True)
                | Q(person__isnull=True, registration__isnull=False),
                name="roll_person_or_guest",
            ),
        ]
        indexes = [models.Index(fields=["person", "came"], name="roll_person_came")]


class Passage(models.Model):
    """Somebody came in or went out, at a moment. Rows are only added; `sent_key` is the name the phone gave it, so
    that sending it twice writes it once."""

    class Way(models.TextChoices):
        IN = "in", _("came in")
        OUT = "out", _("went out")

    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="passages")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="passages"
    )
    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, null=True, blank=True, related_name="passages"
    )
    way = models.CharField(_("in or out"), max_length=3, choices=Way)
    people_count = models.PositiveSmallIntegerField(_("people"), default=1)
    happened_at = models.DateTimeField(_("happened"))
    sent_key = models.CharField(_("name given by the phone"), max_length=40)

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        constraints = [
            models.UniqueConstraint(fields=["gathering", "sent_key"], name="passage_sent_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, registration__isnull=True)
                | Q(person__isnull=True, registration__isnull=False),
                name="passage_person_or_guest",
            ),
        ]
        indexes = [models.Index(fields=["gathering", "happened_at"], name="passage_happened")]
