"""Matches: which lines at the bank and which postings are the same movement; and what was learned from them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonwork.books.models.bank_account import BankAccount
from commonwork.books.models.book import Book
from commonwork.books.models.entry import Entry


class BankMatch(models.Model):
    """Lines and postings that add up to the same amount. `made`: the entry that was posted for it, if one was."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    bank_account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="matches")
    made = models.OneToOneField(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="made_for"
    )
    at = models.DateTimeField(_("matched at"))

    class Meta:
        verbose_name = _("bank match")
        verbose_name_plural = _("bank matches")

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return self.bank_account.get_absolute_url()


class MatchedPosting(models.Model):
    """One posting of a match: an entry and the number of its line. A posting is in one match at most."""

    match = models.ForeignKey(BankMatch, on_delete=models.CASCADE, related_name="postings")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="bank_matches", db_index=False)
    line = models.PositiveIntegerField(_("line"))
    amount_minor = models.BigIntegerField(_("amount"))

    class Meta:
        verbose_name = _("matched posting")
        verbose_name_plural = _("matched postings")
        constraints = [models.UniqueConstraint(fields=["entry", "line"], name="posting_matched_once")]


class MatchRule(models.Model):
    """What earlier matches taught: money to or from this payee goes to this account. `payee` is a plain form of the
    name, an erasable text: forgetting the rule erases it."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="match_rules")
    payee = models.CharField(_("payee"), max_length=120)
    is_out = models.BooleanField(_("money out"))
    account = models.CharField(_("account"), max_length=12)
    party = models.CharField(_("party"), max_length=80, blank=True, default="")
    use_count = models.PositiveIntegerField(_("times used"), default=1)

    class Meta:
        verbose_name = _("rule for a payee")
        verbose_name_plural = _("rules for payees")
        constraints = [
            models.UniqueConstraint(fields=["book", "payee", "is_out"], name="match_rule_once_a_payee")
        ]

    def __str__(self) -> str:
        return self.key
