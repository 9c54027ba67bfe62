"""Forms of the incubator. They check what was typed; acts decide."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonwork.incubator.models import GatePassed, Idea, MentorHours
from commonwork.incubator.stages import (
    PRESETS,
    START_UP,
    Stage,
    all_stages,
    open_keys,
    ready_keys,
    stage_at,
    stages,
)
from commonwork.registry.models import Person
from commonwork.ui.fields import Choice, Choices, DayField, MoneyField
from commonwork.ui.forms import ActForm

MOST_PEOPLE = 50


def person_named(text: str) -> Person:
    """The one person with this name or key; the start of a name is enough when it fits one person only."""
    rows = Person.objects.filter(is_forgotten=False)
    for asked in (Q(key=text), Q(name__iexact=text), Q(name__istartswith=text)):
        found = list(rows.filter(asked).order_by("name")[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(
                _("More than one person is called “%(name)s”. Type more of the name, or the person's key."),
                params={"name": text},
            )
    raise ValidationError(_("Nobody in the network is called “%(name)s”."), params={"name": text})


class PersonField(forms.CharField):
    """One person, by name or key."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}), **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return person_named(text) if text else None


class PeopleField(forms.CharField):
    """Several people, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=4000, widget=forms.Textarea(attrs={"rows": 5}), **kwargs)

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_PEOPLE:
            raise ValidationError(_("That is more people than one team can have."))
        return list({person.pk: person for person in map(person_named, lines)}.values())


class IdeaForm(ActForm):
    title = forms.CharField(label=_("What would the co-op do, in a few words?"), max_length=120)
    text = forms.CharField(
        label=_("How would it work?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What is missing today, what you would do about it, and what you know already."),
    )
    who_for = forms.CharField(label=_("Who is it for?"), max_length=300)
    origin = Choice(
        label=_("Where does it come from?"),
        choices=Idea.Origin.choices,
        initial=Idea.Origin.IDEA,
        required=False,
    )
    seen_by = forms.CharField(
        label=_("Which co-op, assembly or buyer sees this need?"), max_length=120, required=False
    )
    yearly_minor = MoneyField(label=_("How much would a buyer buy a year?"), required=False)


class SupportForm(ActForm):
    """A button."""


class DeclineForm(ActForm):
    reason = forms.CharField(
        label=_("Why not now?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everyone can read this. Say what would have to change."),
    )


class TeamForm(ActForm):
    name = forms.CharField(label=_("Name of the team"), max_length=120)
    members = PeopleField(label=_("Who belongs to it?"), help_text=_("One person a line, by name."))
    formed_on = DayField(label=_("Formed on"))
    preset = Choice(label=_("Which path?"), choices=list(PRESETS.items()), initial=START_UP, required=False)
    idea = forms.ModelChoiceField(
        label=_("Which idea does it take up?"), queryset=Idea.objects.none(), required=False
    )

    def __init__(self, *args: Any, ideas: QuerySet[Idea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["idea"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = ideas


class JoinForm(ActForm):
    person = PersonField(label=_("Who joins?"))
    on = DayField(label=_("From"))


class LeaveForm(ActForm):
    person = forms.ModelChoiceField(label=_("Who leaves?"), queryset=Person.objects.none())
    on = DayField(label=_("First day no longer in the team"))

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Person.objects.filter(pk__in=[person.pk for person in people]).order_by("name")


class GateForm(ActForm):
    stage = forms.CharField(widget=forms.HiddenInput, max_length=60)
    evidence = Choices(
        label=_("What have you seen?"),
        help_text=_("Ticked already: what the team handed in."),
        error_messages={"required": _("Tick each document you have seen. The gate asks for all of them.")},
    )
    on = DayField(label=pgettext_lazy("gate", "Passed on"))

    def __init__(self, *args: Any, gate: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].initial = gate.key
        field = self.fields["evidence"]
        assert isinstance(field, Choices)
        field.required = bool(gate.documents)
        field.choices = list(zip(gate.documents, gate.document_names, strict=True))


class TakeBackForm(ActForm):
    stage = forms.CharField(widget=forms.HiddenInput, max_length=60)


class HoursForm(ActForm):
    mentor = PersonField(label=_("Mentor"))
    on = DayField(label=_("On"))
    hours = forms.DecimalField(
        label=_("Hours"),
        min_value=Decimal("0.25"),
        max_value=Decimal(24),
        max_digits=4,
        decimal_places=2,
        help_text=_("In quarter hours, such as 1.25 or 2.5."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    funder = forms.CharField(
        label=_("Who paid for these hours?"),
        max_length=80,
        required=False,
        help_text=_("A funder or a grant, always written the same way. Empty if nobody paid."),
        widget=forms.TextInput(attrs={"list": "funders", "autocomplete": "off"}),
    )
    note = forms.CharField(
        label=_("What should be remembered?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    note_is_shared = forms.BooleanField(
        label=_("The team may read this note; otherwise only the mentor does."), required=False
    )

    def __init__(self, *args: Any, for_others: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not for_others:
            del self.fields["mentor"]


class StrikeForm(ActForm):
    """A button."""


class PeriodForm(forms.Form):
    """A period [from, to): the questions of lists that have days."""

    day_field = "passed_on"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from"] = DayField(label=_("From"), required=False)
        self.fields["to"] = DayField(label=_("Until before"), required=False)

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        starts_on, ends_on = self.period
        if starts_on:
            rows = rows.filter(**{f"{self.day_field}__gte": starts_on})
        return rows.filter(**{f"{self.day_field}__lt": ends_on}) if ends_on else rows

    @property
    def period(self) -> tuple[date | None, date | None]:
        """The days asked for, of a form that is valid."""
        return self.cleaned_data.get("from"), self.cleaned_data.get("to")


class GatesForm(PeriodForm):
    """Which gates: of a period, of one stage, or only those that make a team ready."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [("", _("all gates")), ("ready", _("gates that make a team ready to open"))]
        self.fields["stage"] = forms.ChoiceField(
            label=_("Which gates"),
            required=False,
            choices=[*kinds, *((item.key, item.name) for item in all_stages())],
        )

    def narrow(self, rows: QuerySet[GatePassed]) -> QuerySet[GatePassed]:
        rows = super().narrow(rows)
        wanted = self.cleaned_data["stage"]
        if wanted == "ready":
            return rows.filter(stage__in=ready_keys())
        return rows.filter(stage=wanted) if wanted else rows


