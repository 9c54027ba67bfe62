"""Forms of the federation: what is typed is checked here; nothing is saved here."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonwork.federation.checklist import ITEMS
from commonwork.federation.models import Affiliation, Hours, SisterInvoice
from commonwork.registry.models import Organisation, Person
from commonwork.rules.money import parse_minor
from commonwork.rules.refusal import Refusal
from commonwork.ui.fields import Choice, Choices, DayField, File, MoneyField
from commonwork.ui.forms import ActForm
from commonwork.ui.refusals import said

MOST_LETTERS = 2_000_000


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Give a field its rows; where there is only one, it is chosen already."""
    field: Any = form.fields[name]
    field.queryset = rows
    only = list(rows[:2])
    if len(only) == 1 and not form.initial.get(name):
        form.initial[name] = only[0].key


class HoursField(forms.CharField):
    """Hours as people write them, 7.5 or 7:30; cleans to whole minutes."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=12, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_minor(text, "HOUR")
        except Refusal as refusal:
            raise ValidationError(said(refusal)) from refusal


class HoursForm(ActForm):
    """What somebody worked. `people`: whose hours may be entered; one person needs no question."""

    kind = Choice(label=_("What kind of work?"), choices=Hours.Kind.choices, initial=Hours.Kind.PAID)
    period = Choice(
        label=_("For how long?"),
        choices=[("day", _("one day")), ("month", _("a whole month"))],
        initial="day",
    )
    on = DayField(label=_("Which day?"), help_text=_("For a month, any day in it."))
    hours = HoursField(label=_("How many hours?"), help_text=_("7.5 and 7:30 both mean seven and a half."))

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people.count() > 1:
            field = forms.ModelChoiceField(people, label=_("Who worked?"), to_field_name="key")
            self.fields = {"person": field, **self.fields}


class HoursListForm(ActForm):
    """A list of hours: a file, or its text. What was read stays in the text field for the second press."""

    file = File(kinds=("text",), most_mb=2, label=_("A CSV file"), required=False)
    text = forms.CharField(
        label=_("Or its text"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=MOST_LETTERS,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (file := cleaned.get("file")) is not None:
            cleaned["text"] = file.read().decode("utf-8-sig", errors="replace")
        if not (cleaned.get("text") or "").strip() and not self.errors:
            self.add_error("file", _("Choose a file, or paste its text."))
        return cleaned


class HoursFilter(forms.Form):
    """Which hours to list: of one month."""

    month = forms.CharField(
        label=_("Month"),
        required=False,
        widget=forms.DateInput(attrs={"type": "month"}),
        help_text=_("Like 2016-05."),
    )

    def clean_month(self) -> date | None:
        text = self.cleaned_data["month"].strip()
        if not text:
            return None
        try:
            return date.fromisoformat(f"{text[:7]}-01")
        except ValueError:
            raise ValidationError(_("Write a month like 2016-05.")) from None

    def narrow(self, rows: QuerySet[Hours]) -> QuerySet[Hours]:
        month = self.cleaned_data["month"]
        return rows.filter(starts_on__year=month.year, starts_on__month=month.month) if month else rows


class PeriodForm(forms.Form):
    """The period of a list: from a day, and up to a day that is itself left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from"] = DayField(label=_("From"))
        self.fields["to"] = DayField(label=_("Until before"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("from"), cleaned.get("to")
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("to", _("This day must come after the first."))
        return cleaned

    @property
    def period(self) -> tuple[date, date]:
        return self.cleaned_data["from"], self.cleaned_data["to"]


class ApplyForm(ActForm):
    """A co-op asks to belong."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Which co-op?"), to_field_name="key"
    )
    class_code = Choice(
        label=_("As what?"),
        choices=[
            (Affiliation.Class.START_UP, _("start-up: less than a year of paid work so far")),
            (Affiliation.Class.MEMBER, _("member: a year of paid work or more")),
        ],
    )
    checklist = Choices(
        label=_("What is true of your co-op?"),
        choices=[(item.code, item.sentence) for item in ITEMS],
        required=False,
    )

    def __init__(self, *args: Any, applicants: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organisation", applicants)


class AnswerForm(ActForm):
    """The delegates' answer to an application, with their votes if they were counted."""

    answer = Choice(
        label=_("What did the delegates decide?"),
        choices=[("admit", _("to admit the co-op")), ("decline", _("not to admit it this time"))],
    )
    on = DayField(label=_("On which day?"))
    votes_yes = forms.IntegerField(label=_("Delegates for it"), min_value=0, required=False)
    votes_no = forms.IntegerField(label=_("Delegates against it"), min_value=0, required=False)


class DayForm(ActForm):
    """One question: on which day."""

    on = DayField(label=_("On which day?"))


class PersonForm(ActForm):
    """An act about one person of a co-op, on a day."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Who?"), to_field_name="key")

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", people)


class BuyInForm(PersonForm):
    amount = MoneyField(label=_("How much was paid?"))
    on = DayField(label=_("On which day?"))


class WageForm(PersonForm):
    hourly_wage = MoneyField(label=_("What does an hour earn?"))
    on = DayField(label=_("From which day on?"))


class InvoiceForm(ActForm):
    """One co-op sells to another."""

    seller = forms.ModelChoiceField(Organisation.objects.none(), label=_("Who sells?"), to_field_name="key")
    buyer = forms.ModelChoiceField(Organisation.objects.none(), label=_("To whom?"), to_field_name="key")
    what = forms.CharField(
        label=_("What?"), max_length=120, help_text=_("Goods or work. Leave out people's names.")
    )
    amount = MoneyField(label=_("For how much?"))
    on = DayField(label=_("Invoiced on"))

    def __init__(
        self,
        *args: Any,
        sellers: QuerySet[Organisation],
        buyers: QuerySet[Organisation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "seller", sellers)
        offer(self, "buyer", buyers)


class DuesForm(ActForm):
    """Charge one co-op for one year."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Which co-op?"), to_field_name="key"
    )
    year = forms.IntegerField(label=_("For which year?"), min_value=1900, max_value=2999)
    worked = HoursField(
        label=_("Hours worked instead of money"),
        required=False,
        help_text=_("Where the delegates decided what an hour counts for."),
    )
    waiver_source = forms.CharField(
        label=_("Waived by which decision?"),
        max_length=200,
        required=False,
        help_text=_("Leave empty unless the delegates waived the dues of this co-op."),
    )
    on = DayField(label=_("Charged on"))

    def __init__(self, *args: Any, coops: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.filter(pk__in=[coop.pk for coop in coops])
        offer(self, "organisation", rows.order_by("name"))


class TradeFilter(PeriodForm):
    """Invoices of a period; the period is asked for by the page."""

    def narrow(self, rows: QuerySet[SisterInvoice]) -> QuerySet[SisterInvoice]:
        starts_on, ends_on = self.period
        return rows.filter(invoiced_on__gte=starts_on, invoiced_on__lt=ends_on)
