"""Walking with a borrower: visits and hours, steps agreed on, and a plan when a loan falls short.

Read by the co-op's people and by those who act for the bank, and by nobody else.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.bank.models.loan import Loan
from commonwork.registry.models import Person


class VisitManager(models.Manager["Visit"]):
    """Rows come with their loan, of which their name is made."""

    def get_queryset(self) -> models.QuerySet["Visit"]:
        return super().get_queryset().select_related("loan__borrower")


class Visit(models.Model):
    """One time somebody of the bank gave the co-op; an entry made by mistake is struck, not removed."""

    class Kind(models.TextChoices):
        SITE = "site", _("site visit before the decision")
        VISIT = "visit", _("visit")
        CALL = "call", _("call")
        BOOKS = "books", _("work on the books together")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="visits")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="loan_visits")
    kind = models.CharField(_("what"), max_length=8, choices=Kind)
    on = models.DateField(_("day"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    words = models.TextField(_("what was seen and said"), max_length=4000)
    is_struck = models.BooleanField(_("struck"), default=False)

    objects: ClassVar[VisitManager] = VisitManager()

    class Meta:
        verbose_name = _("visit to a borrower")
        verbose_name_plural = _("visits to borrowers")
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gt=0, minutes__lte=1440), name="loan_visit_within_a_day"
            )
        ]
        indexes = [models.Index(fields=["loan", "on"], name="loan_visit_on")]

    def __str__(self) -> str:
        return str(self.loan)

    def get_absolute_url(self) -> str:
        return reverse("bank_loan_log", args=[self.loan.key])


class WalkPlanManager(models.Manager["WalkPlan"]):
    """Rows come with their loan, of which their name is made."""

    def get_queryset(self) -> models.QuerySet["WalkPlan"]:
        return super().get_queryset().select_related("loan__borrower")


class WalkPlan(models.Model):
    """What co-op and bank agree on when a loan falls short: why, what changes, and when they look again."""

    class Outcome(models.TextChoices):
        ON_ITS_WAY = "on_its_way", _("the loan goes on as agreed")
        NEW_TERMS = "new_terms", _("new terms are needed")
        WRITE_OFF = "write_off", _("what is left is to be written off")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="walk_plans")
    reasons = models.JSONField(_("reasons"), default=list)
    words = models.TextField(_("what changes"), max_length=4000)
    starts_on = models.DateField(_("from"))
    review_on = models.DateField(_("looked at again on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)

    objects: ClassVar[WalkPlanManager] = WalkPlanManager()

    class Meta:
        verbose_name = _("accompaniment plan")
        verbose_name_plural = _("accompaniment plans")
        constraints = [
            models.UniqueConstraint(
                fields=["loan"], condition=Q(ended_on=None), name="walk_plan_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(review_on__gt=F("starts_on")), name="walk_plan_review_after_start"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, outcome="") | (Q(ended_on__isnull=False) & ~Q(outcome="")),
                name="walk_plan_ended_has_outcome",
            ),
        ]

    def __str__(self) -> str:
        return str(self.loan)

    def get_absolute_url(self) -> str:
        return reverse("bank_loan_log", args=[self.loan.key])


class NextStepManager(models.Manager["NextStep"]):
    """Rows come with their loan, of which their name is made."""

    def get_queryset(self) -> models.QuerySet["NextStep"]:
        return super().get_queryset().select_related("loan__borrower")


class NextStep(models.Model):
    """One thing somebody will do, agreed at a visit or in a plan."""

    class Side(models.TextChoices):
        COOP = "coop", _("the co-op")
        BANK = "bank", _("the bank")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="next_steps")
    side = models.CharField(_("who does it"), max_length=4, choices=Side)
    text = models.CharField(_("step"), max_length=300)
    due_on = models.DateField(_("by"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.CharField(_("done by"), max_length=160, blank=True)

    objects: ClassVar[NextStepManager] = NextStepManager()

    class Meta:
        verbose_name = _("agreed next step")
        verbose_name_plural = _("agreed next steps")
        indexes = [models.Index(fields=["done_on", "due_on"], name="loan_step_due")]

    def __str__(self) -> str:
        return str(self.loan)

    def get_absolute_url(self) -> str:
        return reverse("bank_loan_log", args=[self.loan.key])
