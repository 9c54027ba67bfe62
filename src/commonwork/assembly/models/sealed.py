"""Sealed polls: keepers of the key, ballots nobody can read while voting is open, and the public board.

A sealed ballot lies under a pseudonym that only the voter's own secret can produce, with a random identifier, so that
neither the rows nor their order lead to the roll.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonwork.assembly.models.poll import Poll
from commonwork.registry.models import Person


class PollKeeper(models.Model):
    """A keeper holds a code that never lies on the server. Their part of the key lies here, sealed to that code.

    `handed_in` is the part after the close, sealed to the secret of this installation until enough are in.
    """

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="keepers")
    number = models.PositiveSmallIntegerField(_("number"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="keeps_polls")
    public_bytes = models.BinaryField(_("public key"), null=True, blank=True)
    sealed_part = models.BinaryField(_("part of the key, sealed"), null=True, blank=True)
    handed_in = models.BinaryField(_("part handed in"), null=True, blank=True)
    has_opened = models.BooleanField(_("took part in the opening"), default=False)

    class Meta:
        verbose_name = _("keeper")
        verbose_name_plural = _("keepers")
        constraints = [
            models.UniqueConstraint(fields=["poll", "number"], name="poll_keeper_number_once"),
            models.UniqueConstraint(fields=["poll", "person"], name="poll_keeper_once"),
        ]


class SealedBallot(models.Model):
    """A ballot encrypted to the key of its poll, all of one length. It is gone once the poll has been opened."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="sealed_ballots", db_index=False)
    pseudonym = models.CharField(_("pseudonym"), max_length=64)
    sealed = models.BinaryField(_("sealed ballot"))

    class Meta:
        verbose_name = _("sealed ballot")
        verbose_name_plural = _("sealed ballots")
        constraints = [models.UniqueConstraint(fields=["poll", "pseudonym"], name="sealed_ballot_once")]


class BoardEntry(models.Model):
    """One line of a poll's public board; each hash covers the one before, so that no line can change unseen."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="board", db_index=False)
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=12)
    content = models.JSONField(_("content"))
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("line of the board")
        verbose_name_plural = _("lines of the board")
        constraints = [models.UniqueConstraint(fields=["poll", "number"], name="board_line_once")]
