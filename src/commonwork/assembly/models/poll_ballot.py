"""Ballots of a poll, one row each, and the result its count left behind.

`content` is text in one spelling (rules/counting/marks.py): "3 1 2" for a ranking, "2 4" for ticks, "1:5 3:2" for
points, "yes"; "" is blank. It names options by their number on the ballot paper.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonwork.assembly.models.poll import Poll


class PaperBatch(models.Model):
    """A pile of paper ballots typed twice, by two people. Nothing counts before both readings agree.

    Readings are lists of [voter or paper number, content]. In a sealed poll papers carry no roll number.
    """

    class State(models.TextChoices):
        FIRST = "first", _("typed once")
        DIFFERS = "differs", _("typed twice, differences to settle")
        SETTLED = "settled", _("settled")
        THROWN = "thrown", _("thrown away")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="batches")
    name = models.CharField(_("pile"), max_length=60)
    paper_count = models.PositiveIntegerField(_("papers, counted by hand"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.FIRST)
    first = models.JSONField(_("first reading"), default=list)
    first_by = models.CharField(_("first typed by"), max_length=160)
    second = models.JSONField(_("second reading"), default=list, blank=True)
    second_by = models.CharField(_("second typed by"), max_length=160, blank=True)
    typed_at = models.DateTimeField(_("typed at"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    class Meta:
        verbose_name = _("pile of paper ballots")
        verbose_name_plural = _("piles of paper ballots")
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "name"], condition=~Q(state="thrown"), name="paper_pile_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="settled") | (Q(settled_at__isnull=False) & ~Q(second_by="")),
                name="settled_pile_typed_twice",
            ),
            models.CheckConstraint(
                condition=Q(second_by="") | ~Q(second_by=models.F("first_by")), name="pile_typed_by_two"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.poll.get_absolute_url()


class PollBallot(models.Model):
    """One ballot. `voter` is a roll number, or in an opened sealed poll the receipt code that only the voter knew.

    `stands` is False for one that another of the same voter has taken the place of; `replaces` leads back.
    """

    class Channel(models.TextChoices):
        ACCOUNT = "account", _("account")
        CODE = "code", _("code")
        TABLE = "table", _("at a table, with help")
        PAPER = "paper", _("paper")
        SEALED = "sealed", _("sealed")

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="ballots", db_index=False)
    voter = models.CharField(_("roll number"), max_length=60)
    content = models.TextField(_("content"), blank=True, max_length=20_000)
    weight = models.PositiveIntegerField(_("votes"), default=1)
    channel = models.CharField(_("channel"), max_length=7, choices=Channel)
    batch = models.ForeignKey(
        PaperBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="ballots"
    )
    cast_at = models.DateTimeField(_("cast at"))
    stands = models.BooleanField(_("counts"), default=True)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    class Meta:
        verbose_name = _("ballot of a poll")
        verbose_name_plural = _("ballots of polls")
        indexes = [models.Index(fields=["poll", "stands"], name="poll_ballot_by_poll")]
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "voter"], condition=Q(stands=True), name="poll_ballot_once_a_voter"
            ),
            models.CheckConstraint(condition=~Q(voter=""), name="poll_ballot_has_voter"),
        ]


class PollResult(models.Model):
    """What the count left behind, step by step, as JSON (queries/poll_results.py says in which shape)."""

    poll = models.OneToOneField(Poll, on_delete=models.PROTECT, related_name="result")
    content = models.JSONField(_("result"))
    counted_at = models.DateTimeField(_("counted at"))

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
