"""Tokens for programs: belong to an account, carry scopes, are stored as a hash, shown once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonwork.access.models.account import Account


class Token(models.Model):
    key = models.SlugField(_("key"), max_length=60, unique=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("what it is for"), max_length=120)
    secret_hash = models.CharField(_("hash of the secret"), max_length=64, unique=True)
    scopes = models.JSONField(_("scopes"), default=list)
    created_at = models.DateTimeField(_("created"))
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    def __str__(self) -> str:
        return self.name