class HoursPeriodForm(PeriodForm):
    day_field = "worked_on"

    def narrow(self, rows: QuerySet[MentorHours]) -> QuerySet[MentorHours]:
        return super().narrow(rows)


class TeamsForm(forms.Form):
    """Which teams: those that stand before one gate."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = [
            ("", _("all teams")),
            *((item.key, item.name) for item in all_stages()),
            ("open", _("already open")),
        ]
        self.fields["before"] = forms.ChoiceField(label=_("Next gate"), required=False, choices=here)

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.cleaned_data["before"]
        if not wanted:
            return rows
        if wanted == "open":
            return rows.filter(stage__in=open_keys())
        before = Q()
        for preset in PRESETS:
            for item in stages(preset):
                if item.key == wanted:
                    last = stage_at(item.position - 1, preset)
                    before |= Q(preset=preset, stage=last.key if last else "")
        return rows.filter(before)


class IdeasForm(forms.Form):
    """Which ideas: by a word, by state."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"] = forms.CharField(label=_("Word"), required=False, max_length=80)
        self.fields["state"] = forms.ChoiceField(
            label=_("Which ideas"),
            required=False,
            choices=[
                ("", _("all ideas")),
                ("open", _("open")),
                ("declined", _("declined")),
                ("merged", _("merged with another")),
            ],
        )

    def narrow(self, rows: QuerySet[Idea]) -> QuerySet[Idea]:
        word, state = self.cleaned_data["q"], self.cleaned_data["state"]
        if word:
            rows = rows.filter(
                Q(title__icontains=word) | Q(text__icontains=word) | Q(who_for__icontains=word)
            )
        return rows.filter(state=state) if state else rows
