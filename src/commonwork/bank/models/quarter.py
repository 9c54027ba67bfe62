"""A statement period of a loan, most often a quarter: its surplus, the interest that ran, and what is due from it."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.dateformat import format as written
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonwork.bank.models.loan import Loan
from commonwork.record.models import Fact
from commonwork.rules.loans.statement_periods import months_in, period_of
from commonwork.ui import dates


def calendar_quarter(day: date) -> tuple[date, date]:
    """The quarter [starts_on, ends_on) of the calendar a day lies in.

    >>> calendar_quarter(date(2016, 12, 31))
    (datetime.date(2016, 10, 1), datetime.date(2017, 1, 1))
    """
    return period_of(day)


def period_code(starts_on: date, ends_on: date) -> str:
    """What a period is called in facts, in every language.

    >>> period_code(date(2017, 1, 1), date(2017, 4, 1)), period_code(date(2017, 3, 1), date(2017, 4, 1))
    ('Q1 2017', '2017-03')
    >>> period_code(date(2016, 7, 1), date(2017, 7, 1)), period_code(date(2017, 1, 1), date(2018, 1, 1))
    ('2016-07–2017-06', '2017')
    """
    months, last = months_in(starts_on, ends_on), ends_on - timedelta(days=1)
    if _is_calendar_quarter(starts_on, months):
        return f"Q{(starts_on.month + 2) // 3} {starts_on.year}"
    if months == 12 and starts_on.month == 1:
        return str(starts_on.year)
    return f"{starts_on:%Y-%m}" if months == 1 else f"{starts_on:%Y-%m}–{last:%Y-%m}"


def period_name(starts_on: date, ends_on: date) -> str:
    """What a period is called on pages: Q1 2017, March 2017, 2017, July 2016 to June 2017."""
    months = months_in(starts_on, ends_on)
    if _is_calendar_quarter(starts_on, months):
        number = (starts_on.month + 2) // 3
        return gettext("Q%(number)s %(year)s") % {"number": number, "year": starts_on.year}
    if months == 12 and starts_on.month == 1:
        return str(starts_on.year)
    first, last = dates.day(starts_on, "month"), dates.day(ends_on - timedelta(days=1), "month")
    return first if months == 1 else gettext("%(first)s to %(last)s") % {"first": first, "last": last}


def period_short_name(starts_on: date, ends_on: date) -> str:
    """The same where room is short: Q1 2017, Mar 2017, Mar-Aug 2016 (with a dash), 2017, 2016/17."""
    months, last = months_in(starts_on, ends_on), ends_on - timedelta(days=1)
    if _is_calendar_quarter(starts_on, months) or (months == 12 and starts_on.month == 1):
        return period_name(starts_on, ends_on)
    if months == 12:
        return f"{starts_on.year}/{last.year % 100:02d}"
    first = written(starts_on, "M Y" if months == 1 or starts_on.year != last.year else "M")
    return first if months == 1 else f"{first}–{written(last, 'M Y')}"


def _is_calendar_quarter(starts_on: date, months: int) -> bool:
    return months == 3 and starts_on.month % 3 == 1


class Quarter(models.Model):
    """One closed period [starts_on, ends_on), as long as the agreement says. `share_minor`: the most the loan may take.

    `stated_on` is when the statement was made; nothing is due before it, so a late statement is no late payment.
    """

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="quarters")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    stated_on = models.DateField(_("stated on"))
    surplus_minor = models.BigIntegerField(_("surplus"))
    interest_minor = models.BigIntegerField(_("interest of the period"))
    share_minor = models.BigIntegerField(_("share of the surplus"))
    due_minor = models.BigIntegerField(_("due"))
    due_on = models.DateField(_("due on"))
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("statement period of a loan")
        verbose_name_plural = _("statement periods of loans")
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
        return period_name(self.starts_on, self.ends_on)

    @property
    def short_name(self) -> str:
        return period_short_name(self.starts_on, self.ends_on)
