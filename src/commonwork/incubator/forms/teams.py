"""Forms of a team's way: tasks with evidence, reviews by a rubric, resting and going on."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonwork.incubator.models import Idea, Team
from commonwork.ui.fields import Choice, DayField, File
from commonwork.ui.forms import ActForm

SCORES = [(number, str(number)) for number in range(1, 6)]
RUBRIC: dict[str, Any] = {
    "economic": _("Economic: is there a need, and does it help the neighbourhood?"),
    "market": _("Market: will enough people buy at this price?"),
    "technical": _("Technical: can they make it, with these tools and this place?"),
    "financial": _("Financial: do the sums hold, also in the worst case?"),
    "management": _("Management: can they run it together?"),
}


class TaskForm(ActForm):
    """Evidence in words, as a file, or both."""

    evidence = forms.CharField(
        label=_("Where can it be seen, or what does it say?"),
        max_length=300,
        required=False,
        help_text=_("A link, a folder, or a few words. You may hand in a file instead."),
    )
    file = File(
        label=_("A file: PDF or photo"),
        required=False,
        most_mb=10,
        help_text=_("Only the team, the incubator and those who decide on its loan open it."),
    )
    on = DayField(label=_("Done on"))

    @property
    def contents(self) -> list[bytes]:
        """The bytes of the file, if one came."""
        file = self.cleaned_data.get("file")
        return [file.read()] if file else []


class ReviewForm(ActForm):
    """The rubric: a score from 1 to 5 for each question."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in RUBRIC.items():
            self.fields[name] = forms.TypedChoiceField(
                label=label, choices=SCORES, coerce=int, widget=forms.RadioSelect
            )
        self.fields["words"] = forms.CharField(
            label=_("What should they think about?"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 4}),
        )
        self.fields["has_conflict"] = forms.BooleanField(
            label=_("I have a conflict of interest: my review is heard and does not count."), required=False
        )


class RestForm(ActForm):
    """A team rests, goes on within another, or is declined."""

    what = Choice(
        label=_("What happens?"),
        choices=[
            ("paused", _("It rests for a while")),
            ("merged", _("It goes on within another team")),
            ("declined", _("The incubator does not go on with it")),
        ],
    )
    into = forms.ModelChoiceField(label=_("Within which team?"), queryset=Team.objects.none(), required=False)
    reason = forms.CharField(
        label=_("Why?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The team reads this. Say what would have to change."),
    )
    on = DayField(label=_("From"))

    def __init__(self, *args: Any, others: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["into"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = others

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("what") == "merged" and not data.get("into"):
            self.add_error("into", _("Choose the team it goes on within."))
        return data


class ResumeForm(ActForm):
    """A button."""


class MergeIdeaForm(ActForm):
    into = forms.ModelChoiceField(label=_("Which idea is the same?"), queryset=Idea.objects.none())

    def __init__(self, *args: Any, ideas: QuerySet[Idea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["into"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = ideas
