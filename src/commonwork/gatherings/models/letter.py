"""Letters out: mail that waits in the database until it has left, so that a fault on the way loses none."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Person


class Letter(models.Model):
    """One letter to one address. Address and text are erased once it has left; key and moment stay."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    about = models.CharField(_("about"), max_length=160)
    address = models.EmailField(_("e-mail"), blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    written_at = models.DateTimeField(_("written"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    tries_count = models.PositiveSmallIntegerField(_("times tried"), default=0)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [models.Index(fields=["sent_at", "written_at"], name="letter_waiting")]


class CalendarToken(models.Model):
    """Opens one person's calendar for programs that cannot sign in. Only the hash of the token is kept."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="calendar_token")
    token_hash = models.CharField(_("hash of the token"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"))
