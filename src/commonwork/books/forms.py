"""Forms of the books: what a treasurer records, and what one may ask of a ledger. They validate and never save."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commonwork.books.models import Account, Book
from commonwork.books.month import named
from commonwork.registry.models import Organisation
from commonwork.ui.fields import DayField, File, MoneyField
from commonwork.ui.forms import ActForm


class MonthField(forms.CharField):
    """A month; cleans to its first day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=7, widget=forms.TextInput(attrs={"type": "month"}), **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        month = named(text)
        if month is None:
            raise ValidationError(_("Write the month as 2016-01."))
        return month


class CostForm(ActForm):
    """A cost paid from cash."""

    on = DayField(label=_("On which day was it paid?"))
    account = forms.ChoiceField(label=_("What kind of cost is it?"))
    amount = MoneyField(label=_("How much?"))
    what = forms.CharField(
        label=_("What was it for?"),
        max_length=200,
        help_text=_("A few words. Name things, not people. Only those who keep or check the books read it."),
    )

    def __init__(self, book: Book, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        costs = Account.objects.filter(
            book=book, kind=Account.Kind.EXPENSE, by="", unit=book.unit, balance__closed_at=None
        ).exclude(code="5300")
        field = self.fields["account"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(row.code, _(row.name)) for row in costs.order_by("code")]


class GiftForm(ActForm):
    """A gift of money."""

    on = DayField(label=_("On which day did it come?"))
    amount = MoneyField(label=_("How much?"))
    donor = forms.ModelChoiceField(
        Organisation.objects.order_by("name"),
        label=_("Which organisation gave it?"),
        to_field_name="key",
        required=False,
        empty_label=_("A person, or somebody who is not named"),
    )


class MonthForm(ActForm):
    """A month's sales and costs, received and paid in cash."""

    month = MonthField(label=_("Which month?"), help_text=_("For example 2016-01."))
    sales = MoneyField(label=_("Sales"), least_minor=0)
    materials = MoneyField(label=_("Materials"), least_minor=0)
    member_wages = MoneyField(label=_("Wages of members"), least_minor=0)
    other_wages = MoneyField(label=_("Wages of others"), least_minor=0)
    other_costs = MoneyField(label=_("Running costs"), least_minor=0)


class ImportForm(ActForm):
    """A table of months: a file, or its text pasted in."""

    file = File(label=_("A file in CSV form"), kinds=("text",), most_mb=2, required=False)
    text = forms.CharField(
        label=_("Or paste the table here"),
        widget=forms.Textarea,
        required=False,
        max_length=2_000_000,
        strip=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if file := cleaned.get("file"):
            try:
                cleaned["text"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError as error:
                raise ValidationError(_("This file is not plain text in UTF-8.")) from error
        if not (cleaned.get("text") or "").strip():
            raise ValidationError(_("Choose a file, or paste a table."))
        return cleaned


class ReverseForm(ActForm):
    """Taking an entry back."""

    on = DayField(
        label=_("On which day does it count?"), help_text=_("A day in a period that is still open.")
    )


class PaperForm(ActForm):
    """A photo or PDF that proves an entry."""

    paper = File(
        label=_("Photo or PDF"),
        help_text=_("Hidden data in a photo, such as where it was taken, is removed."),
    )


class LedgerFilter(forms.Form):
    """A period."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from"] = DayField(label=_("From"), required=False)
        self.fields["to"] = DayField(label=_("To"), required=False)
        self.fields["party"] = forms.CharField(widget=forms.HiddenInput, required=False)
        self.fields["closing"] = forms.CharField(widget=forms.HiddenInput, required=False)
        for name in ("of", "kind", "cash", "fund", "part"):
            self.fields[name] = forms.CharField(widget=forms.HiddenInput, required=False)
