"""The span a statement is asked for, and the one beside it. It validates and never saves."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonwork.books.queries import Span
from commonwork.books.queries.spans import DAY
from commonwork.ui.fields import DayField

BESIDE = {
    "": _("Nothing"),
    "previous": _("The time before"),
    "year": _("The same days a year earlier"),
    "day": _("Another day"),
}


class SpanForm(forms.Form):
    """A period, or a day, and what to put beside it where a page compares."""

    def __init__(self, *args: Any, is_of_a_day: bool = False, compares: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from"] = DayField(label=_("From"), required=False)
        if is_of_a_day:
            self.fields["from"].widget = forms.HiddenInput()
        self.fields["to"] = DayField(label=_("On") if is_of_a_day else _("To"), required=False)
        if compares:
            self.fields["beside"] = forms.ChoiceField(
                label=_("Put beside it"), choices=list(BESIDE.items()), required=False
            )
            self.fields["second"] = DayField(label=_("Which other day"), required=False)
        if is_of_a_day:
            self.fields["before_closing"] = forms.BooleanField(
                label=_("Before the year was closed"),
                required=False,
                widget=forms.CheckboxInput(attrs={"value": "yes"}),
            )

    def read(self, name: str) -> Any:
        """What was asked for, or None where nothing sensible was."""
        if not self.is_bound:
            return None
        self.is_valid()
        value = self.cleaned_data.get(name)
        return value if not isinstance(value, date) or 1000 < value.year < 9000 else None


def spans(form: SpanForm, *, first_on: date, last_on: date, until: date) -> tuple[Span, Span | None]:
    """The span asked for and the one beside it. first_on, last_on: the days that have entries; without a wish, the
    calendar year of the last. until: the last day there is to see; nothing reaches beyond it."""

    def capped(day: date) -> date:
        return min(day, until)

    to = capped(form.read("to") or date(last_on.year, 12, 31))
    starts_on = form.read("from") or date(to.year, 1, 1)
    span = Span(min(starts_on, to), to + DAY, bool(form.read("before_closing")))
    beside, second = form.read("beside"), form.read("second")
    if beside == "previous":
        return span, span.previous()
    if beside == "day" and second:
        return span, span.ending(capped(second))
    year = span.year_before()
    if beside == "year" or (not form.is_bound and year.last_on >= first_on):
        return span, year
    return span, None
