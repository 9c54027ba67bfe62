"""Forms about bank accounts. They validate and never save."""

import base64
import binascii
import zlib
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from commonwork.books import charts
from commonwork.books.actions.bank_lines import Part
from commonwork.books.bank_files import MOST_BYTES
from commonwork.books.bank_files.csv_mapping import MARKS, ORDERS, ROLES, CsvMapping
from commonwork.books.bank_files.csv_table import Table
from commonwork.books.models import Account, BankLine, Book
from commonwork.books.queries.bank_lines import accounts_for_lines
from commonwork.registry.models import Organisation
from commonwork.ui.fields import DayField, MoneyField
from commonwork.ui.forms import ActForm

LEAST_MINOR = -(10**14)
MOST_PARTS = 4
ROLE_NAMES = {
    "on": _("Day"),
    "amount": _("Amount (with its sign)"),
    "money_in": _("Money in"),
    "money_out": _("Money out"),
    "payee": _("Name of the other side"),
    "memo": _("What it was for"),
    "ref": _("Reference"),
    "balance": _("Balance after it"),
    "currency": _("Currency"),
}
ORDER_NAMES = {
    "ymd": "2017-01-31",
    "dmy": _("31/01/2017 (day first)"),
    "mdy": _("01/31/2017 (month first)"),
}
MARK_NAMES = {".": _("1,234.56 (point)"), ",": _("1.234,56 (comma)")}


