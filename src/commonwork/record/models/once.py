"""A token that was used: the second use of the same token with the same payload gets the first answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonwork.record.models.fact import Fact


class Once(models.Model):
    key = models.CharField(_("token"), max_length=120, unique=True)
    payload_hash = models.CharField(_("hash of the payload"), max_length=64)
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(_("what the act returned"), max_length=160)
