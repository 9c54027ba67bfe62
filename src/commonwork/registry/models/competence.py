"""Competences: what someone can do, by whose word, from when until when. Gates ask for these, never for courses."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models.person import Person


class Competence(models.Model):
    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("competence")
        verbose_name_plural = _("competences")

    def __str__(self) -> str:
        return self.name


class CompetenceHeld(models.Model):
    """A person holds a competence. `evidence` is the reference of what proves it (a badge, a record)."""

    class Reason(models.TextChoices):
        MISTAKE = "mistake", _("it was a mistake")
        UNSAFE = "unsafe", _("others would be in danger")
        OUTDATED = "outdated", _("it is out of date")
        ASKED = "asked", _("the person asked for it")

    competence = models.ForeignKey(Competence, on_delete=models.PROTECT, related_name="held")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="competences")
    granted_on = models.DateField(_("granted on"))
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revoked_reason = models.CharField(_("why it was withdrawn"), max_length=12, choices=Reason, blank=True)
    granted_by = models.CharField(_("by whose word"), max_length=160)
    evidence = models.CharField(_("evidence"), max_length=160, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["competence", "person", "granted_on"], name="competence_once_a_day"
            )
        ]
