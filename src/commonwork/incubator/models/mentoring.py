"""Hours that mentors give to teams. Kept in minutes, entered in quarter hours."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonwork.incubator.models.team import Team
from commonwork.registry.models import Person


class WithTeam(models.Manager["MentorHours"]):
    """Reads an entry with its team, of which its name is made."""

    def get_queryset(self) -> QuerySet["MentorHours"]:
        return super().get_queryset().select_related("team")


class MentorHours(models.Model):
    """One sitting of a mentor with a team. An entry made by mistake is struck, not removed.

    A note that is not shared is read by the mentor alone.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="mentor_hours")
    mentor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mentor_hours")
    worked_on = models.DateField(_("on"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    funder = models.CharField(_("paid for by"), max_length=80, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    note_is_shared = models.BooleanField(_("the team reads the note"), default=False)
    is_struck = models.BooleanField(_("struck"), default=False)

    named: ClassVar[WithTeam] = WithTeam()  # the first manager: names in trails come in one query
    objects: ClassVar[models.Manager["MentorHours"]] = models.Manager()

    class Meta:
        verbose_name = _("mentor hours")
        verbose_name_plural = _("mentor hours")
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gt=0, minutes__lte=1440), name="mentor_hours_in_a_day"
            ),
            models.CheckConstraint(
                condition=Q(minutes=15 * (F("minutes") / 15)), name="mentor_hours_in_quarters"
            ),
        ]
        indexes = [models.Index(fields=["worked_on"], name="mentor_hours_worked_on")]

    def __str__(self) -> str:
        return gettext("%(hours)s hours with %(team)s") % {"hours": shown(self.minutes), "team": self.team}

    @property
    def hours(self) -> Decimal:
        return hours_of(self.minutes)

    @property
    def shown(self) -> str:
        """The hours as people write them."""
        return shown(self.minutes)


def hours_of(minutes: int) -> Decimal:
    """Minutes as hours, exact for quarter hours.

    >>> hours_of(150)
    Decimal('2.5')
    """
    return (Decimal(minutes) / 60).normalize() if minutes % 60 else Decimal(minutes // 60)


def shown(minutes: int) -> str:
    """Hours as people write them: 12.5, 2."""
    return f"{hours_of(minutes):f}"
