"""A loan, paid from surplus or on a schedule: asked for by a co-op, decided, agreed, drawn and repaid.

There is no guarantor: no person ever answers for a loan, so there is no field for one.
"""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonwork.bank.models.product import ProductVersion
from commonwork.registry.models import Organisation
from commonwork.rules.loans.statement_periods import period_of

PERIOD_WORDS = {
    "month": pgettext_lazy("statement period", "month"),
    "quarter": pgettext_lazy("statement period", "quarter"),
    "half_year": pgettext_lazy("statement period", "half year"),
    "year": pgettext_lazy("statement period", "year"),
}


class LoanManager(models.Manager["Loan"]):
    """Loans come with borrower and lender, whose names pages and refusals need."""

    def get_queryset(self) -> models.QuerySet["Loan"]:
        return super().get_queryset().select_related("borrower", "lender")


class Loan(models.Model):
    """Terms are empty until the agreement freezes them; from then on they never follow a policy again.

    `principal_minor` is what was asked for and agreed, not what was drawn; of a line of credit it is the limit.
    `is_public`: the borrower agreed that anyone may see the loan (without people's names). `next_due_on`: when the next
    payment of a schedule falls due. The terms of a schedule stand in `Terms`. `stated_every`, `year_begins`: for which
    periods the surplus is stated, and the month in which the co-op's year begins.
    """

    class Stage(models.TextChoices):
        APPLIED = "applied", _("asked for")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("not now")
        AGREED = "agreed", _("agreed")
        REPAYING = "repaying", _("being repaid")
        REPAID = "repaid", _("repaid")
        CLOSED = "closed", _("closed, the rest forgiven")

    class Kind(models.TextChoices):
        SURPLUS_SHARE = "surplus_share", _("paid from surplus")
        CONVENTIONAL = "conventional", _("paid on a schedule")
        LINE = "line", _("line of credit")

    class Fund(models.TextChoices):
        REVOLVING = "revolving", _("revolving loan fund")

    class Mode(models.TextChoices):
        ACCRUE = "accrue", _("interest runs in every period")
        PAUSE = "pause", _("interest rests in a period without surplus")

    class StatedEvery(models.TextChoices):
        MONTH = "month", _("every month")
        QUARTER = "quarter", _("every quarter")
        HALF_YEAR = "half_year", _("every half year")
        YEAR = "year", _("every year")

    class DayCount(models.TextChoices):
        ACTUAL_365 = "actual/365", _("days over a year of 365")
        ACTUAL_360 = "actual/360", _("days over a year of 360")
        THIRTY_360 = "30/360", _("months of 30 days over a year of 360")
        ACTUAL_ACTUAL = "actual/actual", _("days over the days of their year")

    class Reason(models.TextChoices):
        PLAN_HOLDS = "plan_holds", _("the plan holds")
        WITH_ADVICE = "plan_holds_with_advice", _("the plan holds, with advice to follow")
        PLAN_NOT_READY = "plan_not_ready", _("the plan needs more work")
        TRAINING_MISSING = "training_missing", _("the training is not complete yet")
        FUND_TOO_LOW = "fund_too_low", _("the fund has too little just now")
        OUTSIDE_PURPOSE = "outside_purpose", _("the fund may not be used for this")
        TOO_FEW_VOTES = "too_few_votes", _("too few votes")

    REASONS_YES = (Reason.PLAN_HOLDS, Reason.WITH_ADVICE)
    REASONS_NO = (
        Reason.PLAN_NOT_READY,
        Reason.TRAINING_MISSING,
        Reason.FUND_TOO_LOW,
        Reason.OUTSIDE_PURPOSE,
        Reason.TOO_FEW_VOTES,
    )
    HAS_TERMS = (Stage.AGREED, Stage.REPAYING, Stage.REPAID, Stage.CLOSED)
    RUNNING = (Stage.AGREED, Stage.REPAYING)

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    borrower = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="loans")
    lender = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="loans_given")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.SURPLUS_SHARE)
    product = models.ForeignKey(
        ProductVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="loans"
    )
    fund = models.CharField(_("fund"), max_length=20, choices=Fund, default=Fund.REVOLVING)
    principal_minor = models.BigIntegerField(_("amount"))
    unit = models.CharField(_("unit"), max_length=8, default="USD")
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.APPLIED)
    is_public = models.BooleanField(_("the public may see it"), default=False)
    applied_on = models.DateField(_("asked for on"))
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decision_reason = models.CharField(_("reason"), max_length=40, choices=Reason, blank=True)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    repaid_on = models.DateField(_("repaid on"), null=True, blank=True)
    surplus_definition = models.TextField(_("what counts as surplus"), blank=True)
    annual_rate_bp = models.PositiveIntegerField(_("interest a year"), null=True, blank=True)
    share_bp = models.PositiveIntegerField(_("share of surplus"), null=True, blank=True)
    mode = models.CharField(_("interest without surplus"), max_length=8, choices=Mode, blank=True)
    day_count = models.CharField(_("days in a year"), max_length=13, choices=DayCount, blank=True)
    carries_losses = models.BooleanField(_("losses are made good first"), default=False)
    stated_every = models.CharField(
        _("surplus is stated"), max_length=10, choices=StatedEvery, default=StatedEvery.QUARTER
    )
    year_begins = models.PositiveSmallIntegerField(_("month in which the year begins"), default=1)
    next_due_on = models.DateField(_("next due on"), null=True, blank=True)

    objects: ClassVar[LoanManager] = LoanManager()

    class Meta:
        verbose_name = _("loan")
        verbose_name_plural = _("loans")
        constraints = [
            models.CheckConstraint(condition=Q(principal_minor__gt=0), name="loan_principal_positive"),
            models.CheckConstraint(
                condition=Q(share_bp=None) | Q(share_bp__lte=10_000), name="loan_share_at_most_all"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["applied", "approved", "declined"])
                | (
                    Q(agreed_on__isnull=False, ends_on__isnull=False, annual_rate_bp__isnull=False)
                    & ~Q(day_count="")
                    & (
                        Q(kind__in=["conventional", "line"])
                        | (Q(share_bp__isnull=False) & ~Q(mode="") & ~Q(surplus_definition=""))
                    )
                ),
                name="loan_agreed_has_terms",
            ),
            models.CheckConstraint(
                condition=Q(year_begins__gte=1, year_begins__lte=12), name="loan_year_begins_in_a_month"
            ),
        ]
        indexes = [
            models.Index(fields=["lender", "stage"], name="loan_lender_stage"),
            models.Index(fields=["next_due_on"], name="loan_next_due"),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Loan"))

    def get_absolute_url(self) -> str:
        return reverse("bank_loan", args=[self.key])

    @property
    def full_name(self) -> str:
        """What the loan is called where its borrower is not named beside it: Truck loan, The Green Team."""
        return str(pgettext_lazy("a loan", "%(loan)s, %(borrower)s")) % {
            "loan": self,
            "borrower": self.borrower.name,
        }

    @property
    def has_terms(self) -> bool:
        return self.stage in self.HAS_TERMS

    @property
    def period_word(self) -> str:
        """What one of its statement periods is called: month, quarter, half year, year."""
        return str(PERIOD_WORDS[self.stated_every])

    def period_of(self, day: date) -> tuple[date, date]:
        """The statement period [starts_on, ends_on) a day lies in."""
        return period_of(day, every=self.stated_every, year_begins=self.year_begins)  # type: ignore[arg-type]

    @property
    def year_days(self) -> int:
        """Days of a year, as the agreement counts them."""
        return 360 if self.day_count == self.DayCount.ACTUAL_360 else 365
