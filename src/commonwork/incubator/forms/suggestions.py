"""Forms for people without an account, and for the coordinator who enters what they wrote or said."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonwork.incubator.forms import IdeaForm, PersonField
from commonwork.incubator.models import Channel, Suggestion
from commonwork.incubator.models.idea import ENTERED
from commonwork.ui.fields import Choice, CodeField
from commonwork.ui.forms import ActForm

CAME = [(channel.value, channel.label) for channel in ENTERED]
MOST_AT_ONCE = 10_000


class SuggestForm(ActForm):
    title = forms.CharField(label=_("What would the co-op do, in a few words?"), max_length=120)
    text = forms.CharField(
        label=_("How would it work, and who is it for?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Do not write names or phone numbers: if it is taken up, everyone can read it."),
    )
    email = forms.EmailField(
        label=_("Your e-mail, if you want an answer by mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("It is erased as soon as we have answered. You also get a code that opens the answer."),
    )


class AcceptForm(ActForm):
    who_for = forms.CharField(
        label=_("Who is it for?"), max_length=300, help_text=_("In a few words, as they wrote it.")
    )


class TurnDownForm(ActForm):
    reason = forms.CharField(
        label=_("Why not now?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Whoever suggested it reads this. Say what would have to change."),
    )


class CodeForm(forms.Form):
    """The code on the receipt of a suggestion."""

    code = CodeField(label=_("Your code"), help_text=_("Twelve letters and numbers."))


class SuggestionsForm(forms.Form):
    """Which suggestions: of one state."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"] = forms.ChoiceField(
            label=_("Which suggestions"),
            required=False,
            choices=[("", _("all suggestions")), *Suggestion.State.choices],
        )

    def narrow(self, rows: Any) -> Any:
        wanted = self.cleaned_data["state"]
        return rows.filter(state=wanted) if wanted else rows


class PaperIdeaForm(IdeaForm):
    """An idea that a coordinator enters for someone."""

    channel = Choice(label=_("How did it come?"), choices=CAME, initial=Channel.PAPER)
    proposer = PersonField(
        label=_("Whose idea is it, if they are in the register?"),
        required=False,
        help_text=_("Their name or key. Empty for a resident who is not: the paper keeps the name."),
    )


class PaperSupportForm(ActForm):
    """Support that a coordinator enters: of one person of the register, or of so many others."""

    channel = Choice(label=_("How did it come?"), choices=CAME, initial=Channel.PAPER)
    person = PersonField(
        label=_("Who stands behind it, if they are in the register?"),
        required=False,
        help_text=_("Their name or key. Then leave the number at 1."),
    )
    people_count = forms.IntegerField(
        label=_("How many people?"),
        min_value=1,
        max_value=MOST_AT_ONCE,
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("For a list on paper: how many signed it. Their names stay on the paper."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("person") and data.get("people_count", 1) != 1:
            self.add_error(
                "people_count", _("One person of the register counts as one. Enter the others by themselves.")
            )
        return data


class CountOutForm(ActForm):
    """A button beside an entry."""

    support = forms.IntegerField(widget=forms.HiddenInput)
