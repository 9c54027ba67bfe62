"""Mentors and the help teams want: what someone offers, what a team asks for. Codes stand in `helping.py`."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonwork.incubator.models.team import Team
from commonwork.registry.models import Person


class MentorOffer(models.Model):
    """Someone offers to walk with teams: with what, in which languages, when, and how many hours a month.

    An offer that is not open stays: the person rests. hours_a_month is what can be given to all teams together.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="mentor_offer")
    topics = models.JSONField(_("can help with"), default=list)
    languages = models.JSONField(_("speaks"), default=list)
    times = models.JSONField(_("has time"), default=list)
    hours_a_month = models.PositiveSmallIntegerField(_("hours a month"))
    offered_on = models.DateField(_("offered on"))
    is_open = models.BooleanField(_("takes teams"), default=True)

    class Meta:
        verbose_name = _("offer of a mentor")
        verbose_name_plural = _("offers of mentors")
        constraints = [
            models.CheckConstraint(
                condition=Q(hours_a_month__gt=0, hours_a_month__lte=200), name="mentor_offer_has_hours"
            )
        ]

    def __str__(self) -> str:
        return gettext("the offer of a mentor")  # trails name no person here


class HelpWanted(models.Model):
    """The help a team asks for."""

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="help_wanted")
    topics = models.JSONField(_("help with"), default=list)
    languages = models.JSONField(_("in"), default=list)
    times = models.JSONField(_("when"), default=list)
    asked_on = models.DateField(_("asked on"))

    class Meta:
        verbose_name = _("help a team asks for")
        verbose_name_plural = _("help teams ask for")
