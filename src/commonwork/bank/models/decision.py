"""How the committee decided: who chaired, who was there, what was said, and what it asks for first."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.bank.models.loan import Loan
from commonwork.registry.models import Person


class Minutes(models.Model):
    """The minutes of the sitting that decided on one loan."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    loan = models.OneToOneField(Loan, on_delete=models.PROTECT, related_name="minutes")
    chair = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField(_("held on"))
    words = models.TextField(_("minutes"), max_length=8000, blank=True)

    class Meta:
        verbose_name = _("minutes of the loan committee")
        verbose_name_plural = _("minutes of the loan committee")

    def __str__(self) -> str:
        return str(self.loan)

    def get_absolute_url(self) -> str:
        return reverse("bank_loan_decision", args=[self.loan.key])


class MinutesPresence(models.Model):
    """Who was there."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="present")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["minutes", "person"], name="minutes_present_once")]


class ConditionManager(models.Manager["LoanCondition"]):
    def get_queryset(self) -> models.QuerySet["LoanCondition"]:
        return super().get_queryset().select_related("loan__borrower")


class LoanCondition(models.Model):
    """What the committee asks for, and before what. Until it is met, that step waits."""

    class Before(models.TextChoices):
        AGREEMENT = "agreement", _("before the agreement")
        DRAW = "draw", _("before money is paid out")
        LATER = "later", _("while the loan runs")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="conditions")
    before = models.CharField(_("before"), max_length=10, choices=Before)
    text = models.CharField(_("condition"), max_length=400)
    met_on = models.DateField(_("met on"), null=True, blank=True)
    met_by = models.CharField(_("found met by"), max_length=160, blank=True)

    objects: ClassVar[ConditionManager] = ConditionManager()

    class Meta:
        verbose_name = _("condition of a loan")
        verbose_name_plural = _("conditions of loans")
        constraints = [
            models.CheckConstraint(
                condition=Q(met_on=None, met_by="") | (Q(met_on__isnull=False) & ~Q(met_by="")),
                name="condition_met_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return str(self.loan)

    def get_absolute_url(self) -> str:
        return reverse("bank_loan_decision", args=[self.loan.key])
