"""Teams: people who walk together from an idea to an open co-op."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.incubator.models.idea import Idea
from commonwork.incubator.stages import PRESETS, START_UP, document_name
from commonwork.registry.models import Organisation, Person


class Team(models.Model):
    """`stage` repeats the last gate passed ("" before the first) and is kept by the same act. `circle`: reference of the
    study circle it came from, which forms one team at most.

    A team that is not active keeps the day and the reason; one that was merged keeps into which.
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")
        MERGED = "merged", _("merged")
        DECLINED = "declined", _("declined")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    formed_on = models.DateField(_("formed on"))
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, null=True, blank=True, related_name="teams")
    preset = models.CharField(_("path"), max_length=20, choices=list(PRESETS.items()), default=START_UP)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ACTIVE)
    state_on = models.DateField(_("since"), null=True, blank=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    mentor = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="mentored_teams"
    )
    stage = models.CharField(_("last gate passed"), max_length=60, blank=True, default="")
    circle = models.CharField(_("study circle"), max_length=160, blank=True, default="")
    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="team"
    )

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        indexes = [models.Index(fields=["formed_on"], name="team_formed_on")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="active", state_on=None)
                | (Q(state_on__isnull=False) & ~Q(reason="") & ~Q(state="active")),
                name="team_at_rest_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into=None)),
                name="merged_team_says_into_which",
            ),
            models.UniqueConstraint(fields=["circle"], condition=~Q(circle=""), name="team_once_a_circle"),
        ]

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


class TeamTask(models.Model):
    """A task of a stage the team has done, with its evidence: where it lies, a few words, or papers kept beside it
    (`record.documents`). Code: a document's."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="tasks")
    stage = models.CharField(_("stage"), max_length=60)
    code = models.CharField(_("task"), max_length=60)
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    done_on = models.DateField(_("done on"))
    done_by = models.CharField(_("by"), max_length=160)

    class Meta:
        verbose_name = _("task of a team")
        verbose_name_plural = _("tasks of a team")
        constraints = [models.UniqueConstraint(fields=["team", "code"], name="team_task_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return document_name(self.code)


class Review(models.Model):
    """What a reviewer gives a team before a gate, from 1 to 5 for each criterion. One with a conflict does not count."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="reviews")
    stage = models.CharField(_("stage"), max_length=60)
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="team_reviews")
    scores = models.JSONField(_("scores"))
    has_conflict = models.BooleanField(_("conflict of interest"), default=False)
    words = models.TextField(_("in words"), max_length=2000, blank=True)
    given_on = models.DateField(_("given on"))

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [models.UniqueConstraint(fields=["team", "stage", "reviewer"], name="team_review_once")]
