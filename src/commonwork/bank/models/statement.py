"""A surplus statement as the borrower filed it: what came in, what it cost, and what is left."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonwork.bank.models.loan import Loan
from commonwork.bank.models.quarter import period_name
from commonwork.record.models import Fact


class Statement(models.Model):
    """Of one period [starts_on, ends_on). `surplus_minor` is income less everything else.

    `is_from_books`: the figures are those of the borrower's own book here. Papers hang on the statement by its key.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="statements")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    filed_on = models.DateField(_("filed on"))
    is_from_books = models.BooleanField(_("from the books"), default=False)
    income_minor = models.BigIntegerField(_("income"))
    costs_minor = models.BigIntegerField(_("costs without wages"))
    wages_minor = models.BigIntegerField(_("wages as agreed"))
    reserve_minor = models.BigIntegerField(_("agreed reserve"), default=0)
    surplus_minor = models.BigIntegerField(_("surplus"))
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("surplus statement")
        verbose_name_plural = _("surplus statements")
        constraints = [
            models.UniqueConstraint(fields=["loan", "starts_on"], name="surplus_statement_once"),
            models.CheckConstraint(
                condition=Q(
                    surplus_minor=F("income_minor") - F("costs_minor") - F("wages_minor") - F("reserve_minor")
                ),
                name="statement_adds_up",
            ),
        ]

    @property
    def name(self) -> str:
        return period_name(self.starts_on, self.ends_on)
