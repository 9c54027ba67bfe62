"""A budget: what an organisation planned for a period, adopted by a body. A new version replaces it; both stay."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.books.models.account import Account
from commonwork.books.models.book import Book


class Budget(models.Model):
    """For [starts_on, ends_on). `is_firm`: nothing is approved beyond what a line has left; otherwise it is a warning.

    `adopted_by` and `decision` are references: the body (or organisation) that adopted it, and the resolution or
    minutes where it stands, if any.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="budgets")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    version = models.PositiveIntegerField(_("version"), default=1)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    is_firm = models.BooleanField(_("nothing beyond it is approved"), default=False)
    adopted_on = models.DateField(_("adopted on"))
    adopted_by = models.CharField(_("adopted by"), max_length=160)
    decision = models.CharField(_("decided in"), max_length=160, blank=True, default="")

    class Meta:
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="budget_ends_after_start"),
            models.UniqueConstraint(
                fields=["book", "starts_on", "ends_on", "version"], name="budget_once_a_version"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("books_budget", args=[self.book.key, self.key])


class BudgetLine(models.Model):
    """What may be spent on (or shall come in on) an account, of one fund and for one party (a resolution) if set."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="lines")
    place = models.PositiveIntegerField(_("place"))
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="budget_lines")
    fund = models.CharField(_("fund"), max_length=60, blank=True, default="")
    party = models.CharField(_("party"), max_length=80, blank=True, default="")
    planned_minor = models.PositiveBigIntegerField(_("planned"))

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        constraints = [
            models.UniqueConstraint(fields=["budget", "account", "fund", "party"], name="budget_line_once")
        ]

    def __str__(self) -> str:
        return self.key
