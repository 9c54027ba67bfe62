"""Forms of motions and of what is said about them. They check what was typed; acts decide."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonwork.assembly.forms_bodies import offer
from commonwork.assembly.models import Moderation, Motion, Review
from commonwork.charter.kinds import POLICIES, fits, said_choices, typed
from commonwork.ui.fields import Choice, DayField, MoneyField
from commonwork.ui.forms import ActForm


def long_text(label: Any, rows: int = 8, **more: Any) -> forms.CharField:
    """A field for a text of some length."""
    most = more.pop("max_length", 20_000)
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


class MotionForm(ActForm):
    title = forms.CharField(label=_("What do you propose, in a few words?"), max_length=160)
    purpose = forms.CharField(
        label=_("What is it for?"),
        max_length=600,
        help_text=_("One or two sentences. An objection will have to say how the text would harm an aim."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    text = long_text(_("The text to be decided"))
    policy_code = forms.ChoiceField(
        label=_("Does it change a policy?"),
        required=False,
        help_text=_("Then the policy changes by itself once the motion is decided."),
    )
    policy_value = forms.CharField(
        label=_("Its new value"),
        max_length=300,
        required=False,
        help_text=_("A share in percent, an amount in dollars, a number of days, or the word of a choice."),
    )
    policy_from = DayField(label=_("From which day on?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["policy_code"]
        assert isinstance(field, forms.ChoiceField)
        said = sorted((str(kind.sentence), code) for code, kind in POLICIES.items())
        field.choices = [("", _("No"))] + [(code, sentence) for sentence, code in said]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        code = data.get("policy_code")
        if not code:
            return data
        try:
            data["policy_value"] = typed(code, data.get("policy_value", ""))
        except (ValueError, ArithmeticError, IndexError):
            data["policy_value"] = None
        if not fits(code, data["policy_value"]):
            wrong = _("This cannot be the value of that policy.")
            self.add_error("policy_value", f"{wrong} {said_choices(code)}".strip())
        if data.get("policy_from") is None:
            self.add_error("policy_from", ValidationError(_("Say from which day on.")))
        return data


class RewriteForm(ActForm):
    title = forms.CharField(label=_("Title"), max_length=160)
    text = long_text(_("The text to be decided"))
    why = forms.CharField(label=_("What do you change, and why?"), max_length=300, required=False)


class AmendmentForm(ActForm):
    text = long_text(
        _("The whole text as it would read"),
        help_text=_("Change what you want changed; the page will mark it word by word."),
    )
    why = forms.CharField(label=_("Why?"), max_length=300)


class TranslationForm(ActForm):
    language = Choice(label=_("Into which language?"))
    title = forms.CharField(label=_("Title"), max_length=160)
    text = long_text(_("The text"))

    def __init__(self, *args: Any, motion: Motion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        assert isinstance(field, Choice)
        field.choices = [(code, name) for code, name in settings.LANGUAGES if code != motion.language]


class ReviewForm(ActForm):
    kind = Choice(label=_("What did you look into?"), choices=Review.Kind.choices)
    verdict = Choice(label=_("What did you find?"), choices=Review.Verdict.choices)
    cost_minor = MoneyField(label=_("What would it cost?"), least_minor=0, most_minor=10**13, required=False)
    text = long_text(_("In words"), rows=4, max_length=4000)


class JoinForm(ActForm):
    into = forms.ModelChoiceField(label=_("To which motion?"), queryset=Motion.objects.none())

    def __init__(self, *args: Any, motions: QuerySet[Motion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "into", motions)


class CommentForm(ActForm):
    text = long_text(_("What do you want to say?"), rows=4, max_length=4000)


class HideForm(ActForm):
    reason = Choice(label=_("The comment"), choices=Moderation.Reason.choices)
    words = forms.CharField(
        label=_("Say in a sentence why"),
        max_length=300,
        help_text=_("Everyone can read this, also the author. Do not repeat what you hide."),
    )


class AppealForm(ActForm):
    words = forms.CharField(label=_("Why should it be shown again?"), max_length=600)


class AppealAnswerForm(ActForm):
    restore = Choice(
        label=_("Your answer"), choices=[("yes", _("Show it again")), ("no", _("It stays hidden"))]
    )
    words = forms.CharField(label=_("Say in a sentence why"), max_length=300)


class StatementForm(ActForm):
    text = forms.CharField(
        label=_("One short statement"),
        max_length=200,
        help_text=_("One thought that people can agree or disagree with."),
    )
