"""A decision: what a body decided, when and how; and the policies of the charter it changed."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.assembly.models.meeting import Meeting
from commonwork.assembly.models.motion import Motion, MotionVersion
from commonwork.registry.models import Body


class Decision(models.Model):
    """The text as decided. `source`: reference of what it came from (a round, a poll, an election), if anything.

    `tally`: {"for": 12, "against": 3, "abstained": 1, ...}, whatever the way of deciding counts.
    """

    class How(models.TextChoices):
        CONSENT = "consent", _("by consent")
        HANDS = "hands", _("by show of hands")
        BALLOT = "ballot", _("by ballot")
        COUNT = "count", _("by a count of preferences")
        BUDGET = "budget", _("by a participatory budget")
        OTHER = "other", _("in another way")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="decisions")
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"), max_length=20_000)
    decided_on = models.DateField(_("decided on"))
    how = models.CharField(_("how"), max_length=10, choices=How)
    motion = models.ForeignKey(
        Motion, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    version = models.ForeignKey(
        MotionVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    source = models.CharField(_("came from"), max_length=160, blank=True)
    tally = models.JSONField(_("how many"), default=dict, blank=True)
    review_on = models.DateField(_("looked at again on"), null=True, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [models.Index(fields=["body", "decided_on"], name="decision_body")]
        constraints = [
            models.UniqueConstraint(
                fields=["motion"], condition=Q(motion__isnull=False), name="decided_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assembly_decision", args=[self.key])


class PolicyChange(models.Model):
    """A decision changed a policy of the charter from a day on. `value_before`: what was in force until then."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="policy_changes")
    code = models.CharField(_("policy"), max_length=80)
    value = models.JSONField(_("value"))
    value_before = models.JSONField(_("value before"), null=True, blank=True)
    starts_on = models.DateField(_("valid from"))

    class Meta:
        verbose_name = _("change of a policy")
        verbose_name_plural = _("changes of policies")
        constraints = [models.UniqueConstraint(fields=["decision", "code"], name="policy_changed_once")]
