"""A suggestion: an idea that someone without an account left by the open form. It waits until a coordinator has looked."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.incubator.models.idea import Idea


class Suggestion(models.Model):
    """Read by coordinators, and by whoever has its code; no fact holds the code. Its words go when it is accepted (the
    idea has them then), taken back, or some time after it was declined; the mail address as soon as it is looked at."""

    class State(models.TextChoices):
        WAITING = "waiting", _("to be looked at")
        ACCEPTED = "accepted", _("in the bank of ideas")
        DECLINED = "declined", _("not taken up")
        WITHDRAWN = "withdrawn", _("taken back")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    code = models.CharField(_("code"), max_length=12, unique=True)
    title = models.CharField(_("title"), max_length=120, blank=True)
    text = models.TextField(_("what it is"), max_length=4000, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    made_on = models.DateField(_("suggested on"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    looked_on = models.DateField(_("looked at on"), null=True, blank=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    idea = models.OneToOneField(
        Idea, on_delete=models.PROTECT, null=True, blank=True, related_name="suggestion"
    )
    erased_on = models.DateField(_("erased on"), null=True, blank=True)

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        indexes = [models.Index(fields=["state", "made_on"], name="suggestion_state")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason="") | Q(erased_on__isnull=False),
                name="declined_suggestion_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", idea__isnull=False) | (~Q(state="accepted") & Q(idea=None)),
                name="accepted_suggestion_is_an_idea",
            ),
            models.CheckConstraint(
                condition=Q(erased_on=None) | Q(title="", text="", email="", reason=""),
                name="erased_suggestion_has_no_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.key}"

    def get_absolute_url(self) -> str:
        return reverse("incubator_suggestion", args=[self.key])
