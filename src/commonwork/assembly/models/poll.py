"""A poll: one question put to a body's roll, by a rule, a quorum and channels fixed before it opens.

Elections and budgets are polls too. `PollVoter` is the poll's own copy of the roll, taken when it opens: who may vote
with what weight, and who has. What was voted stands in `PollBallot`, or sealed in `SealedBallot` (models/sealed.py).
"""

from datetime import datetime
from fractions import Fraction
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Body, Person

RANKED = ("irv", "schulze", "scottish", "meek")
BUDGETS = ("budget-approval", "budget-points", "budget-knapsack")


class WithBody(models.Manager["Poll"]):
    """Reads a poll with its body, whose page leads to it."""

    def get_queryset(self) -> QuerySet["Poll"]:
        return super().get_queryset().select_related("body")


class Poll(models.Model):
    """`threshold` is a fraction such as 2/3; 1/2 means more than half. Quorum: `quorum_bp` of the roll and at least
    `quorum_count`; both 0 where there is none. `present_count`: people in the room, kept by the meeting.

    `points` are what a voter may give away (dots, points), `most_choices` how many options may be named (0: any),
    `most_each` the most one option may get. `purpose` says what kind of vote it is for others (election, budget).
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("being prepared")
        OPEN = "open", _("voting is open")
        CLOSED = "closed", _("closed, not counted yet")
        COUNTED = "counted", _("counted")
        VOID = "void", _("called off")

    class Method(models.TextChoices):
        MAJORITY = "majority", _("yes or no")
        APPROVAL = "approval", _("tick all you agree with")
        SCORE = "score", _("a score for each")
        DOTS = "dots", _("dots to give away")
        IRV = "irv", _("ranking, one winner (instant run-off)")
        SCHULZE = "schulze", _("ranking, one winner (each against each)")
        SCOTTISH = "scottish", _("ranking, several seats (Scottish single transferable vote)")
        MEEK = "meek", _("ranking, several seats (Meek's single transferable vote)")
        BUDGET_APPROVAL = "budget-approval", _("budget: tick projects")
        BUDGET_POINTS = "budget-points", _("budget: points for projects")
        BUDGET_KNAPSACK = "budget-knapsack", _("budget: tick projects that fit together")

    class BudgetRule(models.TextChoices):
        EQUAL_SHARES = "equal-shares", _("Equal Shares")
        GREEDY = "greedy", _("most votes first, skipping what does not fit")
        GREEDY_NO_SKIP = "greedy-no-skip", _("most votes first, until one does not fit")

    class Secrecy(models.TextChoices):
        OPEN = "open", _("open")
        SEALED = "sealed", _("sealed")

    class Base(models.TextChoices):
        CAST = "cast", _("votes cast")
        PRESENT = "present", _("everyone present")
        ROLL = "roll", _("everyone on the roll")

    class WithoutQuorum(models.TextChoices):
        NOTHING = "nothing", _("nothing is decided")
        ADVICE = "advice", _("the result counts as advice")
        REPEAT = "repeat", _("the vote is repeated, then without a quorum")

    class ChannelRule(models.TextChoices):
        PAPER = "paper", _("the paper ballot counts")
        LAST = "last", _("the last ballot before the close counts")
        FIRST = "first", _("the first ballot counts")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="polls")
    electorate = models.CharField(_("roll"), max_length=60, blank=True, default="")
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("what it is about"), max_length=8000, blank=True)
    purpose = models.CharField(_("purpose"), max_length=20, blank=True, default="")
    method = models.CharField(_("method"), max_length=16, choices=Method)
    budget_rule = models.CharField(_("rule of the budget"), max_length=16, choices=BudgetRule, blank=True)
    completion = models.CharField(_("completion"), max_length=12, blank=True, default="none")
    seats = models.PositiveSmallIntegerField(_("seats"), default=1)
    secrecy = models.CharField(_("secrecy"), max_length=6, choices=Secrecy, default=Secrecy.OPEN)
    quorum_bp = models.PositiveIntegerField(_("quorum, share of the roll"), default=0)
    quorum_count = models.PositiveIntegerField(_("quorum, people"), default=0)
    quorum_base = models.CharField(_("quorum counts"), max_length=7, choices=Base, default=Base.PRESENT)
    without_quorum = models.CharField(
        _("without a quorum"), max_length=7, choices=WithoutQuorum, default=WithoutQuorum.NOTHING
    )
    threshold = models.CharField(_("needed"), max_length=15, default="1/2")
    threshold_base = models.CharField(_("of"), max_length=7, choices=Base, default=Base.CAST)
    channel_rule = models.CharField(
        _("who tries two channels"), max_length=5, choices=ChannelRule, default=ChannelRule.PAPER
    )
    points = models.PositiveIntegerField(_("points to give"), default=0)
    most_choices = models.PositiveSmallIntegerField(_("most options"), default=0)
    most_each = models.PositiveIntegerField(_("most for one option"), default=0)
    budget_minor = models.PositiveBigIntegerField(_("budget"), null=True, blank=True)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    seed = models.CharField(_("public seed"), max_length=120, blank=True)
    present_count = models.PositiveIntegerField(_("present"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    counted_at = models.DateTimeField(_("counted"), null=True, blank=True)
    keepers_needed = models.PositiveSmallIntegerField(_("keepers needed"), default=2)
    sealing_key = models.BinaryField(_("public key of the poll"), null=True, blank=True)

    named: ClassVar[WithBody] = WithBody()  # the first manager: names in trails come in one query
    objects: ClassVar[models.Manager["Poll"]] = models.Manager()

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        indexes = [models.Index(fields=["state", "closes_at"], name="poll_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(seats__gt=0), name="poll_has_a_seat"),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="poll_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "void"]) | Q(opened_at__isnull=False),
                name="open_poll_was_opened",
            ),
            models.CheckConstraint(
                condition=~Q(state="open", secrecy="sealed", sealing_key=None), name="sealed_poll_has_key"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assembly_poll", args=[self.key])

    @property
    def is_sealed(self) -> bool:
        return self.secrecy == self.Secrecy.SEALED

    @property
    def is_ranked(self) -> bool:
        return self.method in RANKED

    @property
    def is_budget(self) -> bool:
        return self.method in BUDGETS

    @property
    def fraction(self) -> Fraction:
        """What is needed, as an exact fraction."""
        return Fraction(self.threshold)

    def takes_votes_at(self, at: datetime) -> bool:
        """Is a ballot taken at that moment? The close itself is too late."""
        is_early = self.opens_at is not None and at < self.opens_at
        is_late = self.closes_at is not None and at >= self.closes_at
        return self.state == self.State.OPEN and not is_early and not is_late


class PollOption(models.Model):
    """One thing to vote on, by its number on the ballot paper. A withdrawn one keeps its row and its number."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    number = models.PositiveSmallIntegerField(_("number"))
    key = models.SlugField(_("key"), max_length=60)
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("more about it"), max_length=4000, blank=True)
    cost_minor = models.PositiveBigIntegerField(_("cost"), null=True, blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="standing_in"
    )
    class_key = models.CharField(_("class"), max_length=60, blank=True)
    category = models.CharField(_("category"), max_length=60, blank=True)
    district = models.CharField(_("district"), max_length=60, blank=True)
    excludes = models.JSONField(_("incompatible with"), default=list, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        verbose_name = _("option")
        verbose_name_plural = _("options")
        constraints = [
            models.UniqueConstraint(fields=["poll", "number"], name="poll_option_number_once"),
            models.UniqueConstraint(fields=["poll", "key"], name="poll_option_key_once"),
        ]

    def __str__(self) -> str:
        return self.title


class PollVoter(models.Model):
    """One line of the poll's roll. `voted_by` is the channel through which a vote came in, "" before.

    A code is kept as a keyed hash only. In a sealed poll nothing here says when somebody voted, or what.
    """

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="voters", db_index=False)
    number = models.CharField(_("roll number"), max_length=60)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="poll_rolls"
    )
    weight = models.PositiveIntegerField(_("votes"), default=1)
    class_key = models.CharField(_("class"), max_length=60, blank=True)
    code_hash = models.CharField(_("hash of the code"), max_length=64, blank=True)
    voted_by = models.CharField(_("voted by"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("voter")
        verbose_name_plural = _("voters")
        constraints = [
            models.UniqueConstraint(fields=["poll", "number"], name="poll_voter_once"),
            models.UniqueConstraint(
                fields=["poll", "person"], condition=Q(person__isnull=False), name="poll_person_once"
            ),
            models.UniqueConstraint(
                fields=["poll", "code_hash"], condition=~Q(code_hash=""), name="poll_code_once"
            ),
            models.CheckConstraint(condition=Q(weight__gt=0), name="poll_voter_has_a_vote"),
        ]
