"""Delegates: a body's rule of seats, how its seats were shared, who sits for which co-op, and what for."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.federation.models.affiliation import Affiliation
from commonwork.registry.models import Body, BodySeat, Organisation, Person


class SeatRule(models.Model):
    """From `starts_on` a body shares its seats its own way; without a row the adopted policies hold.

    `source`: the decision it comes from.
    """

    class Way(models.TextChoices):
        ONE_EACH = "one_each", _("one co-op, one seat")
        CLASS_WEIGHTS = "class_weights", _("by class of membership")
        WEBSTER = "webster", _("by members, Webster")
        DHONDT = "dhondt", _("by members, D'Hondt")
        HAMILTON = "hamilton", _("by members, Hamilton")
        SQUARE_ROOT = "square_root", _("square root of the members")

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seat_rules")
    starts_on = models.DateField(_("from"))
    method = models.CharField(_("way of sharing"), max_length=16, choices=Way)
    seats = models.PositiveIntegerField(_("seats"), default=0)
    floor = models.PositiveIntegerField(_("least seats of a co-op"), default=0)
    cap = models.PositiveIntegerField(_("most seats of a co-op"), null=True, blank=True)
    term_days = models.PositiveIntegerField(_("length of a term"))
    source = models.CharField(_("decided where"), max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "starts_on"], name="seat_rule_once_a_start")]


class Apportionment(models.Model):
    """How a body's seats were shared on a day, with the terms and sizes it was reckoned from.

    `seats` and `weights`: {co-op key: number}; `terms`: method, seats, floor, cap, classes, class_seats.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="apportionments")
    on = models.DateField(_("on"))
    terms = models.JSONField(_("terms"), default=dict)
    weights = models.JSONField(_("members"), default=dict)
    seats = models.JSONField(_("seats"), default=dict)

    class Meta:
        verbose_name = _("sharing of seats")
        verbose_name_plural = _("sharings of seats")
        indexes = [models.Index(fields=["body", "on"], name="apportionment_day")]

    def __str__(self) -> str:
        return self.body.name

    def get_absolute_url(self) -> str:
        return reverse("federation_body", args=[self.body.key])


class DelegateTerm(models.Model):
    """A person sits in a body for a co-op in [starts_on, ends_on); `ended_on` where it ended before its time."""

    class Mandate(models.TextChoices):
        FREE = "free", _("free: votes by her or his own judgement")
        BOUND = "bound", _("bound: votes as the co-op has decided")

    class Reason(models.TextChoices):
        TERM_OVER = "term-over", _("the term was over")
        RECALLED = "recalled", _("the co-op recalled its delegate")
        RESIGNED = "resigned", _("the delegate stepped down")
        SEAT_LOST = "seat-lost", _("the seats were shared anew")
        LEFT = "left", _("the co-op left or was suspended")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="delegate_terms")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="delegate_terms")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegate_terms")
    seat = models.ForeignKey(BodySeat, on_delete=models.PROTECT, related_name="delegate_terms")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    mandate = models.CharField(_("mandate"), max_length=8, choices=Mandate, default=Mandate.FREE)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    reason = models.CharField(_("why it ended"), max_length=12, choices=Reason, blank=True)
    votes_yes = models.PositiveIntegerField(_("members for the recall"), null=True, blank=True)
    votes_no = models.PositiveIntegerField(_("members against it"), null=True, blank=True)

    class Meta:
        verbose_name = _("term of a delegate")
        verbose_name_plural = _("terms of delegates")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "person"], condition=Q(ended_on=None), name="delegate_one_seat"
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="delegate_ends_after_start"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gt=F("starts_on")), name="delegate_ended_after_start"
            ),
        ]
        indexes = [models.Index(fields=["body", "organisation"], name="delegate_body")]

    def __str__(self) -> str:
        return str(_("Delegate of %(coop)s") % {"coop": self.organisation.name})

    def get_absolute_url(self) -> str:
        return reverse("federation_delegate", args=[self.key])

    @property
    def last_on(self) -> date:
        """The first day on which the person no longer sits: the planned one, or the earlier real one."""
        return min(self.ended_on or self.ends_on, self.ends_on)


class Question(models.Model):
    """What the delegates of a body vote on: an application to belong, or anything else in one sentence.

    Counts are delegates; they are kept when the vote closes. Carried: more for it than against it.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="questions")
    text = models.CharField(_("question"), max_length=300)
    affiliation = models.OneToOneField(
        Affiliation, on_delete=models.PROTECT, null=True, blank=True, related_name="question"
    )
    asked_on = models.DateField(_("asked on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    yes_count = models.PositiveIntegerField(_("for it"), null=True, blank=True)
    no_count = models.PositiveIntegerField(_("against it"), null=True, blank=True)
    abstain_count = models.PositiveIntegerField(_("abstained"), null=True, blank=True)

    class Meta:
        verbose_name = _("question to the delegates")
        verbose_name_plural = _("questions to the delegates")

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("federation_question", args=[self.key])

    @property
    def is_carried(self) -> bool:
        """Closed, with more delegates for it than against it."""
        return self.closed_on is not None and (self.yes_count or 0) > (self.no_count or 0)


class Answer(models.TextChoices):
    """What a delegate may answer."""

    YES = "yes", _("for it")
    NO = "no", _("against it")
    ABSTAIN = "abstain", _("abstains")


class Instruction(models.Model):
    """What a co-op tells its delegate about a question: it binds a delegate whose mandate is bound."""

    term = models.ForeignKey(DelegateTerm, on_delete=models.PROTECT, related_name="instructions")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="instructions")
    answer = models.CharField(_("answer"), max_length=8, choices=Answer)
    given_on = models.DateField(_("given on"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "question"], name="instruction_once")]


class DelegateVote(models.Model):
    """One delegate's vote on a question; it can be changed until the vote closes."""

    term = models.ForeignKey(DelegateTerm, on_delete=models.PROTECT, related_name="votes")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="votes")
    answer = models.CharField(_("answer"), max_length=8, choices=Answer)
    voted_on = models.DateField(_("voted on"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "question"], name="delegate_vote_once")]


class ReportBack(models.Model):
    """What a delegate told the co-op afterwards. The text can be erased; facts hold its day only."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    term = models.ForeignKey(DelegateTerm, on_delete=models.PROTECT, related_name="reports")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, null=True, blank=True)
    told_on = models.DateField(_("told on"))
    says = models.TextField(_("report"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("report of a delegate")
        verbose_name_plural = _("reports of delegates")
        indexes = [models.Index(fields=["told_on"], name="report_back_day")]

    def __str__(self) -> str:
        return str(self.term)

    def get_absolute_url(self) -> str:
        return reverse("federation_delegate", args=[self.term.key])
