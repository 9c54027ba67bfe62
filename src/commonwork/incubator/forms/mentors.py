"""Forms of mentors: what someone offers, which help a team wants, who walks with it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonwork.incubator.forms import PersonField
from commonwork.incubator.helping import LANGUAGES, TIMES, TOPICS
from commonwork.ui.fields import Choices
from commonwork.ui.forms import ActForm


class OfferForm(ActForm):
    """What someone offers as a mentor. Coordinators may enter the offer of another, as it was told or written."""

    person = PersonField(label=_("Whose offer is it?"))
    topics = Choices(label=_("What can you help with?"), choices=list(TOPICS.items()))
    languages = Choices(label=_("Which languages do you speak with teams?"), choices=list(LANGUAGES.items()))
    times = Choices(label=_("When do you have time?"), choices=list(TIMES.items()))
    hours_a_month = forms.IntegerField(
        label=_("How many hours a month, for all teams together?"),
        min_value=1,
        max_value=200,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, for_others: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not for_others:
            del self.fields["person"]


class RestForm(ActForm):
    """A button."""


class HelpForm(ActForm):
    """Which help a team wants."""

    topics = Choices(label=_("What do you need help with?"), choices=list(TOPICS.items()))
    languages = Choices(
        label=_("In which languages?"),
        choices=list(LANGUAGES.items()),
        required=False,
        help_text=_("Tick none if any will do."),
    )
    times = Choices(
        label=_("When can you meet?"),
        choices=list(TIMES.items()),
        required=False,
        help_text=_("Tick none if any will do."),
    )


class MentorForm(ActForm):
    """Who walks with a team: one of the list, or anyone by name."""

    mentor = PersonField(label=_("Who walks with this team?"))


class MentorsFilter(forms.Form):
    """Which mentors: with a topic, in a language, who take teams."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, choices in (
            ("topic", _("Can help with"), TOPICS),
            ("language", _("Speaks"), LANGUAGES),
        ):
            self.fields[name] = forms.ChoiceField(
                label=label, required=False, choices=[("", _("any")), *choices.items()]
            )

    def narrow(self, rows: Any) -> Any:
        """Lists of codes are read here, not in SQL: no two engines look into JSON alike, and mentors are few."""
        topic, language = self.cleaned_data["topic"], self.cleaned_data["language"]
        if not (topic or language):
            return rows
        found = [
            row.pk
            for row in rows
            if (not topic or topic in row.topics) and (not language or language in row.languages)
        ]
        return rows.filter(pk__in=found)
