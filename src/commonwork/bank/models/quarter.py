"""A quarter of a loan: the surplus statement, the interest that ran, and what is due from it."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonwork.bank.models.loan import Loan
from commonwork.record.models import Fact


def calendar_quarter(day: date) -> tuple[date, date]:
    """The quarter [starts_on, ends_on) a day lies in.

    >>> calendar_quarter(date(2016, 12, 31))
    (datetime.date(2016, 10, 1), datetime.date(2017, 1, 1))
    """
    first = day.month - (day.month - 1) % 3
    following = date(day.year + 1, 1, 1) if first == 10 else date(day.year, first + 3, 1)
    return date(day.year, first, 1), following


def quarter_code(starts_on: date) -> str:
    """What a quarter is called in facts, in every language.

    >>> quarter_code(date(2017, 1, 1))
    'Q1 2017'
    """
    return f"Q{(starts_on.month + 2) // 3} {starts_on.year}"


def quarter_name(starts_on: date) -> str:
    """What a quarter is called on pages: Q1 2017."""
    number = (starts_on.month + 2) // 3
    return gettext("Q%(number)s %(year)s") % {"number": number, "year": starts_on.year}


class Quarter(models.Model):
    """One closed quarter [starts_on, ends_on). `share_minor` is the most the loan may take from its surplus.

    `stated_on` is when the statement was made; nothing is due before it, so a late statement is no late payment.
    """

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="quarters")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    stated_on = models.DateField(_("stated on"))
    surplus_minor = models.BigIntegerField(_("surplus"))
    interest_minor = models.BigIntegerField(_("interest of the quarter"))
    share_minor = models.BigIntegerField(_("share of the surplus"))
    due_minor = models.BigIntegerField(_("due"))
    due_on = models.DateField(_("due on"))
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("quarter of a loan")
        verbose_name_plural = _("quarters of loans")
        constraints = [
            models.UniqueConstraint(fields=["loan", "starts_on"], name="quarter_once"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="quarter_ends_after_start"),
            models.CheckConstraint(condition=Q(interest_minor__gte=0), name="quarter_interest_not_negative"),
            models.CheckConstraint(
                condition=Q(due_minor__gte=0, due_minor__lte=F("share_minor")),
                name="quarter_due_within_share",
            ),
            models.CheckConstraint(
                condition=Q(share_minor=0) | Q(share_minor__lte=F("surplus_minor")),
                name="quarter_share_of_surplus",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return quarter_name(self.starts_on)
