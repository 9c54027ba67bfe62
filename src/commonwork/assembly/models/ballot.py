"""Ballots: open ones, under a roll number. One row a voter; a blank ballot approves nothing and still counts.

A roll number stands for a person on the roll that the body keeps on paper; it is a pseudonym, and whoever holds that
roll can tell whose it is. Pages and downloads show ballots without it.
"""

from typing import ClassVar

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonwork.assembly.models.assembly import Assembly


class WithAssembly(models.Manager["BallotBatch"]):
    """Reads a batch with its assembly, of which its name is made."""

    def get_queryset(self) -> QuerySet["BallotBatch"]:
        return super().get_queryset().select_related("assembly__body")


class BallotBatch(models.Model):
    """A pile of ballots entered in one go, by one person, through one channel."""

    class Channel(models.TextChoices):
        PAPER = "paper", _("paper")
        PHONE = "phone", _("phone")
        ONLINE = "online", _("online")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="batches")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    entered_by = models.CharField(_("entered by"), max_length=160)
    entered_at = models.DateTimeField(_("entered at"))

    named: ClassVar[WithAssembly] = WithAssembly()  # the first manager: names in trails come in one query
    objects: ClassVar[models.Manager["BallotBatch"]] = models.Manager()

    class Meta:
        verbose_name = _("batch of ballots")
        verbose_name_plural = _("batches of ballots")

    def __str__(self) -> str:
        return gettext("Ballots entered for %(assembly)s") % {"assembly": self.assembly}

    def get_absolute_url(self) -> str:
        return self.assembly.get_absolute_url()


class Ballot(models.Model):
    """`approves` holds keys of proposals, each once, in the order of the paper ballot."""

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="ballots", db_index=False)
    batch = models.ForeignKey(BallotBatch, on_delete=models.PROTECT, related_name="ballots")
    voter = models.CharField(_("roll number"), max_length=60)
    approves = models.JSONField(_("approves"), default=list)

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints = [
            models.UniqueConstraint(fields=["assembly", "voter"], name="ballot_once_a_voter"),
            models.CheckConstraint(condition=~models.Q(voter=""), name="ballot_has_roll_number"),
        ]
