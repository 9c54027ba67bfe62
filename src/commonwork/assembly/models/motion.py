"""A motion: a proposal in words that a body decides on; its versions, amendments, supporters, reviews, translations."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Body, Person

MOST_TEXT = 20_000


class Motion(models.Model):
    """`title` is that of the latest version. `support_needed` is fixed when it is put forward.

    `policy_code`, `policy_value`, `policy_from`: the policy it would change, where it changes one, and from which day.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SEEKING = "seeking", _("looks for support")
        OPEN = "open", _("talked over")
        DECIDED = "decided", _("decided")
        FALLEN = "fallen", _("not carried")
        WITHDRAWN = "withdrawn", _("withdrawn")
        MERGED = "merged", _("joined to another")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="motions")
    title = models.CharField(_("title"), max_length=160)
    purpose = models.CharField(_("what it is for"), max_length=600)
    author = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="motions"
    )
    language = models.CharField(_("language"), max_length=8, default="en")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    drafted_on = models.DateField(_("drafted on"))
    support_needed = models.PositiveIntegerField(_("supporters needed"), default=0)
    policy_code = models.CharField(_("policy it changes"), max_length=80, blank=True)
    policy_value = models.JSONField(_("new value"), null=True, blank=True)
    policy_from = models.DateField(_("valid from"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )

    class Meta:
        verbose_name = _("motion")
        verbose_name_plural = _("motions")
        indexes = [models.Index(fields=["body", "state"], name="motion_body")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into=None)),
                name="merged_motion_names_other",
            ),
            models.CheckConstraint(
                condition=Q(policy_code="", policy_from=None)
                | (~Q(policy_code="") & Q(policy_from__isnull=False)),
                name="motion_policy_has_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assembly_motion", args=[self.key])

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.SEEKING, self.State.OPEN}


class MotionVersion(models.Model):
    """The whole text as it stood from `written_at` on. `why`: what this version changes, in a few words."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"), max_length=MOST_TEXT)
    why = models.CharField(_("why it was changed"), max_length=300, blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("version of a motion")
        verbose_name_plural = _("versions of a motion")
        constraints = [
            models.UniqueConstraint(fields=["motion", "number"], name="motion_version_once"),
            models.CheckConstraint(condition=~Q(text=""), name="motion_version_has_text"),
        ]


class MotionTranslation(models.Model):
    """One version in another language."""

    version = models.ForeignKey(MotionVersion, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(_("language"), max_length=8)
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"), max_length=MOST_TEXT)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("translation of a motion")
        verbose_name_plural = _("translations of a motion")
        constraints = [models.UniqueConstraint(fields=["version", "language"], name="translation_once")]


class MotionSupport(models.Model):
    """A person supports that a motion is taken up; it says nothing about a vote."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="supports")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="motion_supports")
    given_at = models.DateTimeField(_("given"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["motion", "person"], name="support_once")]


class Amendment(models.Model):
    """Another text for a motion: its whole text as it would read. Taken, it becomes the next version."""

    class State(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        TAKEN = "taken", _("taken into the text")
        REFUSED = "refused", _("not taken")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="amendments")
    on_version = models.ForeignKey(MotionVersion, on_delete=models.PROTECT, related_name="amendments")
    text = models.TextField(_("text"), max_length=MOST_TEXT)
    why = models.CharField(_("why"), max_length=300)
    author = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="amendments"
    )
    made_at = models.DateTimeField(_("made"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    became = models.OneToOneField(
        MotionVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="amendment"
    )

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="taken", became__isnull=False) | (~Q(state="taken") & Q(became=None)),
                name="taken_amendment_is_version",
            )
        ]

    def __str__(self) -> str:
        return self.motion.title

    def get_absolute_url(self) -> str:
        return reverse("assembly_amendment", args=[self.key])


class MergeOffer(models.Model):
    """The author of one motion offers to join it to another; that one's author agrees or not."""

    class State(models.TextChoices):
        OFFERED = "offered", _("offered")
        AGREED = "agreed", _("agreed")
        DECLINED = "declined", _("declined")

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="offers_made")
    into = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="offers_had")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OFFERED)
    offered_at = models.DateTimeField(_("offered"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("offer to join motions")
        verbose_name_plural = _("offers to join motions")
        constraints = [
            models.UniqueConstraint(
                fields=["motion"], condition=Q(state="offered"), name="one_merge_offer_at_once"
            ),
            models.CheckConstraint(condition=~Q(motion=F("into")), name="merge_with_another"),
        ]


class Review(models.Model):
    """What it would cost, or whether it can be done, by someone who looked into it."""

    class Kind(models.TextChoices):
        COST = "cost", _("costs")
        TECHNICAL = "technical", _("can it be done")

    class Verdict(models.TextChoices):
        YES = "yes", _("can be done")
        CHANGED = "changed", _("can be done if it is changed")
        NO = "no", _("cannot be done")

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="reviews")
    kind = models.CharField(_("about"), max_length=10, choices=Kind)
    verdict = models.CharField(_("says"), max_length=8, choices=Verdict)
    cost_minor = models.PositiveBigIntegerField(_("cost"), null=True, blank=True)
    text = models.TextField(_("in words"), max_length=4000)
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(_("reviewed"))

    class Meta:
        verbose_name = _("review of a motion")
        verbose_name_plural = _("reviews of a motion")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="technical") | Q(cost_minor__isnull=False), name="cost_review_has_cost"
            )
        ]
