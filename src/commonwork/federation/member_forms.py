"""Forms about members, shares, notes, hours of a week, pay and contested stakes. Nothing is saved here."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonwork.federation.forms import HoursField, PersonForm, offer
from commonwork.federation.models import Contest, Hours, MemberExit
from commonwork.registry.models import Person
from commonwork.ui.dates import day as day_shown
from commonwork.ui.fields import Choice, DayField, File, MoneyField
from commonwork.ui.forms import ActForm

DAYS_A_WEEK = 7


class PersonDayForm(PersonForm):
    """Somebody, on a day."""

    on = DayField(label=_("From which day on?"))


class AdmitForm(PersonDayForm):
    """The members admit a candidate."""

    votes_yes = forms.IntegerField(label=_("Members for it"), min_value=0, required=False)
    votes_no = forms.IntegerField(label=_("Members against it"), min_value=0, required=False)


class MemberLeavesForm(PersonForm):
    """Somebody leaves."""

    reason = Choice(label=_("Why?"), choices=MemberExit.Reason.choices)
    on = DayField(
        label=_("From which day on?"), help_text=_("The first day that is no longer part of the membership.")
    )


class TransferForm(ActForm):
    """A share passes on."""

    giver = forms.ModelChoiceField(Person.objects.none(), label=_("From whom?"), to_field_name="key")
    taker = forms.ModelChoiceField(Person.objects.none(), label=_("To whom?"), to_field_name="key")
    amount = MoneyField(label=_("How much of the share?"))
    on = DayField(label=_("On which day?"))

    def __init__(self, *args: Any, givers: QuerySet[Person], takers: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "giver", givers)
        offer(self, "taker", takers)


class ContestForm(ActForm):
    """Something about the own stake is wrong."""

    what = Choice(label=_("What is wrong?"), choices=Contest.What.choices)
    says = forms.CharField(
        label=_("Say it in your own words"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
        help_text=_("Which figure, which day, and what it should be."),
    )


class ContestAnswerForm(ActForm):
    """The answer of who keeps the books."""

    outcome = Choice(label=_("How does it end?"), choices=Contest.Outcome.choices)
    says = forms.CharField(label=_("Your answer"), widget=forms.Textarea(attrs={"rows": 5}), max_length=2000)


class WeekForm(ActForm):
    """The hours of one week, day by day; days left empty were not worked. Works without JavaScript on a small screen,
    and a second sending with the same token counts once."""

    kind = Choice(label=_("What kind of work?"), choices=Hours.Kind.choices, initial=Hours.Kind.PAID)

    def __init__(self, *args: Any, monday: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.monday = monday
        for place in range(DAYS_A_WEEK):
            on = monday + timedelta(days=place)
            self.fields[f"day_{place}"] = HoursField(label=day_shown(on, "week"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.worked(cleaned):
            raise ValidationError(_("Enter the hours of one day at least."))
        return cleaned

    def worked(self, cleaned: Mapping[str, Any]) -> list[tuple[date, int]]:
        """[(day, minutes)] of the days that were filled in."""
        given = ((place, cleaned.get(f"day_{place}")) for place in range(DAYS_A_WEEK))
        return [(self.monday + timedelta(days=place), minutes) for place, minutes in given if minutes]


class RollListForm(ActForm):
    """A list of members: a CSV or XLSX file, or its text for the second press."""

    file = File(kinds=("text", "xlsx"), most_mb=2, label=_("A CSV or XLSX file"), required=False)
    text = forms.CharField(
        label=_("Or its text"), widget=forms.Textarea(attrs={"rows": 8}), max_length=500_000, required=False
    )
