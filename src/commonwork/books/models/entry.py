"""Entries and their postings. Written by `books.writer` alone, never changed, never deleted.

Their foreign keys are checked by the guards for a whole batch at once, not row by row (db_constraint=False).
"""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.books.models.account import Account
from commonwork.books.models.book import Book


class Entry(models.Model):
    """One event in one book. `effective_on` is the day it counts for, `recorded_at` when the machine wrote it.

    source: code of the fact that caused it. mirror: shared by the entries one act wrote in several books.
    is_closing: part of closing a year (`--before-closing` leaves it out). memo_hash: salted hash of an erasable memo.
    """

    id = models.UUIDField(primary_key=True)
    book = models.ForeignKey(
        Book, on_delete=models.PROTECT, related_name="entries", db_index=False, db_constraint=False
    )
    seq = models.BigIntegerField(_("number"))
    effective_on = models.DateField(_("counts for"))
    recorded_at = models.DateTimeField(_("recorded at"))
    kind = models.CharField(_("kind"), max_length=60)
    source = models.CharField(_("fact"), max_length=40)
    memo_hash = models.CharField(_("hash of the memo"), max_length=64, blank=True, default="")
    mirror = models.UUIDField(_("mirror"), null=True)
    reverses = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="reversed_by",
        verbose_name=_("reverses"),
        db_constraint=False,
        db_index=False,
    )
    is_closing = models.BooleanField(_("closes a year"), default=False)
    line_count = models.IntegerField(_("number of lines"))
    payload_hash = models.CharField(_("hash of what it says"), max_length=64)
    prev_hash = models.CharField(_("hash before"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = [
            models.UniqueConstraint(fields=["book", "seq"], name="entry_once_a_seq"),
            models.UniqueConstraint(
                fields=["reverses"], name="entry_reversed_once", condition=Q(reverses__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["source"], name="entry_source"),
            models.Index(fields=["mirror"], name="entry_mirror", condition=Q(mirror__isnull=False)),
            models.Index(fields=["book", "effective_on", "seq"], name="entry_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.book.key} {self.seq}"

    def get_absolute_url(self) -> str:
        return reverse("books_entry", args=[self.book.key, self.seq])


class Posting(models.Model):
    """One line of an entry. Debit positive. Day and closing flag repeat the entry's, for reading without a join."""

    pk = models.CompositePrimaryKey("book_id", "seq", "line")
    book = models.ForeignKey(
        Book, on_delete=models.PROTECT, related_name="postings", db_index=False, db_constraint=False
    )
    seq = models.BigIntegerField(_("number of the entry"))
    line = models.IntegerField(_("line"))
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="postings", db_index=False, db_constraint=False
    )
    effective_on = models.DateField(_("counts for"))
    amount_minor = models.BigIntegerField(_("amount"))
    party = models.CharField(_("party"), max_length=80, blank=True, default="")
    fund = models.CharField(_("fund"), max_length=60, blank=True, default="")
    is_closing = models.BooleanField(_("closes a year"), default=False)

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints = [
            models.CheckConstraint(condition=~Q(amount_minor=0), name="posting_moves_something"),
            models.CheckConstraint(condition=Q(line__gte=1), name="posting_line_from_one"),
        ]
        indexes = [
            models.Index(
                fields=["account", "effective_on", "seq", "line", "amount_minor"],
                name="posting_by_account",
            ),
            models.Index(
                fields=["account", "party", "effective_on", "amount_minor"],
                name="posting_by_party",
                condition=~Q(party=""),
            ),
            models.Index(
                fields=["book", "effective_on", "account", "amount_minor"],
                name="posting_closing",
                condition=Q(is_closing=True),
            ),
        ]


class Memo(models.Model):
    """Free text beside an entry. It can be erased: the entry holds only its salted hash."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="memo_row")
    salt = models.CharField(_("salt"), max_length=32)
    text = models.CharField(_("memo"), max_length=300)
    is_erased = models.BooleanField(_("erased"), default=False)

    class Meta:
        verbose_name = _("memo")
        verbose_name_plural = _("memos")
