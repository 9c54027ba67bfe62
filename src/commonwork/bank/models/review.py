"""What the bank thinks of an application before it decides: criteria kept as data, reviews by them, a memo in words."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.bank.models.loan import Loan
from commonwork.registry.models import Organisation, Person


class Criteria(models.Model):
    """One version of what reviewers look at: rows of {code, weight, question: {language: text}}. Never changed."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    lender = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("version"))
    adopted_on = models.DateField(_("adopted on"))
    rows = models.JSONField(_("criteria"))

    class Meta:
        verbose_name = _("criteria for loans")
        verbose_name_plural = _("criteria for loans")
        constraints = [models.UniqueConstraint(fields=["lender", "number"], name="criteria_version_once")]

    def __str__(self) -> str:
        return str(_("Criteria, version %(number)s")) % {"number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("bank_criteria")


class OfLoan(models.Manager["LoanReview"]):
    """Rows of a loan, with the loan of which their name is made."""

    def get_queryset(self) -> models.QuerySet["LoanReview"]:
        return super().get_queryset().select_related("loan__borrower")


class LoanReview(models.Model):
    """One person's scores, 1 to 5, for one application; a second review replaces the first. With a conflict of interest
    it is heard and not counted. `rows`: the criteria it was given by."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="loan_reviews")
    criteria = models.ForeignKey(
        Criteria, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews"
    )
    scores = models.JSONField(_("scores"))
    has_conflict = models.BooleanField(_("declared a conflict of interest"), default=False)
    words = models.TextField(_("in words"), max_length=2000, blank=True)
    given_on = models.DateField(_("given on"))

    objects: ClassVar[OfLoan] = OfLoan()

    class Meta:
        verbose_name = _("review of an application")
        verbose_name_plural = _("reviews of applications")
        constraints = [models.UniqueConstraint(fields=["loan", "reviewer"], name="loan_review_once")]

    def __str__(self) -> str:
        return str(self.loan)

    def get_absolute_url(self) -> str:
        return reverse("bank_loan_reviews", args=[self.loan.key])


class LoanMemo(models.Model):
    """The officer's memo for the committee, in plain words: four short parts, anew as often as needed until decided."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    loan = models.OneToOneField(Loan, on_delete=models.PROTECT, related_name="memo")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asks = models.TextField(_("What they ask for"), max_length=2000, blank=True)
    speaks_for = models.TextField(_("What speaks for it"), max_length=2000, blank=True)
    worries = models.TextField(_("What worries us"), max_length=2000, blank=True)
    proposes = models.TextField(_("What we propose"), max_length=2000, blank=True)
    written_on = models.DateField(_("written on"))

    class Meta:
        verbose_name = _("memo on a loan")
        verbose_name_plural = _("memos on loans")

    def __str__(self) -> str:
        return str(self.loan)

    def get_absolute_url(self) -> str:
        return reverse("bank_loan_reviews", args=[self.loan.key])
