"""Forms of participatory budgets: open one, put an idea forward, look at it, adopt the result."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonwork.assembly.actions.budget_rounds import Pot
from commonwork.assembly.models import BudgetPot, BudgetProject, BudgetRound
from commonwork.registry.keys import key_from
from commonwork.registry.models import Body, Organisation, Person
from commonwork.rules.money import parse_minor
from commonwork.rules.refusal import Refusal
from commonwork.ui.fields import Choice, DayField, MoneyField
from commonwork.ui.forms import ActForm

PLANNABLE = ("expense", "equity")
POINTS = 10  # of a voter, where nobody said otherwise
_POT = re.compile(r"\s*(?P<name>[^:]+):\s*(?P<amount>[^:]+?)\s*")


class RoundForm(ActForm):
    body = forms.ModelChoiceField(
        label=_("Which body decides?"), queryset=Body.objects.none(), to_field_name="key"
    )
    title = forms.CharField(label=_("What is it called?"), max_length=120)
    budget = MoneyField(label=_("How much money is there?"))
    pots = forms.CharField(
        label=_("Parts with money of their own"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "One a line: its name, a colon, its money (North: 4,000). Together they are the whole budget."
        ),
    )
    pot_kind = Choice(
        label=_("The parts are"), choices=BudgetPot.Kind.choices, initial="category", required=False
    )
    method = Choice(label=_("The ballot"), choices=BudgetRound.Method.choices, initial="budget-approval")
    points = forms.IntegerField(
        label=_("Points of a voter"),
        required=False,
        min_value=1,
        max_value=1000,
        initial=10,
        help_text=_("Only where points are shared out."),
    )
    rule = Choice(label=_("Counted by"), choices=BudgetRound.Rule.choices, initial="equal-shares")
    completes = forms.BooleanField(
        label=_("What equal shares leave over goes to the most voted"), required=False
    )
    least_votes = forms.IntegerField(label=_("Votes a project needs"), min_value=0, initial=0)
    ideas_until = DayField(label=_("Ideas until"))
    costed_until = DayField(label=_("Costs are looked at until"))
    votes_until = DayField(label=_("Votes until"))

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "body", bodies)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if (
            data.get("method") == BudgetRound.Method.POINTS
            and not data.get("points")
            and "points" not in self.errors
        ):
            self.add_error("points", _("Say how many points each voter may give."))
        data["points"] = data.get("points") or POINTS
        return data

    def clean_pots(self) -> list[tuple[str, int]]:
        found: list[tuple[str, int]] = []
        for number, line in enumerate(str(self.cleaned_data["pots"]).splitlines(), 1):
            if not line.strip():
                continue
            match = _POT.fullmatch(line)
            try:
                found.append(
                    (match["name"].strip(), parse_minor(match["amount"].lstrip("$"), "USD"))
                    if match
                    else ("", 0)
                )
            except Refusal:
                found.append(("", 0))
            if not found[-1][0]:
                raise ValidationError(
                    _("Line %(line)d should be a name, a colon and an amount."), params={"line": number}
                )
        return found

    @property
    def parts(self) -> list[Pot]:
        data = self.cleaned_data
        kind = data["pot_kind"] or "category"
        return [
            Pot(key_from(name) or f"part_{at}", name, minor, kind)
            for at, (name, minor) in enumerate(data["pots"])
        ]


class IdeaForm(ActForm):
    title = forms.CharField(label=_("What should be done?"), max_length=120)
    text = forms.CharField(
        label=_("What is it, and who would it help?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    where = forms.CharField(label=_("Where?"), max_length=120, required=False)
    pot = forms.ModelChoiceField(
        label=_("Which part of the budget?"), queryset=BudgetPot.objects.none(), required=False
    )

    def __init__(self, *args: Any, round: BudgetRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "pot", round.pots.order_by("pk"))
        if not round.pots.exists():
            del self.fields["pot"]


class ReviewForm(ActForm):
    reviewer = forms.ModelChoiceField(
        label=_("Who looked at it?"),
        queryset=Person.objects.none(),
        to_field_name="key",
        help_text=_("The name stands on the project's page."),
    )
    answer = Choice(label=_("Can it be done?"), choices=[("yes", _("Yes")), ("no", _("No"))])
    cost = MoneyField(label=_("What does it cost?"), required=False)
    text = forms.CharField(
        label=_("What was found?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    doer = forms.ModelChoiceField(
        label=_("Who would do it?"), queryset=Organisation.objects.none(), to_field_name="key", required=False
    )
    rivals = forms.ModelMultipleChoiceField(
        label=_("Cannot be done together with"),
        queryset=BudgetProject.objects.none(),
        to_field_name="key",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    on = DayField(label=_("Looked at on"))

    def __init__(
        self, *args: Any, project: BudgetProject, reviewers: QuerySet[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "reviewer", reviewers)
        _offer(self, "doer", Organisation.objects.exclude(stage="closed").order_by("name"))
        others = project.round.projects.exclude(pk=project.pk).exclude(state="withdrawn").order_by("number")
        field = self.fields["rivals"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = others
        if not others.exists():
            del self.fields["rivals"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("answer") == "yes" and not data.get("cost") and "cost" not in self.errors:
            self.add_error("cost", _("What can be done needs a cost."))
        return data


class DecideForm(ActForm):
    text = forms.CharField(
        label=_("The resolution"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    payer = forms.ModelChoiceField(
        label=_("Whose money is it?"), queryset=Organisation.objects.none(), to_field_name="key"
    )
    account = forms.ChoiceField(
        label=_("Which account does it come from?"),
        help_text=_("A fund or an account for costs in their books."),
    )
    ends_on = DayField(label=_("The money can be spent until before"))
    review_on = DayField(label=_("Looked at again on"), required=False)
    on = DayField(label=_("Adopted on"))

    def __init__(
        self, *args: Any, payers: QuerySet[Organisation], accounts: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "payer", payers)
        field = self.fields["account"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = accounts


class PhaseForm(ActForm):
    """A button."""


def _offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
