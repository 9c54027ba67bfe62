"""Holds: amounts set aside before they are posted, and how each of them ended.

Neither row is ever changed: a hold ends by a row of its own, once. The amounts set aside stand beside the balances
(`pending_minor`, `incoming_minor`), kept by the database; they count against the floor and the ceiling.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.books.models.account import Account
from commonwork.books.models.book import Book


class Hold(models.Model):
    """`amount_minor` is to leave `account` (a credit) and to reach `against` (a debit).

    party, against_party, fund: what the two lines will carry. source: code of the fact that placed it. It holds on all
    days before `expires_on`.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="holds", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="holds", db_index=False)
    against = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    amount_minor = models.BigIntegerField(_("amount"))
    party = models.CharField(_("party"), max_length=80, blank=True, default="")
    against_party = models.CharField(_("party on the other side"), max_length=80, blank=True, default="")
    fund = models.CharField(_("fund"), max_length=60, blank=True, default="")
    source = models.CharField(_("fact"), max_length=40)
    placed_on = models.DateField(_("placed on"))
    expires_on = models.DateField(_("expires on"))

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="hold_of_something"),
            models.CheckConstraint(condition=~Q(account=F("against")), name="hold_moves_somewhere"),
            models.CheckConstraint(condition=Q(expires_on__gt=F("placed_on")), name="hold_lasts_a_day"),
        ]
        indexes = [
            models.Index(fields=["book", "expires_on"], name="hold_by_book"),
            models.Index(fields=["expires_on"], name="hold_by_expiry"),
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("books_hold", args=[self.book.key, self.key])

    @property
    def end(self) -> "HoldEnd | None":
        """How it ended, or None while it holds."""
        return getattr(self, "ended", None)

    @property
    def unit(self) -> str:
        return self.account.unit

    def is_due(self, on: date) -> bool:
        """Has its last day passed?"""
        return on >= self.expires_on


class HoldEnd(models.Model):
    """The end of a hold. `amount_minor` is what was posted, by entry `seq`; the rest was set free."""

    class How(models.TextChoices):
        POSTED = "posted", _("posted")
        VOIDED = "voided", _("let go")
        EXPIRED = "expired", _("expired")

    hold = models.OneToOneField(Hold, on_delete=models.PROTECT, primary_key=True, related_name="ended")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+", db_index=False)
    how = models.CharField(_("how"), max_length=10, choices=How)
    amount_minor = models.BigIntegerField(_("posted"), default=0)
    seq = models.PositiveBigIntegerField(_("number of the entry"), null=True)
    source = models.CharField(_("fact"), max_length=40)
    ended_on = models.DateField(_("ended on"))

    class Meta:
        verbose_name = _("end of a hold")
        verbose_name_plural = _("ends of holds")
        constraints = [
            models.CheckConstraint(
                condition=Q(how="posted", seq__isnull=False, amount_minor__gt=0)
                | Q(how__in=["voided", "expired"], seq__isnull=True, amount_minor=0),
                name="hold_end_says_how",
            ),
            models.UniqueConstraint(fields=["book", "seq"], name="hold_end_once_an_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.hold_id} {self.how}"


class HoldNote(models.Model):
    """What a hold is for, in a few words. It can be erased; it becomes the memo of the entry that posts the hold."""

    hold = models.OneToOneField(Hold, on_delete=models.PROTECT, primary_key=True, related_name="note_row")
    text = models.CharField(_("what for"), max_length=300)

    class Meta:
        verbose_name = _("note of a hold")
        verbose_name_plural = _("notes of holds")
