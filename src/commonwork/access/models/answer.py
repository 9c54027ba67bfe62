"""What a program was answered: the same key with the same request gets the same answer, whatever it was."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonwork.access.models.account import Account


class Answer(models.Model):
    """`body` is what was sent back, byte by byte, refusals included. Keys belong to an account: two may use the same."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(_("key of the request"), max_length=200)
    payload_hash = models.CharField(_("hash of the request"), max_length=64)
    status = models.PositiveSmallIntegerField(_("status"))
    body = models.TextField(_("answer"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("answer to a program")
        verbose_name_plural = _("answers to programs")
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="answered_once")]
