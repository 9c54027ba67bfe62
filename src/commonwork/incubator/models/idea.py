"""The bank of ideas: what could become a co-op, who stands behind it, and why some are not taken up."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Person


class Channel(models.TextChoices):
    """How an idea or somebody's support came in."""

    ACCOUNT = "account", _("with an account")
    FORM = "form", _("by the open form, without an account")
    PAPER = "paper", _("on paper")
    SPOKEN = "spoken", _("by word of mouth")


ENTERED = (Channel.PAPER, Channel.SPOKEN)  # what a coordinator enters for others


class Idea(models.Model):
    """An idea anyone may read. A declined idea stays in the bank and keeps its reason."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DECLINED = "declined", _("declined")
        MERGED = "merged", _("merged with another")

    class Origin(models.TextChoices):
        IDEA = "idea", _("someone's idea")
        NEED = "need", _("a need that a co-op or an assembly sees")
        DEMAND = "demand", _("demand of a large buyer")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("what it is"), max_length=4000)
    who_for = models.CharField(_("who it is for"), max_length=300)
    proposed_on = models.DateField(_("proposed on"))
    proposed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="ideas"
    )
    channel = models.CharField(_("how it came"), max_length=10, choices=Channel, default=Channel.ACCOUNT)
    origin = models.CharField(_("where it comes from"), max_length=10, choices=Origin, default=Origin.IDEA)
    seen_by = models.CharField(_("who sees or asks for it"), max_length=120, blank=True)
    yearly_minor = models.BigIntegerField(_("would buy a year"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    declined_on = models.DateField(_("declined on"), null=True, blank=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
        indexes = [models.Index(fields=["proposed_on"], name="idea_proposed_on")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "merged"], declined_on=None)
                | (Q(state="declined", declined_on__isnull=False) & ~Q(reason="")),
                name="declined_idea_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into=None)),
                name="merged_idea_says_into_which",
            ),
            models.CheckConstraint(
                condition=Q(yearly_minor=None) | Q(yearly_minor__gt=0), name="idea_demand_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("incubator_idea", args=[self.key])

    def support_total(self, **which: object) -> int:
        """How many people stand behind it, with an account or without one."""
        return int(self.supports.filter(**which).aggregate(all=models.Sum("people_count"))["all"] or 0)


class IdeaSupport(models.Model):
    """A person stands behind an idea, once; or so many residents who are not in the register, by a list on paper or by
    word of mouth. Their names stay on the paper."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="supports")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="idea_supports"
    )
    people_count = models.PositiveIntegerField(_("how many people"), default=1)
    channel = models.CharField(_("how it came"), max_length=10, choices=Channel, default=Channel.ACCOUNT)
    supported_on = models.DateField(_("since"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "person"], name="idea_supported_once"),
            models.CheckConstraint(
                condition=Q(people_count__gt=0) & (Q(person=None) | Q(people_count=1)),
                name="idea_support_counts_people",
            ),
        ]


class IdeaPriority(models.Model):
    """A resolution of an assembly asks for this idea: it stands above others. `resolution` is a reference."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="priorities")
    resolution = models.CharField(_("resolution"), max_length=160)
    raised_on = models.DateField(_("since"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "resolution"], name="idea_raised_once")]
