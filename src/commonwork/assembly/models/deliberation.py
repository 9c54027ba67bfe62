"""What people say about a motion: comments in threads, their moderation, and short statements to agree with or not."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.assembly.models.motion import Motion
from commonwork.registry.models import Person


class Comment(models.Model):
    """A comment, or an answer to one (`parent`). `text` can be erased; facts never hold it.

    `message_hash`: the digest of the mail it came by, so that one mail is one comment.
    """

    class CameBy(models.TextChoices):
        PAGE = "page", _("on the page")
        MAIL = "mail", _("by mail")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="comments")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="motion_comments")
    text = models.TextField(_("text"), max_length=4000, blank=True)
    came_by = models.CharField(_("came by"), max_length=4, choices=CameBy, default=CameBy.PAGE)
    message_hash = models.CharField(_("digest of the mail"), max_length=64, blank=True)
    written_at = models.DateTimeField(_("written"))
    is_hidden = models.BooleanField(_("hidden"), default=False)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [models.Index(fields=["motion", "written_at"], name="comment_motion")]
        constraints = [
            models.UniqueConstraint(
                fields=["message_hash"], condition=~Q(message_hash=""), name="one_mail_one_comment"
            )
        ]

    def __str__(self) -> str:
        return self.motion.title

    def get_absolute_url(self) -> str:
        return f"{reverse('assembly_motion_talk', args=[self.motion.key])}#{self.key}"


class Moderation(models.Model):
    """A comment was hidden, for a reason its author is told; an appeal is answered by somebody else."""

    class Reason(models.TextChoices):
        PRIVATE = "private", _("tells private things about a person")
        ATTACK = "attack", _("attacks a person instead of speaking to the matter")
        OFF_TOPIC = "off-topic", _("is about something else")
        ADVERT = "advert", _("is an advertisement")
        UNLAWFUL = "unlawful", _("breaks the law")

    class Answer(models.TextChoices):
        RESTORED = "restored", _("shown again")
        STANDS = "stands", _("stays hidden")

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="moderations")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    words = models.CharField(_("in words"), max_length=300)
    hidden_by = models.CharField(_("hidden by"), max_length=160)
    hidden_at = models.DateTimeField(_("hidden"))
    appeal = models.CharField(_("appeal"), max_length=600, blank=True)
    appealed_at = models.DateTimeField(_("appealed"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=8, choices=Answer, blank=True)
    answer_words = models.CharField(_("answer in words"), max_length=300, blank=True)
    answered_by = models.CharField(_("answered by"), max_length=160, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("moderation")
        verbose_name_plural = _("moderations")
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="moderation_says_why"),
            models.CheckConstraint(
                condition=Q(answer="") | ~Q(answered_by=models.F("hidden_by")),
                name="appeal_answered_by_another",
            ),
        ]


class Statement(models.Model):
    """One short sentence about a motion, to agree or disagree with, or to pass on."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="statements")
    text = models.CharField(_("statement"), max_length=200)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = [models.UniqueConstraint(fields=["motion", "text"], name="opinion_statement_once")]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("assembly_motion_opinions", args=[self.motion.key])


class Stance(models.Model):
    """What a person says to a statement: 1 agrees, -1 disagrees, 0 passes. It can be changed at any time."""

    class Value(models.IntegerChoices):
        AGREE = 1, _("agree")
        DISAGREE = -1, _("disagree")
        PASS = 0, _("pass")

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="stances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stances")
    value = models.SmallIntegerField(_("stance"), choices=Value)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "person"], name="stance_once"),
            models.CheckConstraint(condition=Q(value__in=[-1, 0, 1]), name="stance_is_one_of_three"),
        ]
