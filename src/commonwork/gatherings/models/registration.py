"""A registration: someone means to come. By a person of the network, or by a guest without an account."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.gatherings.models.gathering import NEEDS, Gathering
from commonwork.registry.models import Person


class Registration(models.Model):
    """`code` opens its page without an account; it is secret, so no fact holds it. needs: codes of NEEDS
    asked for."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    code = models.CharField(_("code"), max_length=12, unique=True)
    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="registrations")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="registrations"
    )
    needs = models.JSONField(_("help asked for"), default=list, blank=True)
    registered_at = models.DateTimeField(_("registered"))
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "person"],
                condition=Q(cancelled_at=None) & Q(person__isnull=False),
                name="registered_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.key}"

    def get_absolute_url(self) -> str:
        return reverse("gatherings_registration", args=[self.code])

    @property
    def name(self) -> str:
        """Who comes, for those who may see it; a dash when the name was erased."""
        if self.person:
            return self.person.name
        guest: Guest | None = getattr(self, "guest", None)
        return guest.name if guest else "—"

    @property
    def needs_texts(self) -> list[str]:
        """The help asked for, in words."""
        return [str(NEEDS[code]) for code in self.needs if code in NEEDS]


class Guest(models.Model):
    """Name and contact of someone without an account. The whole row is erased when it is no longer needed."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="guest")
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
