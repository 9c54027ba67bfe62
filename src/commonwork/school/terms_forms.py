"""Forms of what a course is kept by: its terms, who leads its sessions, its programme, the next cohort."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonwork.gatherings.people_forms import PersonField
from commonwork.registry.models import Organisation, Person
from commonwork.school.forms import LANGUAGES, TermFields, trainers
from commonwork.school.models import Course, Programme, Session
from commonwork.ui.fields import Choice, DayField
from commonwork.ui.forms import ActForm


class TermsForm(TermFields, ActForm):
    """Change what was said of a course."""

    title = forms.CharField(label=_("Title"), max_length=200)
    summary = forms.CharField(
        label=_("What will people learn?"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    capacity = forms.IntegerField(label=_("Places for learners"), required=False, min_value=1)
    language = Choice(label=_("Language"), choices=LANGUAGES)
    field_order = ("title", "summary", "programme", "language", "capacity")
    always = ("title", "summary", "programme")

    def __init__(self, *args: Any, course: Course, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if course.completed_on is not None:
            for name in set(self.fields) - set(self.always):
                if name in course.__dict__:
                    del self.fields[name]
        for name in self.fields:
            if hasattr(course, name):
                self.fields[name].initial = getattr(course, name)

    def changes(self) -> dict[str, Any]:
        """What `courses.change` takes."""
        names = (*self.always, "capacity", "language", *TermFields.TERMS)
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class LeadForm(ActForm):
    """Who leads which session."""

    def __init__(self, *args: Any, sessions: Sequence[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = [row.number for row in sessions]
        for row in sessions:
            said = {"number": row.number, "day": row.gathering.days_text}
            self.fields[f"session_{row.number}"] = PersonField(
                label=gettext("Session %(number)d, %(day)s") % said,
                required=False,
                initial=row.facilitator.name if row.facilitator else "",
            )

    def facilitators(self) -> dict[int, Person | None]:
        """What `sessions.lead` takes."""
        return {number: self.cleaned_data[f"session_{number}"] for number in self.numbers}


class ProgrammeForm(ActForm):
    """What a programme is called, is about, and who pays for it."""

    title = forms.CharField(label=_("Name of the programme"), max_length=60)
    summary = forms.CharField(
        label=_("What is it for?"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    funder = forms.ModelChoiceField(
        Organisation.objects.order_by("name"),
        label=_("Who pays for it?"),
        required=False,
        empty_label=_("nobody in particular"),
    )

    def __init__(self, *args: Any, programme: Programme | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "summary", "funder") if programme else ():
            self.fields[name].initial = getattr(programme, name)

    def arguments(self) -> dict[str, Any]:
        """What `programmes.begin` and `change` take."""
        return {name: self.cleaned_data[name] for name in ("title", "summary", "funder")}


class RepeatForm(ActForm):
    """When the next cohort begins, and who teaches it."""

    first_on = DayField(label=_("First session"))
    trainer = forms.ModelChoiceField(label=_("Trainer"), queryset=Person.objects.none())

    def __init__(self, *args: Any, course: Course, first_on: date, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_on"].initial = first_on
        there = trainers(on) | Person.objects.filter(pk=course.trainer_id)
        self.fields["trainer"].queryset = there.order_by("name")  # type: ignore[attr-defined]
        self.fields["trainer"].initial = course.trainer
