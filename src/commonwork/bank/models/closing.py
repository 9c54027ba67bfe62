"""The end of a loan: papers handed back, thanks said, and what both sides learnt."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.bank.models.loan import Loan


class LoanClosing(models.Model):
    """Written once when nothing is owed any more."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    loan = models.OneToOneField(Loan, on_delete=models.PROTECT, related_name="closing")
    closed_on = models.DateField(_("closed on"))
    thanks = models.TextField(_("thanks"), max_length=2000, blank=True)
    learnt = models.TextField(_("what was learnt"), max_length=4000)

    class Meta:
        verbose_name = _("closing of a loan")
        verbose_name_plural = _("closings of loans")

    def __str__(self) -> str:
        return str(self.loan)

    def get_absolute_url(self) -> str:
        return reverse("bank_loan_closing", args=[self.loan.key])
