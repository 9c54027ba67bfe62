"""Forms of tasks, make-ups, mail, materials, circles and competences."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonwork.registry.clock import at_time
from commonwork.registry.models import Competence, CompetenceHeld, Organisation, Place
from commonwork.school.models import Work
from commonwork.ui.fields import Choice, Choices, DayField, File
from commonwork.ui.forms import ActForm

WHO = [
    ("all", _("everyone")),
    ("missed", _("those who missed two or more")),
    ("lacking", _("those who lack something")),
]
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]


class MailForm(ActForm):
    """A letter to learners of a course."""

    to = Choice(label=_("To whom?"), choices=WHO, initial="missed")
    subject = forms.CharField(label=_("Subject"), max_length=150)
    text = forms.CharField(
        label=_("What do you write?"), widget=forms.Textarea(attrs={"rows": 8}), max_length=5000
    )


class TaskForm(ActForm):
    """A task for all learners of a course."""

    title = forms.CharField(label=_("Task"), max_length=200)
    words = forms.CharField(
        label=_("What is to be done?"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    is_required = forms.BooleanField(label=_("It is needed for the badge"), required=False, initial=True)


class HandInForm(ActForm):
    """A learner's work."""

    text = forms.CharField(label=_("Your work"), widget=forms.Textarea(attrs={"rows": 8}), max_length=20_000)


class GradeForm(ActForm):
    """What the trainer says of it."""

    outcome = Choice(
        label=_("Is it done?"), choices=[one for one in Work.Outcome.choices if one[0] != Work.Outcome.OPEN]
    )
    remark = forms.CharField(label=_("A word to the learner"), required=False, max_length=500)


class MakeUpForm(ActForm):
    """How long somebody worked to make up for a session."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=24 * 60)


class MaterialForm(ActForm):
    """A page of a course."""

    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(label=_("Text"), required=False, widget=forms.Textarea(attrs={"rows": 8}))
    link = forms.URLField(label=_("Link"), required=False, assume_scheme="https")
    language = Choice(label=_("Language"), choices=LANGUAGES, initial="en")
    picture = File(label=_("Picture"), kinds=("png", "jpeg"), most_mb=5, required=False)
    picture_words = forms.CharField(label=_("What does the picture show?"), required=False, max_length=300)
    recording = forms.FileField(label=_("Recording (MP3, Ogg or WAV)"), required=False)
    paper = File(label=_("File to print (PDF)"), kinds=("pdf",), most_mb=5, required=False)

    def arguments(self) -> dict[str, Any]:
        """What `learning.add_material` takes."""
        typed = self.cleaned_data
        names = ("title", "text", "link", "language", "picture_words")
        files = {
            name: typed[name].read() if typed[name] else b"" for name in ("picture", "recording", "paper")
        }
        return {name: typed[name] for name in names} | files


class SelectForm(ActForm):
    """Who takes part."""

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"] = Choices(label=_("Who takes part?"), choices=people)


class BuildOnForm(ActForm):
    """What a course builds on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Competence.objects.order_by("name").values_list("key", "name")
        self.fields["competences"] = Choices(
            label=_("What must people be able to do before?"), choices=list(rows), required=False
        )


class CircleForm(ActForm):
    """Open a study circle."""

    title = forms.CharField(label=_("Name of the circle"), max_length=120)
    question = forms.CharField(
        label=_("Which question do you read about?"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    school = forms.ModelChoiceField(Organisation.objects.none(), label=_("School"))
    readings = forms.CharField(
        label=_("Readings"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One a line, in their order; an address may follow."),
    )


class MeetForm(ActForm):
    """The next meeting of a circle."""

    on = DayField(label=_("Day"))
    clock = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=15, max_value=600, initial=90)
    place = forms.ModelChoiceField(
        Place.objects.order_by("name"), label=_("Place"), required=False, empty_label=_("not said yet")
    )

    def arguments(self) -> dict[str, Any]:
        """What `circles.meet` takes."""
        starts_at = at_time(self.cleaned_data["on"], self.cleaned_data["clock"])
        ends_at = starts_at + timedelta(minutes=self.cleaned_data["minutes"])
        return {"starts_at": starts_at, "ends_at": ends_at, "place": self.cleaned_data["place"]}


class MinutesForm(ActForm):
    """What was said."""

    text = forms.CharField(
        label=_("Minutes of the meeting"), widget=forms.Textarea(attrs={"rows": 8}), max_length=20_000
    )


class EndForm(ActForm):
    """What came of a circle; a team is formed on a page of its own."""

    outcome = Choice(
        label=_("What came of it?"),
        choices=[("course", _("they go on in a course")), ("ended", _("it ended"))],
    )


class RenewForm(ActForm):
    """Until when a competence holds now."""

    until = DayField(label=_("Holds until"), required=False, help_text=_("Empty: for good."))


class WithdrawForm(ActForm):
    """Why a competence is withdrawn."""

    reason = Choice(label=_("Why is it withdrawn?"), choices=CompetenceHeld.Reason.choices)


class CountForm(forms.Form):
    """Which year, and by what."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int, choices=())
    by = forms.ChoiceField(
        label=_("By"),
        choices=[
            ("course", _("course")),
            ("programme", _("programme")),
            ("place", _("place")),
            ("funder", _("funder")),
        ],
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
