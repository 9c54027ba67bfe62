"""A seal: the Merkle root over a batch of facts, chained to the seal before it. Sealing never touches a fact."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonwork.record.models.fact import Fact


class Seal(models.Model):
    previous = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="next")
    root = models.CharField(_("Merkle root"), max_length=64)
    hash = models.CharField(_("chained hash"), max_length=64, unique=True)
    fact_count = models.PositiveIntegerField(_("number of facts"))
    sealed_at = models.DateTimeField(_("sealed at"))


class SealMember(models.Model):
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="members")
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="sealed")
    position = models.PositiveIntegerField(_("position"))
    leaf = models.CharField(_("leaf hash"), max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seal", "position"], name="seal_position_once")]