class BankAccountForm(ActForm):
    """A new bank account."""

    name = forms.CharField(
        label=_("What do you call this bank account?"),
        max_length=120,
        help_text=_("For example: Checking at Hope Credit Union."),
    )
    account = forms.ChoiceField(label=_("Which account of your books stands for it?"))
    number = forms.CharField(
        label=_("Its number, as the bank's files write it"),
        max_length=80,
        required=False,
        help_text=_("Leave this empty to take it from the first file. Pages show its last four signs only."),
    )
    match_days = forms.IntegerField(
        label=_("How many days may lie between the bank and your books?"),
        min_value=0,
        max_value=90,
        initial=7,
        help_text=_("Entries within so many days are suggested for a line. Cheques may need more."),
    )

    def __init__(self, book: Book, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = Account.objects.filter(book=book, code__in=charts.cash_codes(), bank_account=None).order_by(
            "code"
        )
        field = self.fields["account"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(row.code, f"{row.code} {_(row.name)}") for row in free]


class BankSettingsForm(ActForm):
    """What may change about a bank account."""

    name = forms.CharField(label=_("What do you call this bank account?"), max_length=120)
    match_days = forms.IntegerField(
        label=_("How many days may lie between the bank and your books?"), min_value=0, max_value=90
    )


class UploadForm(forms.Form):
    """A file from the bank."""

    file = forms.FileField(
        label=_("The file from your bank"),
        widget=forms.FileInput,
        help_text=_("OFX, QFX, CSV, camt.053 or MT940. You see what is in it before anything is kept."),
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(_("This file is larger than 10 MB. A month's statement is far smaller."))
        assert isinstance(file, UploadedFile)
        return file


def packed(raw: bytes) -> str:
    """A file as the page carries it from the preview to the confirmation: nothing is kept on the server."""
    return base64.b64encode(zlib.compress(raw, 9)).decode()


def unpacked(text: str) -> bytes:
    """The file again. Raises ValidationError when it is not what `packed` made, or would grow too large."""
    try:
        opened = zlib.decompressobj()
        raw = opened.decompress(base64.b64decode(text, validate=True), MOST_BYTES)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise ValidationError(_("The file was lost on the way. Choose it again.")) from error
    if opened.unconsumed_tail:
        raise ValidationError(_("This file is larger than 10 MB. A month's statement is far smaller."))
    return raw


class PlanForm(ActForm):
    """What is asked beside the preview of a file; sent to look again, or to take it in."""

    file = forms.CharField(widget=forms.HiddenInput, max_length=4 * MOST_BYTES)

    def clean_file(self) -> bytes:
        return unpacked(self.cleaned_data["file"])

    def ask_number(self, numbers: Sequence[str]) -> None:
        """Which of several accounts in the file is this one?"""
        self.fields["number"] = forms.ChoiceField(
            label=_("Which account of the file is this one?"),
            choices=[(number, f"…{number[-4:]}") for number in numbers],
        )

    def ask_closing(self, unit: str) -> None:
        """The closing balance, where the file states none."""
        self.fields["closing"] = MoneyField(
            unit=unit,
            least_minor=LEAST_MINOR,
            required=False,
            label=_("What does the bank's statement close at?"),
            help_text=_("This file does not say it. It is what the reconciliation must come to."),
        )
        self.fields["closing_on"] = DayField(label=_("On which day?"), required=False)

    def ask_columns(self, table: Table, mapping: CsvMapping) -> None:
        """Which column of a CSV file is what."""
        width = max((len(row) for row in table.rows[:50]), default=0)
        named = table.rows[mapping.head_row] if 0 <= mapping.head_row < len(table.rows) else []
        names = [named[n].strip()[:40] if n < len(named) else "" for n in range(width)]
        places: list[tuple[str, Any]] = [("", _("(not in this file)"))]
        places += [(str(n), f"{n + 1}. {name}".strip()) for n, name in enumerate(names)]
        for role in ROLES:
            place = getattr(mapping, role)
            self.fields[f"column_{role}"] = forms.ChoiceField(
                label=ROLE_NAMES[role],
                choices=places,
                required=role == "on",
                initial="" if place is None else str(place),
            )
        self.fields["order"] = forms.ChoiceField(
            label=_("How are days written?"),
            choices=[(order, ORDER_NAMES[order]) for order in ORDERS],
            initial=mapping.order,
        )
        self.fields["mark"] = forms.ChoiceField(
            label=_("How are amounts written?"),
            choices=[(mark, MARK_NAMES[mark]) for mark in MARKS],
            initial=mapping.mark,
        )
        self.fields["is_turned"] = forms.BooleanField(
            label=_("Money out is written without a minus"), required=False, initial=mapping.is_turned
        )
        self.fields["bank"] = forms.CharField(
            label=_("Keep this for the next file of this bank"),
            max_length=80,
            required=False,
            help_text=_("The bank's name. Leave it empty to keep nothing."),
        )

    def mapping(self, table: Table) -> CsvMapping:
        """The columns as they were chosen. Call when valid."""
        chosen = {
            role: int(place) if (place := self.cleaned_data.get(f"column_{role}")) else None for role in ROLES
        }
        return CsvMapping(
            delimiter=table.guessed.delimiter,
            head_row=table.guessed.head_row,
            order=self.cleaned_data["order"],
            mark=self.cleaned_data["mark"],
            is_turned=self.cleaned_data["is_turned"],
            **chosen,
        )


class RecordForm(ActForm):
    """Where a line belongs: one account, or up to four that add up to it. Amounts have the line's own direction."""

    def __init__(self, line: BankLine, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.line = line
        accounts = accounts_for_lines(line.bank_account)
        self.has_parties = any(account.by for account in accounts)
        choices = [("", _("Choose one")), *((row.code, f"{row.code} {_(row.name)}") for row in accounts)]
        coops = Organisation.objects.exclude(pk=line.bank_account.book.organisation_id).order_by("name")
        unit = line.bank_account.account.unit
        for n in range(1, MOST_PARTS + 1):
            self.fields[f"account_{n}"] = forms.ChoiceField(
                label=_("Account"), choices=choices, required=n == 1
            )
            self.fields[f"amount_{n}"] = MoneyField(
                unit=unit, least_minor=LEAST_MINOR, required=n == 1, label=_("Amount")
            )
            self.fields[f"party_{n}"] = forms.ModelChoiceField(
                coops,
                to_field_name="key",
                required=False,
                empty_label=_("none"),
                label=_("Sister co-op"),
            )

    def first_row(self) -> list[forms.BoundField]:
        """The fields of the first part."""
        return self._row(1)

    def more_rows(self) -> list[list[forms.BoundField]]:
        """The fields of the other parts."""
        return [self._row(n) for n in range(2, MOST_PARTS + 1)]

    def _row(self, n: int) -> list[forms.BoundField]:
        names = ("account", "amount", "party") if self.has_parties else ("account", "amount")
        return [self[f"{name}_{n}"] for name in names]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for n in range(2, MOST_PARTS + 1):
            account, amount = cleaned.get(f"account_{n}"), cleaned.get(f"amount_{n}")
            if account and amount is None and f"amount_{n}" not in self.errors:
                self.add_error(f"amount_{n}", _("How much belongs to this account?"))
            if amount and not account:
                self.add_error(f"account_{n}", _("Which account does this amount belong to?"))
        return cleaned

    def parts(self) -> list[Part]:
        """The parts with the line's sign. Call when valid."""
        sign = -1 if self.line.amount_minor < 0 else 1
        found = []
        for n in range(1, MOST_PARTS + 1):
            account, amount = self.cleaned_data[f"account_{n}"], self.cleaned_data[f"amount_{n}"]
            party = self.cleaned_data[f"party_{n}"]
            if account and amount:
                found.append(Part(account, sign * amount, party.key if party else ""))
        return found


class UnmatchForm(ActForm):
    """Undoing a match; with the entry that was posted for it, or without."""

    def __init__(self, *args: Any, has_made: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_made:
            self.fields["reverse"] = forms.BooleanField(
                label=_("Also take back the entry that was recorded from this line"),
                required=False,
                initial=True,
            )
            self.fields["on"] = DayField(label=_("On which day does that count?"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("reverse") and not cleaned.get("on") and "on" not in self.errors:
            self.add_error("on", _("Say the day on which the entry is taken back."))
        return cleaned
