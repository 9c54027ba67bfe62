"""Documents: papers that prove something. A document is its content; an attachment says what it proves."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Document(models.Model):
    """One content, kept once. `sha256` is of what is kept, `sent_sha256` of what was sent (before a photo lost its
    hidden data). Erasing empties `content`; both hashes stay."""

    class Kind(models.TextChoices):
        PDF = "pdf", _("PDF")
        JPEG = "jpeg", _("photo")
        PNG = "png", _("picture")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    sha256 = models.CharField(_("hash"), max_length=64, unique=True)
    sent_sha256 = models.CharField(_("hash as sent"), max_length=64)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    size_bytes = models.PositiveIntegerField(_("size in bytes"))
    content = models.BinaryField(_("content"), null=True)
    stored_at = models.DateTimeField(_("stored at"))

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes = [models.Index(fields=["sent_sha256"], name="document_as_sent")]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def is_erased(self) -> bool:
        return self.content is None


class Attachment(models.Model):
    """A document stands beside a thing ("app.model/key"). `is_public`: whoever keeps the thing showed it to all."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="attachments")
    ref = models.CharField(_("reference"), max_length=160)
    attached_by = models.CharField(_("attached by"), max_length=160)
    attached_at = models.DateTimeField(_("attached at"))
    is_public = models.BooleanField(_("shown to everyone"), default=False)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        constraints = [
            models.UniqueConstraint(fields=["ref", "document"], name="attachment_once"),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(is_public=False), name="erased_attachment_is_not_public"
            ),
        ]
