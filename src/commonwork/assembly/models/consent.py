"""Consent rounds: a text is put to everyone on the roll; who objects says why, and the text is mended until none does."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonwork.assembly.models.decision import Decision
from commonwork.assembly.models.electorate import Elector, Electorate
from commonwork.assembly.models.motion import Motion, MotionVersion


class ConsentRound(models.Model):
    """One round on one version of a motion. `quorum_bp` and `closes_on` are fixed when it opens.

    `outcome`: consent (nobody objected), amended (a new text meets the objections: the next round asks about it),
    no-quorum, withdrawn, or escalated (to a vote).
    """

    class Outcome(models.TextChoices):
        RUNNING = "", _("open")
        CONSENT = "consent", _("consent")
        AMENDED = "amended", _("goes on with a changed text")
        NO_QUORUM = "no-quorum", _("too few took part")
        WITHDRAWN = "withdrawn", _("withdrawn")
        ESCALATED = "escalated", _("goes to a vote")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("round"))
    version = models.ForeignKey(MotionVersion, on_delete=models.PROTECT, related_name="rounds")
    electorate = models.ForeignKey(Electorate, on_delete=models.PROTECT, related_name="rounds")
    quorum_bp = models.PositiveIntegerField(_("quorum"))
    opened_at = models.DateTimeField(_("opened"))
    closes_on = models.DateField(_("open until the end of"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True, default="")
    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="round"
    )

    class Meta:
        verbose_name = _("consent round")
        verbose_name_plural = _("consent rounds")
        constraints = [
            models.UniqueConstraint(fields=["motion", "number"], name="round_number_once"),
            models.UniqueConstraint(fields=["motion"], condition=Q(outcome=""), name="one_round_at_a_time"),
            models.CheckConstraint(
                condition=Q(outcome="", closed_at=None) | (~Q(outcome="") & Q(closed_at__isnull=False)),
                name="closed_round_has_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome="consent", decision__isnull=False)
                | (~Q(outcome="consent") & Q(decision=None)),
                name="consent_is_decision",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Round %(number)d on “%(title)s”") % {
            "number": self.number,
            "title": self.motion.title,
        }

    def get_absolute_url(self) -> str:
        return reverse("assembly_round", args=[self.key])

    @property
    def is_open(self) -> bool:
        return self.outcome == ""


class ConsentAnswer(models.Model):
    """One elector's answer. An objection says why, and which aim the text would harm.

    `aim`: "purpose" (that of the motion) or "principle-3" (the third principle of the charter).
    `met_by`: the version that meets the objection; `taken_back_at`: its author took it back.
    """

    class Answer(models.TextChoices):
        AGREE = "agree", _("agree")
        ABSTAIN = "abstain", _("abstain")
        STAND_ASIDE = "aside", _("stand aside: not for me, but I will not stop it")
        OBJECT = "object", _("object: this would harm an aim of ours")

    round = models.ForeignKey(ConsentRound, on_delete=models.PROTECT, related_name="answers")
    elector = models.ForeignKey(Elector, on_delete=models.PROTECT, related_name="consent_answers")
    answer = models.CharField(_("answer"), max_length=8, choices=Answer)
    aim = models.CharField(_("aim it would harm"), max_length=20, blank=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("answered"))
    met_by = models.ForeignKey(
        MotionVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="meets"
    )
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("answer in a consent round")
        verbose_name_plural = _("answers in a consent round")
        constraints = [
            models.UniqueConstraint(fields=["round", "elector"], name="consent_answer_once"),
            models.CheckConstraint(
                condition=~Q(answer="object") | (~Q(reason="") & ~Q(aim="")), name="objection_says_why"
            ),
        ]

    @property
    def is_standing_objection(self) -> bool:
        """An objection that nothing has met and that was not taken back."""
        return self.answer == self.Answer.OBJECT and self.met_by_id is None and self.taken_back_at is None
