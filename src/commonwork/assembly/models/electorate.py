"""Rolls: who may vote in a body, taken at a record date and never changed afterwards; a later change is a new roll."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonwork.record.models import Fact
from commonwork.registry.models import Body, Organisation, Person
from commonwork.ui.dates import day


class WithBody(models.Manager["Electorate"]):
    """Reads a roll with its body, of which its name is made."""

    def get_queryset(self) -> QuerySet["Electorate"]:
        return super().get_queryset().select_related("body")


class Electorate(models.Model):
    """Who could vote in a body at the end of `record_on`, and with what weight.

    `weighing`: one member one vote, one co-op one vote, or a co-op by its members up to `cap`. `source`: the rule or
    decision the roll follows. `delegation_cap`: how many votes one elector may carry for others; 0 where delegation is
    off. Someone with the duty affirms it (`affirmed_at`); `fact` is the fact of its taking.
    """

    class Weighing(models.TextChoices):
        PERSON = "person", _("one member, one vote")
        ORGANISATION = "organisation", _("one co-op, one vote")
        CAPPED = "capped", _("co-ops by their members, up to a cap")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="electorates")
    record_on = models.DateField(_("record date"))
    taken_at = models.DateTimeField(_("taken"))
    taken_by = models.CharField(_("taken by"), max_length=160)
    weighing = models.CharField(_("weights"), max_length=12, choices=Weighing, default=Weighing.PERSON)
    cap = models.PositiveIntegerField(_("most votes of a co-op"), null=True, blank=True)
    delegation_cap = models.PositiveIntegerField(_("most votes carried for others"), default=0)
    source = models.CharField(_("rule it follows"), max_length=300, blank=True)
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    affirmed_at = models.DateTimeField(_("affirmed"), null=True, blank=True)
    affirmed_by = models.CharField(_("affirmed by"), max_length=160, blank=True)

    named: ClassVar[WithBody] = WithBody()  # the first manager: names in trails come in one query
    objects: ClassVar[models.Manager["Electorate"]] = models.Manager()

    class Meta:
        verbose_name = _("roll")
        verbose_name_plural = _("rolls")
        indexes = [models.Index(fields=["body", "record_on"], name="electorate_record_on")]
        constraints = [
            models.CheckConstraint(
                condition=Q(weighing="capped", cap__gt=0) | (~Q(weighing="capped") & Q(cap=None)),
                name="electorate_cap_where_capped",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Roll of %(body)s, %(day)s") % {"body": self.body.name, "day": day(self.record_on)}

    def get_absolute_url(self) -> str:
        return reverse("assembly_roll", args=[self.key])

    @property
    def is_affirmed(self) -> bool:
        return self.affirmed_at is not None


class Elector(models.Model):
    """One line of a roll. `person` casts the vote: a member for herself, or who sits in the body for a co-op.

    `organisation`: where the member belongs, or the co-op that votes. `class_key`: class of membership, where there is
    one. `delegated_to`: who carries the vote, one level only; taken back by emptying it.
    """

    electorate = models.ForeignKey(
        Electorate, on_delete=models.PROTECT, related_name="electors", db_index=False
    )
    roll_number = models.CharField(_("roll number"), max_length=12)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="electors"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="electors"
    )
    class_key = models.CharField(_("class"), max_length=30, blank=True)
    weight = models.PositiveIntegerField(_("votes"), default=1)
    delegated_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carries"
    )

    class Meta:
        verbose_name = _("line of a roll")
        verbose_name_plural = _("lines of a roll")
        constraints = [
            models.UniqueConstraint(fields=["electorate", "roll_number"], name="elector_number_once"),
            models.UniqueConstraint(
                fields=["electorate", "person"], condition=Q(person__isnull=False), name="elector_person_once"
            ),
            models.CheckConstraint(condition=Q(weight__gt=0), name="elector_has_weight"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(organisation__isnull=False), name="elector_is_somebody"
            ),
            models.CheckConstraint(
                condition=Q(delegated_to=None) | ~Q(delegated_to=F("pk")), name="elector_not_to_oneself"
            ),
        ]

    def __str__(self) -> str:
        return self.roll_number

    @property
    def name(self) -> str:
        """Who it is, as the roll says it: the co-op, else the person."""
        if self.electorate.weighing == Electorate.Weighing.PERSON and self.person:
            return self.person.name
        return self.organisation.name if self.organisation else str(self.person)


class Affirmation(models.Model):
    """A member says for a year that she or he wants to be counted in a body's votes."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="affirmations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="affirmations")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))

    class Meta:
        verbose_name = _("affirmation")
        verbose_name_plural = _("affirmations")
        constraints = [
            models.UniqueConstraint(fields=["body", "person", "starts_on"], name="affirmed_once_a_start"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="affirmed_ends_after_start"),
        ]
