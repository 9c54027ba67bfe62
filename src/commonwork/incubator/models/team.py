"""Teams: people who walk together from an idea to an open co-op."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.incubator.models.idea import Idea
from commonwork.registry.models import Organisation, Person


class Team(models.Model):
    """`stage` repeats the last gate passed ("" before the first) and is kept by the same act."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    formed_on = models.DateField(_("formed on"))
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, null=True, blank=True, related_name="teams")
    stage = models.CharField(_("last gate passed"), max_length=60, blank=True, default="")
    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="team"
    )

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        indexes = [models.Index(fields=["formed_on"], name="team_formed_on")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("incubator_team", args=[self.key])


class TeamMember(models.Model):
    """A person belongs to a team for a period [starts_on, ends_on)."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="teams")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("member of a team")
        verbose_name_plural = _("members of a team")
        constraints = [
            models.UniqueConstraint(
                fields=["team", "person"], condition=Q(ends_on=None), name="team_member_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="team_member_ends_after_start",
            ),
        ]
