"""The year-end of a co-op: how a year's result was closed, shared and paid, and each member's part of it."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Organisation, Person


class YearEnd(models.Model):
    """The year [starts_on, ends_on). `result_minor`: surplus positive, loss negative, as closed in the co-op's book.

    What was shared is kept with the terms it was shared by (`terms`: the policies' values of that day), so that every
    figure can be shown and explained later, whatever the policies become.
    """

    key = models.SlugField(_("key"), max_length=80, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="year_ends")
    year = models.PositiveSmallIntegerField(_("year"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    result_minor = models.BigIntegerField(_("result"))
    closed_on = models.DateField(_("closed on"))
    shared_on = models.DateField(_("shared on"), null=True, blank=True)
    loss_carried_on = models.DateField(_("loss carried on"), null=True, blank=True)
    solidarity_paid_on = models.DateField(_("solidarity share paid on"), null=True, blank=True)
    patronage_paid_on = models.DateField(_("patronage paid on"), null=True, blank=True)
    notices_issued_on = models.DateField(_("notices issued on"), null=True, blank=True)
    terms = models.JSONField(_("terms"), default=dict)
    member_minutes = models.PositiveBigIntegerField(_("paid minutes of members"), default=0)
    other_minutes = models.PositiveBigIntegerField(_("paid minutes of others"), default=0)
    uncounted_minutes = models.PositiveBigIntegerField(_("minutes that do not count"), default=0)
    interest_minor = models.BigIntegerField(_("interest on capital accounts"), default=0)
    patronage_sourced_minor = models.BigIntegerField(_("earned by members' work"), default=0)
    non_patronage_minor = models.BigIntegerField(_("earned by others' work"), default=0)
    individual_minor = models.BigIntegerField(_("members' part"), default=0)
    reserve_minor = models.BigIntegerField(_("reserve's part"), default=0)
    education_minor = models.BigIntegerField(_("education's part"), default=0)
    solidarity_minor = models.BigIntegerField(_("solidarity share"), default=0)
    cash_minor = models.BigIntegerField(_("in cash"), default=0)
    retained_minor = models.BigIntegerField(_("kept in capital accounts"), default=0)

    class Meta:
        verbose_name = _("year-end")
        verbose_name_plural = _("year-ends")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year"], name="year_end_once"),
            models.CheckConstraint(
                condition=Q(shared_on=None) | Q(loss_carried_on=None), name="year_end_shared_or_carried"
            ),
            models.CheckConstraint(
                condition=Q(shared_on=None)
                | Q(
                    result_minor=F("interest_minor")
                    + F("individual_minor")
                    + F("reserve_minor")
                    + F("non_patronage_minor")
                    + F("education_minor")
                    + F("solidarity_minor")
                ),
                name="year_end_shared_whole",
            ),
            models.CheckConstraint(
                condition=Q(shared_on=None) | Q(individual_minor=F("cash_minor") + F("retained_minor")),
                name="year_end_members_part_whole",
            ),
        ]
        indexes = [models.Index(fields=["shared_on"], name="year_end_shared")]

    def __str__(self) -> str:
        return str(_("Year-end %(year)s of %(coop)s") % {"year": self.year, "coop": self.organisation.name})

    def get_absolute_url(self) -> str:
        return reverse("federation_year_end", args=[self.organisation.key, self.year])

    @property
    def last_day(self) -> date:
        """The last day of the year."""
        return self.ends_on - timedelta(days=1)

    @property
    def to_reserve_minor(self) -> int:
        """The reserve's part and what others' work earned: both go to the indivisible reserve."""
        return self.reserve_minor + self.non_patronage_minor


class Allocation(models.Model):
    """One member's part of a year. `weight`: minutes, or minutes x wage in cents, as the terms say.

    Loss years have negative `retained_minor` and no cash.
    """

    year_end = models.ForeignKey(YearEnd, on_delete=models.CASCADE, related_name="allocations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="allocations")
    minutes = models.PositiveBigIntegerField(_("paid minutes"))
    weight = models.PositiveBigIntegerField(_("weight"))
    opening_minor = models.BigIntegerField(_("capital account before"))
    interest_minor = models.BigIntegerField(_("interest"), default=0)
    total_minor = models.BigIntegerField(_("share"))
    cash_minor = models.BigIntegerField(_("in cash"))
    retained_minor = models.BigIntegerField(_("kept in the account"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year_end", "person"], name="allocation_once"),
            models.CheckConstraint(
                condition=Q(total_minor=F("cash_minor") + F("retained_minor")), name="allocation_whole"
            ),
        ]

    @property
    def closing_minor(self) -> int:
        """The capital account after the year-end."""
        return self.opening_minor + self.interest_minor + self.retained_minor
