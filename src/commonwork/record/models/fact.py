"""A fact: one thing that happened, stated in the transaction that made it happen. Never changed, never deleted."""

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Fact(models.Model):
    """`at` is when it happened in the network's life, `recorded_at` when the machine heard of it.

    subject, actor: references "app.model/key" (actor may be "system/<name>"). mandate: the role acted in.
    data: keys, amounts (`*_minor`), codes and dates only. code: 12 letters that verify the receipt.
    """

    kind = models.CharField(_("kind"), max_length=80)
    subject = models.CharField(_("subject"), max_length=160)
    actor = models.CharField(_("actor"), max_length=160)
    mandate = models.CharField(_("mandate"), max_length=40, blank=True)
    organisation = models.CharField(_("organisation"), max_length=80, blank=True)
    at = models.DateTimeField(_("happened at"))
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())
    data = models.JSONField(_("data"), default=dict)
    code = models.CharField(_("code"), max_length=12, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "at"], name="fact_kind_at"),
            models.Index(fields=["organisation", "at"], name="fact_organisation_at"),
            models.Index(fields=["actor", "at"], name="fact_actor_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @property
    def number(self) -> str:
        """The receipt number, e.g. R-2017-000123; the year is the network's, wherever the fact was read."""
        return f"R-{self.year}-{self.pk:06d}"

    @property
    def year(self) -> int:
        """The year in which it happened, in the network's time zone."""
        return timezone.localtime(self.at, timezone.get_default_timezone()).year


class About(models.Model):
    """One thing a fact is about (its subject among them): the index behind every trail."""

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="abouts")
    ref = models.CharField(_("reference"), max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ref", "fact"], name="about_once")]
