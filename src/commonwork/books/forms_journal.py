"""The form of a manual entry: a day, a memo, and as many lines as are needed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commonwork.books.actions.entries import Line
from commonwork.books.actions.journal import MOST_LINES, is_open_to_all_entries
from commonwork.books.models import Account, Book
from commonwork.registry.models import Membership, Organisation
from commonwork.ui.fields import DayField, MoneyField
from commonwork.ui.forms import ActForm
from commonwork.ui.money import money

LINES_AT_FIRST = 2
ENTRY, LINE = ("once", "on", "memo"), ("account", "debit", "credit", "party")
Choices = Sequence[tuple[str, Any]]


class EntryForm(ActForm):
    """What the whole entry says."""

    on = DayField(label=_("On which day does it count?"))
    memo = forms.CharField(
        label=_("What is it for?"),
        max_length=300,
        help_text=_("A few words. Name things, not people. Only those who keep or check the books read it."),
    )


class LineForm(forms.Form):
    """One line. An empty one is left out, so no field says it is required to the browser."""

    use_required_attribute = False
    account = forms.ChoiceField(label=_("Account"), required=False)
    debit = MoneyField(label=_("Debit"), required=False)
    credit = MoneyField(label=_("Credit"), required=False)
    party = forms.ChoiceField(label=_("Whom is it about?"), required=False)

    def __init__(self, accounts: Choices, parties: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("account", accounts), ("party", parties)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Choose one") if name == "account" else _("nobody")), *choices]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        debit, credit, account = (cleaned.get(name) for name in ("debit", "credit", "account"))
        if debit and credit:
            raise ValidationError(_("Write a debit or a credit, not both."))
        if account and not (debit or credit) and not self.errors:
            raise ValidationError(_("Write how much."))
        if (debit or credit) and not account and "account" not in self.errors:
            self.add_error("account", _("Choose an account."))
        return cleaned

    @property
    def line(self) -> Line | None:
        """The line, or None when it was left empty."""
        cleaned = self.cleaned_data
        if not cleaned.get("account"):
            return None
        amount = (cleaned.get("debit") or 0) - (cleaned.get("credit") or 0)
        return Line(cleaned["account"], amount, cleaned.get("party") or "")


class JournalForm:
    """An entry and its lines, kept as `line-0-account` and so on. data: what was sent, or None.

    is_checked: say what is wrong; otherwise what was typed is shown again and nothing is said about it.
    """

    def __init__(self, book: Book, data: Any, *, is_checked: bool, more: int = 0, **initial: Any) -> None:
        self.book = book
        self.is_checked = is_checked
        sent = data if is_checked else None
        typed = data.dict() if data is not None else initial
        self.entry = EntryForm(sent, initial={name: typed[name] for name in ENTRY if name in typed})
        accounts, parties = account_choices(book), party_choices(book)
        self.lines = []
        for number in range(_count(typed, more)):
            prefix = f"line-{number}"
            shown = {} if is_checked else {name: typed.get(f"{prefix}-{name}") for name in LINE}
            self.lines.append(LineForm(accounts, parties, sent, prefix=prefix, initial=shown))

    def is_valid(self) -> bool:
        """All fields are right, and debits equal credits."""
        valid = [self.entry.is_valid(), *(line.is_valid() for line in self.lines)]
        if not all(valid):
            if valid[0]:
                self.entry.add_error(None, _("One of the lines is not complete."))
            return False
        if len(self.posted) < LINES_AT_FIRST:
            self.entry.add_error(None, _("Write at least two lines."))
        elif off := sum(line.amount_minor for line in self.posted):
            text = _("Debits and credits differ by %s.") % money(abs(off), self.book.unit)
            self.entry.add_error(None, text)
        return self.entry.is_valid()

    @property
    def posted(self) -> list[Line]:
        """The lines that say something."""
        return [line for form in self.lines if (line := form.line) is not None]

    @property
    def shown_lines(self) -> list[LineForm]:
        """The lines for the page. A line needs an account and one of the amounts, which no field can say alone: so
        none of the three is called a matter of taste."""
        for line in self.lines:
            for name in ("account", "debit", "credit"):
                line.fields[name].required = True
        return self.lines

    @property
    def line_count(self) -> int:
        return len(self.lines)


def account_choices(book: Book) -> Choices:
    """The accounts a manual entry may move, by code."""
    rows = Account.objects.filter(book=book, unit=book.unit).order_by("code")
    return [(row.code, f"{row.code} {_(row.name)}") for row in rows if is_open_to_all_entries(row)]


def party_choices(book: Book) -> Choices:
    """Members of the book's organisation, and other organisations."""
    members = Membership.objects.filter(organisation=book.organisation).select_related("person")
    people = sorted({(row.person.key, row.person.name) for row in members}, key=lambda pair: pair[1])
    others = Organisation.objects.exclude(pk=book.organisation_id).order_by("name")
    return [*people, *others.values_list("key", "name")]


def _count(typed: dict[str, Any], more: int) -> int:
    """How many lines the form has, with `more` added."""
    text = str(typed.get("lines", ""))
    known = text.isascii() and text.isdigit() and len(text) < 5
    return min(max(int(text) + more, LINES_AT_FIRST), MOST_LINES) if known else LINES_AT_FIRST
