"""Offices a body fills by election, elections with their nominations, and the terms people serve."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonwork.assembly.models.electorate import Electorate
from commonwork.registry.models import Body, BodySeat, Person
from commonwork.ui.dates import day


class Office(models.Model):
    """So many seats of one kind in a body, for so many months. `kept`: {class of membership: least seats}."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="offices")
    name = models.CharField(_("name"), max_length=120)
    seats = models.PositiveSmallIntegerField(_("seats"))
    term_months = models.PositiveSmallIntegerField(_("months of a term"))
    kept = models.JSONField(_("seats kept for a class"), default=dict, blank=True)

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        constraints = [
            models.UniqueConstraint(fields=["body", "name"], name="office_once_a_body"),
            models.CheckConstraint(condition=Q(seats__gt=0, term_months__gt=0), name="office_has_seats"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("assembly_office", args=[self.key])


class WithOffice(models.Manager["Election"]):
    """Reads an election with its office and body, of which its name is made."""

    def get_queryset(self) -> QuerySet["Election"]:
        return super().get_queryset().select_related("office__body__organisation")


class Election(models.Model):
    """One election to an office. Seats, kept seats and rule are fixed when it is called; `poll` is the key of its vote.

    The term served is [term_starts_on, term_ends_on).
    """

    class State(models.TextChoices):
        NOMINATING = "nominating", _("nominations are open")
        VOTING = "voting", _("voting")
        SEATED = "seated", _("elected and seated")
        VOID = "void", _("called off")

    class Rule(models.TextChoices):
        SCOTTISH = "scottish", _("single transferable vote, Scottish rules")
        MEEK = "meek", _("single transferable vote, Meek's rules")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="elections")
    seats = models.PositiveSmallIntegerField(_("seats"))
    kept = models.JSONField(_("seats kept for a class"), default=dict, blank=True)
    rule = models.CharField(_("rule"), max_length=10, choices=Rule, default=Rule.SCOTTISH)
    nominations_until = models.DateField(_("nominations until"))
    term_starts_on = models.DateField(_("term from"))
    term_ends_on = models.DateField(_("term until"))
    poll = models.SlugField(_("vote"), max_length=60, blank=True, default="")
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.NOMINATING)
    seated_on = models.DateField(_("seated on"), null=True, blank=True)

    named: ClassVar[WithOffice] = WithOffice()  # the first manager: names in trails come in one query
    objects: ClassVar[models.Manager["Election"]] = models.Manager()

    class Meta:
        verbose_name = _("election")
        verbose_name_plural = _("elections")
        indexes = [models.Index(fields=["poll"], name="election_poll")]
        constraints = [
            models.CheckConstraint(
                condition=Q(term_ends_on__gt=F("term_starts_on")), name="election_term_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(seats__gt=0), name="election_has_seats"),
            models.CheckConstraint(
                condition=Q(state="seated", seated_on__isnull=False)
                | (~Q(state="seated") & Q(seated_on=None)),
                name="seated_election_has_day",
            ),
        ]

    def __str__(self) -> str:
        words = {"office": self.office.name, "body": self.office.body.name, "day": day(self.term_starts_on)}
        return gettext("%(office)s, %(body)s, from %(day)s") % words

    def get_absolute_url(self) -> str:
        return reverse("assembly_election", args=[self.key])


class Nomination(models.Model):
    """A person put forward for an election, who stands once she or he accepts. `number`: place on the ballot paper.

    The statement is the person's own, in an erasable row; facts hold the key only.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for an answer")
        ACCEPTED = "accepted", _("stands")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("stepped back")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="nominations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="nominations")
    proposer = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    class_key = models.CharField(_("class"), max_length=60, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    statement = models.TextField(_("statement"), max_length=4000, blank=True)
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        constraints = [
            models.UniqueConstraint(fields=["election", "person"], name="nominated_once"),
            models.UniqueConstraint(fields=["election", "number"], name="nomination_number_once"),
        ]

    def __str__(self) -> str:
        return gettext("A nomination")

    def get_absolute_url(self) -> str:
        return self.election.get_absolute_url()


class Term(models.Model):
    """A person serves in an office from `starts_on`, to `ends_on` or to the earlier `left_on`.

    `number`: order of election, the countback after it. The seat itself is the registry's. `recount`: of a countback, the
    nominations that sat and those available, and the seed: {"sitting": [...], "available": [...], "seed": ""}.
    """

    class CameBy(models.TextChoices):
        ELECTION = "election", _("elected")
        COUNTBACK = "countback", _("by countback")

    class Left(models.TextChoices):
        RESIGNED = "resigned", _("stepped down")
        RECALLED = "recalled", _("recalled")
        MEMBERSHIP = "membership", _("no longer a member")
        OVER = "over", _("the term was over")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="terms")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="terms_served")
    seat = models.ForeignKey(BodySeat, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField(_("number"))
    came_by = models.CharField(_("came by"), max_length=10, choices=CameBy)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    left_on = models.DateField(_("left on"), null=True, blank=True)
    left_because = models.CharField(_("why"), max_length=12, choices=Left, blank=True)
    recount = models.JSONField(_("what the countback was made of"), default=dict, blank=True)

    class Meta:
        verbose_name = _("term of office")
        verbose_name_plural = _("terms of office")
        constraints = [
            models.UniqueConstraint(fields=["election", "number"], name="term_number_once"),
            models.UniqueConstraint(
                fields=["election", "person"], condition=Q(left_on=None), name="term_once_a_person"
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="term_ends_after_start"),
            models.CheckConstraint(
                condition=Q(left_on=None, left_because="") | (Q(left_on__isnull=False) & ~Q(left_because="")),
                name="left_term_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return gettext("A term of office")

    def get_absolute_url(self) -> str:
        return self.election.get_absolute_url()


class Recall(models.Model):
    """Members ask that somebody leave an office before the term is over. Signed by enough, it goes to a vote.

    `needed`: signatures needed, fixed at the start from the policy and the number of members. `poll`: key of the vote.
    The reason is erasable text.
    """

    class State(models.TextChoices):
        SIGNING = "signing", _("signatures are collected")
        VOTING = "voting", _("voting")
        CARRIED = "carried", _("carried")
        FALLEN = "fallen", _("not carried")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="recalls")
    electorate = models.ForeignKey(Electorate, on_delete=models.PROTECT, related_name="recalls")
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    asked_on = models.DateField(_("asked on"))
    members = models.PositiveIntegerField(_("members"))
    needed = models.PositiveIntegerField(_("signatures needed"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.SIGNING)
    poll = models.SlugField(_("vote"), max_length=60, blank=True, default="")
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("recall")
        verbose_name_plural = _("recalls")
        constraints = [
            models.UniqueConstraint(
                fields=["term"], condition=Q(state__in=["signing", "voting"]), name="one_recall_at_a_time"
            ),
            models.CheckConstraint(condition=Q(needed__gt=0), name="recall_needs_signatures"),
        ]

    def __str__(self) -> str:
        return gettext("A recall")

    def get_absolute_url(self) -> str:
        return reverse("assembly_recall", args=[self.key])


class RecallSignature(models.Model):
    """One member's signature, once."""

    recall = models.ForeignKey(Recall, on_delete=models.PROTECT, related_name="signatures")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="recall_signatures")
    signed_on = models.DateField(_("signed on"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recall", "person"], name="recall_signed_once")]
