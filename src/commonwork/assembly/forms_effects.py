"""Forms of effects: plan one, tell how far it is, pay from its line."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from commonwork.assembly.effects import KINDS, EffectKind
from commonwork.assembly.models import Effect
from commonwork.registry.models import Body, Person
from commonwork.rules.refusal import Refusal
from commonwork.ui.fields import DayField, MoneyField
from commonwork.ui.forms import ActForm
from commonwork.ui.refusals import said


class EffectForm(ActForm):
    """What shall happen, who takes it on, until when; and what its kind asks for. `data` holds the particulars."""

    title = forms.CharField(label=_("What shall happen?"), max_length=160)
    due_on = DayField(label=_("Until when?"), required=False)

    def __init__(self, *args: Any, kind: EffectKind, body: Body, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(*args, **kwargs)
        if kind.has_owner:
            people = Q(seats__body=body, seats__ends_on=None)
            if body.organisation is not None:
                people |= Q(memberships__organisation=body.organisation, memberships__ends_on=None)
            self.fields["owner"] = forms.ModelChoiceField(
                label=_("Who takes it on?"),
                queryset=Person.objects.filter(people).distinct().order_by("name"),
                to_field_name="key",
            )
        self.asked = kind.fields()
        self.fields |= self.asked
        self.data_found: dict[str, Any] = {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            typed = {name: plain(cleaned[name]) for name in self.asked}
            try:
                self.data_found = self.kind.check(
                    {name: found for name, found in typed.items() if found != ""}
                )
            except Refusal as refusal:
                self.add_error(refusal.field if refusal.field in self.fields else None, said(refusal))
        return cleaned


class BeginForm(ActForm):
    on = DayField(label=_("Begun on"))


class FinishForm(ActForm):
    """A button."""


class ReportForm(ActForm):
    percent = forms.IntegerField(
        label=_("How much of it is done?"),
        min_value=0,
        max_value=100,
        help_text=_("In percent; 100 is done."),
    )
    text = forms.CharField(
        label=_("What has been done?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PayLineForm(ActForm):
    amount = MoneyField(label=_("How much?"))
    what = forms.CharField(label=_("What for?"), max_length=120)
    on = DayField(label=_("Paid on"))


class FollowForm(forms.Form):
    """Which effects: of one kind, in one state."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("all")), *Effect.State.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("all")), *((code, kind.name) for code, kind in KINDS.items())]

    def narrow(self, rows: Any) -> Any:
        for name in ("kind", "state"):
            if self.cleaned_data[name]:
                rows = rows.filter(**{name: self.cleaned_data[name]})
        return rows


def plain(value: Any) -> Any:
    """A cleaned value as data holds it: a day in ISO form, an organisation or any row by its key, nothing as ""."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Model):
        return value.key  # type: ignore[attr-defined]
    return "" if value is None else value
