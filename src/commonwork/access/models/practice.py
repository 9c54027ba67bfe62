"""Practice sign-ins of a demo network: one press, on this machine only. They block going live until removed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonwork.access.models.account import Account


class PracticeSignIn(models.Model):
    key = models.SlugField(_("key"), max_length=60, unique=True)
    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="practice")
    role = models.CharField(_("role"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
