"""Forms of meetings, consent rounds and what is decided there. They check what was typed; acts decide."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonwork.assembly.forms_bodies import offer
from commonwork.assembly.forms_motions import long_text
from commonwork.assembly.models import ConsentAnswer, Electorate, HandVote, Motion, Poll
from commonwork.registry.clock import at_time
from commonwork.registry.models import Person, Place
from commonwork.ui.fields import Choice, DayField
from commonwork.ui.forms import ActForm


class MeetingForm(ActForm):
    on = DayField(label=_("On which day?"))
    hour = forms.TimeField(
        label=_("At what time?"), initial=time(18), widget=forms.TimeInput(attrs={"type": "time"})
    )
    duration_minutes = forms.IntegerField(
        label=_("How many minutes is it planned for?"), min_value=5, max_value=1440, initial=120
    )
    place = forms.ModelChoiceField(label=_("Where?"), queryset=Place.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "place", Place.objects.order_by("name"))

    @property
    def starts_at(self) -> datetime:
        """When it starts, on the network's clock."""
        return at_time(self.cleaned_data["on"], self.cleaned_data["hour"])


class AgendaForm(ActForm):
    title = forms.CharField(label=_("What is it about?"), max_length=160, required=False)
    motion = forms.ModelChoiceField(
        label=_("Is a motion to be decided?"),
        queryset=Motion.objects.none(),
        required=False,
        empty_label=_("No"),
    )
    duration_minutes = forms.IntegerField(
        label=_("How many minutes is it planned for?"), min_value=1, max_value=600, initial=10
    )

    def __init__(self, *args: Any, motions: QuerySet[Motion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "motion", motions)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("title") and not data.get("motion"):
            self.add_error("title", ValidationError(_("Say what it is about, or choose a motion.")))
        return data


class OnRollForm(ActForm):
    electorate = forms.ModelChoiceField(
        label=_("On which roll?"),
        queryset=Electorate.objects.none(),
        help_text=_("Only affirmed rolls are offered. The quorum is reckoned from it."),
    )

    def __init__(self, *args: Any, rolls: QuerySet[Electorate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "electorate", rolls)


class SpeakerForm(ActForm):
    person = forms.ModelChoiceField(label=_("Who asks to speak?"), queryset=Person.objects.none())

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", people)


class HandsForm(ActForm):
    question = forms.CharField(label=_("What was the question?"), max_length=300, required=False)
    yes = forms.IntegerField(label=_("For it"), min_value=0, max_value=1_000_000)
    no = forms.IntegerField(label=_("Against it"), min_value=0, max_value=1_000_000)
    abstain = forms.IntegerField(label=_("Abstained"), min_value=0, max_value=1_000_000, initial=0)
    majority = Choice(
        label=_("How many are needed?"), choices=HandVote.Majority.choices, initial=HandVote.Majority.SIMPLE
    )
    base = Choice(label=_("Reckoned"), choices=HandVote.Base.choices, initial=HandVote.Base.CAST)
    decides = forms.BooleanField(label=_("This decides the motion"), required=False)


class NotesForm(ActForm):
    notes = long_text(_("What shall the minutes say about it?"), rows=5, max_length=8000, required=False)


class MinutesForm(ActForm):
    text = long_text(
        _("The words of the minutes"),
        required=False,
        help_text=_("Presence, votes and decisions are added by themselves."),
    )


class AnswerForm(ActForm):
    answer = Choice(label=_("Your answer"), choices=ConsentAnswer.Answer.choices)
    aim = forms.ChoiceField(label=_("If you object: which aim would the text harm?"), required=False)
    reason = long_text(
        _("Your reason"),
        rows=4,
        max_length=2000,
        required=False,
        help_text=_("An objection needs one: what in the text would harm us, and how?"),
    )

    def __init__(self, *args: Any, aims: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["aim"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("none")), *aims]


class VoteForm(ActForm):
    poll = forms.ModelChoiceField(
        label=_("Which vote decided it?"),
        queryset=Poll.objects.none(),
        help_text=_("Only counted yes-or-no votes of this body are offered."),
    )

    def __init__(self, *args: Any, polls: QuerySet[Poll], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "poll", polls)


class MendForm(ActForm):
    text = long_text(_("The whole text as it would read now"))
    why = forms.CharField(label=_("How does this meet the objections?"), max_length=300)


class SecondLookForm(ActForm):
    review_on = DayField(
        label=_("Look at it again on"),
        required=False,
        help_text=_("Leave it empty if it need not be looked at again."),
    )
