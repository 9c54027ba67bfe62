"""A registration: someone means to come. By a person of the network, or by a guest without an account."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.gatherings.models.gathering import NEEDS, Gathering
from commonwork.registry.models import Person


class Registration(models.Model):
    """`code` opens its page without an account; it is secret, so no fact holds it. needs: codes of NEEDS
    asked for. party_count: how many places it asks for. waiting_since: on the waiting list since then; None where
    it has its places. pledged_minor: what the person chose to give, where there is a price."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    code = models.CharField(_("code"), max_length=12, unique=True)
    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="registrations")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="registrations"
    )
    needs = models.JSONField(_("help asked for"), default=list, blank=True)
    party_count = models.PositiveSmallIntegerField(_("places"), default=1)
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True)
    pledged_minor = models.PositiveIntegerField(_("chosen price"), null=True, blank=True)
    registered_at = models.DateTimeField(_("registered"))
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "person"],
                condition=Q(cancelled_at=None) & Q(person__isnull=False),
                name="registered_once",
            ),
            models.CheckConstraint(condition=Q(party_count__gt=0), name="registered_for_somebody"),
        ]
        indexes = [
            models.Index(fields=["gathering", "cancelled_at", "waiting_since"], name="registration_standing")
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
    language = models.CharField(_("language"), max_length=8, default="en")


class Question(models.Model):
    """Something the hosts ask whoever registers. choices: answers to choose from; none for a free answer."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField(_("number"))
    words = models.CharField(_("question"), max_length=200)
    choices = models.JSONField(_("answers to choose from"), default=list, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gathering", "number"], name="question_number_once")]

    def __str__(self) -> str:
        return self.words


class Answer(models.Model):
    """What somebody answered. Erased with the help they asked for, when it is no longer needed."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    text = models.CharField(_("answer"), max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["registration", "question"], name="question_answered_once")
        ]
