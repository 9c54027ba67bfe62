"""Forms of offices, elections, terms and recalls. They check what was typed; acts decide."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from commonwork.assembly.models import Election, Electorate, Nomination, Term
from commonwork.registry.models import Body, Membership, Person
from commonwork.ui.fields import Choice, Choices, DayField
from commonwork.ui.forms import ActForm


class OfficeForm(ActForm):
    body = forms.ModelChoiceField(
        label=_("In which body?"), queryset=Body.objects.none(), to_field_name="key"
    )
    name = forms.CharField(
        label=_("What is it called?"), max_length=120, help_text=_("Such as board member.")
    )
    seats = forms.IntegerField(label=_("How many seats?"), min_value=1, max_value=99)
    term_months = forms.IntegerField(label=_("How many months is a term?"), min_value=1, max_value=120)
    kept_class = forms.ChoiceField(
        label=_("Seats kept for a class"),
        required=False,
        choices=[("", _("none")), *Membership.Class.choices],
        help_text=_("At least so many seats then go to members of this class."),
    )
    kept_seats = forms.IntegerField(label=_("How many are kept?"), required=False, min_value=1, max_value=99)

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "body", bodies)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if bool(data.get("kept_class")) != bool(data.get("kept_seats")):
            self.add_error("kept_seats", _("Say both for whom and how many, or neither."))
        return data

    @property
    def kept(self) -> dict[str, int]:
        data = self.cleaned_data
        return {data["kept_class"]: data["kept_seats"]} if data["kept_class"] else {}


class CallElectionForm(ActForm):
    nominations_until = DayField(label=_("Nominations until"))
    term_starts_on = DayField(label=_("The term begins on"))
    rule = Choice(label=_("Counted by"), choices=Election.Rule.choices, initial=Election.Rule.SCOTTISH)


class NominateForm(ActForm):
    person = forms.ModelChoiceField(
        label=_("Who should stand?"),
        queryset=Person.objects.none(),
        to_field_name="key",
        help_text=_("They are asked, and stand only when they accept."),
    )

    def __init__(self, *args: Any, election: Election, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = election.office.body
        people = Q(seats__body=body, seats__ends_on=None)
        if body.organisation is not None:
            people = Q(memberships__organisation=body.organisation, memberships__ends_on=None)
        _offer(self, "person", Person.objects.filter(people).distinct().order_by("name"))


class AnswerForm(ActForm):
    answer = Choice(label=_("Do you stand?"), choices=[("yes", _("Yes, I stand")), ("no", _("No"))])
    statement = forms.CharField(
        label=_("What do you want to say to those who vote?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Your name and this statement stand on the ballot and on a public page."),
    )


class VoteForm(ActForm):
    electorate = forms.ModelChoiceField(
        label=_("Who votes?"),
        queryset=Electorate.objects.none(),
        to_field_name="key",
        help_text=_("The roll as it was taken on its record date."),
    )
    closes_on = DayField(label=_("Voting ends on"), required=False)

    def __init__(self, *args: Any, rolls: QuerySet[Electorate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "electorate", rolls)


class OnForm(ActForm):
    on = DayField(label=_("Day"))


class LeaveForm(ActForm):
    on = DayField(label=_("Leaves on"))
    because = Choice(
        label=_("Why?"),
        choices=[(code, name) for code, name in Term.Left.choices if code in ("resigned", "membership")],
    )


class VacancyForm(ActForm):
    on = DayField(label=_("Takes the seat on"))
    available = Choices(
        label=_("Who of those who stood would serve?"), help_text=_("Ask each of them first.")
    )
    seed = forms.CharField(
        label=_("Public words for drawing lots"),
        required=False,
        max_length=120,
        help_text=_("Empty: those of the election."),
    )

    def __init__(self, *args: Any, stood: QuerySet[Nomination], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stood = {row.key: row for row in stood}
        field = self.fields["available"]
        assert isinstance(field, Choices)
        field.choices = [(key, row.person.name) for key, row in self.stood.items()]

    @property
    def chosen(self) -> list[Nomination]:
        return [self.stood[key] for key in self.cleaned_data["available"]]


class RecallForm(ActForm):
    electorate = forms.ModelChoiceField(
        label=_("On which roll?"), queryset=Electorate.objects.none(), to_field_name="key"
    )
    reason = forms.CharField(
        label=_("Why should this person leave the office?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Members on the roll see this. Say what happened, fairly."),
    )

    def __init__(self, *args: Any, rolls: QuerySet[Electorate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "electorate", rolls)


class SignForm(ActForm):
    """A button."""


def _offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
