"""Forms of the door, of reports and of sessions of a conference."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonwork.gatherings.actions.reports import Asking
from commonwork.gatherings.models import Gathering
from commonwork.registry.clock import at_time
from commonwork.ui.fields import Choice, CodeField, DayField, File
from commonwork.ui.forms import ActForm


class SearchForm(forms.Form):
    """Find somebody at the door."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=80)


class HereForm(ActForm):
    """I am here: the PIN at the door, and one's own code where one is not signed in."""

    pin = forms.CharField(
        label=_("PIN at the door"), max_length=6, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    code = CodeField(label=_("Your code"), help_text=_("As it was mailed to you, or printed."))

    def __init__(self, *args: Any, is_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_known:
            del self.fields["code"]


class ReportForm(ActForm):
    """What came of it."""

    text = forms.CharField(
        label=_("What came of it?"), widget=forms.Textarea(attrs={"rows": 8}), max_length=20_000
    )


class QuestionsForm(ActForm):
    """The hosts' questions, one a line: what to ask, then answers to choose from after bars; a star: must be answered."""

    questions = forms.CharField(
        label=_("Questions"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "One a line. “Which workshop? | Farming | Printing” offers answers; a * at the end asks for one."
        ),
    )

    def asked(self) -> list[Asking]:
        """What was typed, as questions."""
        found = []
        for line in self.cleaned_data["questions"].splitlines():
            words = line.strip()
            if words:
                is_required, words = words.endswith("*"), words.rstrip("* ")
                first, *choices = [part.strip() for part in words.split("|")]
                found.append(Asking(first, tuple(filter(None, choices)), is_required))
        return found


class SessionForm(ActForm):
    """A session of a conference."""

    title = forms.CharField(label=_("Title"), max_length=200)
    starts_on = DayField(label=_("Day"))
    starts_time = forms.TimeField(
        label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends_time = forms.TimeField(
        label=_("Until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    track = forms.CharField(label=_("Track"), required=False, max_length=80)
    room = forms.CharField(label=_("Room"), required=False, max_length=80)
    summary = forms.CharField(
        label=_("What is it about?"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def arguments(self, conference: Gathering) -> dict[str, Any]:
        """What `gatherings.announce` takes."""
        typed = self.cleaned_data
        moments: list[datetime] = [
            at_time(typed["starts_on"], typed[name]) for name in ("starts_time", "ends_time")
        ]
        return {name: typed[name] for name in ("title", "track", "room", "summary")} | {
            "starts_at": moments[0],
            "ends_at": moments[1],
            "kind": conference.kind,
            "within": conference,
            "place": conference.place,
            "host": conference.host,
            "is_public": conference.is_public,
            "takes_registrations": False,
            "is_invented": conference.is_invented,
            "time_zone": conference.time_zone,
        }


class ScopeForm(ActForm):
    """Which gatherings of a series are meant."""

    scope = Choice(label=_("What do you call off?"), choices=[], initial="one")

    def __init__(self, *args: Any, choices: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = choices  # type: ignore[attr-defined]


class AttendanceForm(ActForm):
    """A list of past attendance."""

    file = File(label=_("CSV file"), kinds=("text",), most_mb=5)
