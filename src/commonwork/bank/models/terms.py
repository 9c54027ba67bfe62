"""The terms of a loan on a schedule. A restructured loan has a further row; the old one stays."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonwork.bank.models.loan import Loan
from commonwork.record.models import Fact


class Terms(models.Model):
    """From `starts_on` on: `count` periods, each one `every` long, the first of them beginning that day.

    `principal_grace`, `interest_grace`: so many first periods ask for no principal, or for no payment at all; interest of
    the latter is asked for afterwards, without interest on it. Step: the payment grows by `step_bp` every `step_every`
    periods. Balloon: `balloon_minor` is asked for at the end.
    """

    class Schedule(models.TextChoices):
        LEVEL = "level", _("the same payment each time")
        EQUAL_PRINCIPAL = "equal_principal", _("the same part of the loan each time, interest on top")
        INTEREST_ONLY = "interest_only", _("interest each time, the loan at the end")
        STEP = "step", _("payments that grow step by step")
        BALLOON = "balloon", _("smaller payments and one large one at the end")

    class Every(models.TextChoices):
        WEEK = "week", _("every week")
        TWO_WEEKS = "two_weeks", _("every two weeks")
        MONTH = "month", _("every month")
        TWO_MONTHS = "two_months", _("every two months")
        QUARTER = "quarter", _("every quarter")
        HALF_YEAR = "half_year", _("every half year")
        YEAR = "year", _("every year")

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveIntegerField(_("number"))
    starts_on = models.DateField(_("from"))
    annual_rate_bp = models.PositiveIntegerField(_("interest a year"))
    day_count = models.CharField(_("days in a year"), max_length=13, choices=Loan.DayCount)
    schedule = models.CharField(_("schedule"), max_length=16, choices=Schedule)
    every = models.CharField(_("how often"), max_length=10, choices=Every)
    count = models.PositiveIntegerField(_("how many payments"))
    principal_grace = models.PositiveIntegerField(_("periods without principal"), default=0)
    interest_grace = models.PositiveIntegerField(_("periods without any payment"), default=0)
    step_bp = models.PositiveIntegerField(_("growth of a step"), default=0)
    step_every = models.PositiveIntegerField(_("periods in a step"), default=0)
    balloon_minor = models.BigIntegerField(_("asked for at the end"), default=0)
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("terms of a loan")
        verbose_name_plural = _("terms of loans")
        constraints = [
            models.UniqueConstraint(fields=["loan", "number"], name="terms_once"),
            models.CheckConstraint(condition=Q(count__gte=1), name="terms_at_least_one_payment"),
            models.CheckConstraint(
                condition=Q(principal_grace__lt=models.F("count"), interest_grace__lt=models.F("count")),
                name="terms_grace_ends_before_the_loan",
            ),
        ]


class Instalment(models.Model):
    """One period [starts_on, ends_on) of a loan on a schedule that has fallen due on `due_on`.

    `interest_minor` is what ran in the period; the two dues are what was asked for. Kept equal to the replay of the loan.
    """

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="instalments")
    number = models.PositiveIntegerField(_("number"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    due_on = models.DateField(_("due on"))
    reckoned_on = models.DateField(_("interest posted on"))
    interest_minor = models.BigIntegerField(_("interest of the period"))
    due_interest_minor = models.BigIntegerField(_("interest due"))
    due_principal_minor = models.BigIntegerField(_("loan due"))
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("payment of a schedule")
        verbose_name_plural = _("payments of schedules")
        constraints = [
            models.UniqueConstraint(fields=["loan", "number"], name="instalment_once"),
            models.CheckConstraint(
                condition=Q(due_interest_minor__gte=0, due_principal_minor__gte=0),
                name="instalment_not_negative",
            ),
        ]

    @property
    def due_minor(self) -> int:
        return self.due_interest_minor + self.due_principal_minor
