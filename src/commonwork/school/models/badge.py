"""A badge: the school's word that a person completed a course. Keeps course, hours and facilitator for good."""

import secrets
import uuid
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Competence, Person
from commonwork.school.models.course import Course


class Badge(models.Model):
    """One valid one a person and course; a revoked badge stays revoked, a new one may follow. `check_code`
    is printed on it; anyone can look it up. trainer_key: who kept the course. led_by: who led each session the holder
    attended, {number: key of a person}, kept as it was that day. holder_id and salt stand for the holder in the
    signed credential, which names nobody; its row number is its place in the list of what was revoked."""

    class Reason(models.TextChoices):
        MISTAKE = "mistake", _("it was awarded by mistake")
        ROLL_CORRECTED = "roll-corrected", _("the roll was corrected and sessions are missing")
        ASKED = "asked", _("the person asked for it")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    check_code = models.CharField(_("check code"), max_length=12, unique=True)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="badges")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="badges")
    competence = models.ForeignKey(Competence, on_delete=models.PROTECT, related_name="badges")
    trainer_key = models.SlugField(_("trainer"), max_length=60)
    led_by = models.JSONField(_("who led which session"), default=dict, blank=True)
    awarded_on = models.DateField(_("awarded on"))
    sessions_count = models.PositiveSmallIntegerField(_("sessions attended"))
    expires_on = models.DateField(_("holds until"), null=True, blank=True)
    holder_id = models.UUIDField(_("stands for the holder"), default=uuid.uuid4)
    salt = models.CharField(_("salt"), max_length=64, default=secrets.token_hex)
    attended_minutes = models.PositiveIntegerField(_("minutes attended"))
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revoked_reason = models.CharField(_("why it was revoked"), max_length=20, choices=Reason, blank=True)

    class Meta:
        verbose_name = _("badge")
        verbose_name_plural = _("badges")
        constraints = [
            models.UniqueConstraint(
                fields=["course", "person"], condition=Q(revoked_on=None), name="badge_once"
            ),
            models.CheckConstraint(
                condition=Q(revoked_on=None, revoked_reason="")
                | (Q(revoked_on__isnull=False) & ~Q(revoked_reason="")),
                name="badge_revoked_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["awarded_on"], name="badge_awarded")]

    def __str__(self) -> str:
        return str(self.course)

    def get_absolute_url(self) -> str:
        return reverse("school_badge", args=[self.key])

    @property
    def is_valid(self) -> bool:
        """Not revoked."""
        return self.revoked_on is None

    @property
    def hours(self) -> Decimal:
        """Hours attended, to the hundredth (half-even)."""
        return (Decimal(self.attended_minutes) / 60).quantize(Decimal("0.01"))

    @property
    def hours_text(self) -> str:
        """Hours as people read them: 12, 13.5."""
        return f"{self.hours.normalize():f}"

    @property
    def spaced_code(self) -> str:
        """The check code in groups of four."""
        return " ".join(self.check_code[start : start + 4] for start in range(0, 12, 4))


class IssuerKey(models.Model):
    """A key the school signs badges with (Ed25519). The private half is kept encrypted; the secret that opens it stands
    outside the database. Old keys stay, so that what they signed can be checked."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    public_bytes = models.BinaryField(_("public half"))
    sealed_bytes = models.BinaryField(_("private half, encrypted"))
    made_at = models.DateTimeField(_("made"))
