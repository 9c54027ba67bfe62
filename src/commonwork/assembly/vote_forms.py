"""Forms of those who run a vote. They check what was typed; acts decide."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonwork.assembly.actions.paper_piles import Line
from commonwork.assembly.actions.polls import Option
from commonwork.assembly.models import Electorate, Poll
from commonwork.registry.models import Body, Person
from commonwork.rules.money import parse_minor, show_minor
from commonwork.rules.refusal import Complaint, Refusal
from commonwork.ui.fields import Choice, CodeField, MoneyField
from commonwork.ui.forms import ActForm

SHARES = (
    ("1/2", _("more than half")),
    ("3/5", _("three fifths")),
    ("2/3", _("two thirds")),
    ("3/4", _("three quarters")),
    ("4/5", _("four fifths")),
)
QUORUM_BASES = [
    (Poll.Base.PRESENT, _("everyone who takes part")),
    (Poll.Base.CAST, _("votes that say something")),
]
AREA = {"rows": 8, "spellcheck": "false"}


class MomentField(forms.DateTimeField):
    """A day and a time, in the browser's own control."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **kwargs)


class DraftForm(ActForm):
    body = forms.ModelChoiceField(label=_("Who votes?"), queryset=Body.objects.none(), empty_label=None)
    roll = forms.ModelChoiceField(
        label=_("Which roll?"),
        queryset=Electorate.objects.none(),
        required=False,
        empty_label=_("whoever sits in the body today"),
        help_text=_("A roll taken at a record date, of the same body."),
    )
    title = forms.CharField(label=_("What is the question?"), max_length=160)
    text = forms.CharField(
        label=_("What it is about"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 5})
    )
    method = forms.ChoiceField(label=_("How do people vote?"), choices=Poll.Method.choices)
    options = forms.CharField(
        label=_("What can be chosen? One a line."),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs=AREA),
        help_text=_(
            "For a budget write the cost behind a semicolon: Tool chest; 500.00. Leave it empty for yes or no."
        ),
    )
    seats = forms.IntegerField(label=_("How many are chosen?"), min_value=1, max_value=500, initial=1)
    budget = MoneyField(label=_("Budget"), required=False)
    budget_rule = forms.ChoiceField(
        label=_("How is a budget decided?"), choices=Poll.BudgetRule.choices, required=False
    )
    points = forms.IntegerField(
        label=_("Points or dots each may give"), min_value=0, max_value=100_000, initial=0
    )
    most_each = forms.IntegerField(
        label=_("Most for one option"), min_value=0, max_value=100_000, initial=0, help_text=_("0: no limit.")
    )
    threshold = forms.ChoiceField(label=_("A yes needs"), choices=SHARES, initial="1/2")
    threshold_base = forms.ChoiceField(label=_("of"), choices=Poll.Base.choices, initial="cast")
    quorum_percent = forms.DecimalField(
        label=_("Quorum, percent of the roll"), min_value=0, max_value=100, decimal_places=2, initial=0
    )
    quorum_base = forms.ChoiceField(
        label=_("Toward the quorum counts"), choices=QUORUM_BASES, initial="present"
    )
    without_quorum = Choice(
        label=_("And without a quorum?"), choices=Poll.WithoutQuorum.choices, initial="nothing"
    )
    secrecy = Choice(label=_("Open or sealed?"), choices=Poll.Secrecy.choices, initial="open")
    channel_rule = forms.ChoiceField(
        label=_("When somebody votes on paper and on the web"),
        choices=Poll.ChannelRule.choices,
        initial="paper",
    )
    closes_at = MomentField(label=_("Voting closes"), required=False)

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = bodies
        roll = self.fields["roll"]
        assert isinstance(roll, forms.ModelChoiceField)
        rolls = Electorate.objects.filter(body__in=bodies).select_related("body")
        roll.queryset = rolls.order_by("-record_on", "-pk")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        roll, body = data.get("roll"), data.get("body")
        if roll is not None and body is not None and roll.body_id != body.pk:
            self.add_error("roll", _("This is the roll of another body."))
        return data

    def clean_options(self) -> list[Option]:
        return [_option(line) for line in str(self.cleaned_data["options"]).splitlines() if line.strip()]

    def rules(self) -> dict[str, Any]:
        """The rule fields of the poll, as the acts take them."""
        data = dict(self.cleaned_data)
        for name in ("once", "body", "options"):
            data.pop(name, None)
        roll = data.pop("roll")
        data["electorate"] = roll.key if roll is not None else ""
        data["quorum_bp"] = int((data.pop("quorum_percent") or 0) * 100)
        data["budget_minor"] = data.pop("budget")
        is_budget = data["method"].startswith("budget-")
        data["budget_rule"] = (data["budget_rule"] or "equal-shares") if is_budget else ""
        return data


def _option(line: str) -> Option:
    title, _semicolon, cost = line.partition(";")
    if not cost.strip():
        return Option(title.strip())
    try:
        return Option(title.strip(), cost_minor=parse_minor(cost.strip().lstrip("$"), "USD"))
    except Refusal as refusal:
        said = _("“%(cost)s” is not an amount. Write it like 1,102.50.")
        raise ValidationError(said, params={"cost": cost.strip()}) from refusal


def typed_options(poll: Poll) -> str:
    """The options of a draft as they are typed."""
    return "\n".join(
        f"{row.title}; {show_minor(row.cost_minor, 'USD')}" if row.cost_minor else row.title
        for row in poll.options.order_by("number")
    )


class OpenForm(ActForm):
    """A button."""


class CloseForm(ActForm):
    present_count = forms.IntegerField(
        label=_("How many people were present?"),
        required=False,
        min_value=0,
        help_text=_(
            "Only where people were counted in a room. Whoever cast a ballot counts as present anyway."
        ),
    )


class CountForm(ActForm):
    seed = forms.CharField(
        label=_("Public seed for lots"),
        required=False,
        max_length=120,
        help_text=_(
            "Dice thrown in front of everybody after the close, such as 4 1 6. Ties are drawn from it."
        ),
    )


class KeepersForm(ActForm):
    people = forms.ModelMultipleChoiceField(
        label=_("Who keeps the key?"), queryset=Person.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    needed = forms.IntegerField(label=_("How many of them must come together?"), min_value=2, initial=2)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = people


class KeeperCodeForm(ActForm):
    code = CodeField(label=_("Your code"), help_text=_("The code you made before voting opened."))


class ReadyForm(ActForm):
    code = forms.CharField(widget=forms.HiddenInput, max_length=60)
    has_written = forms.BooleanField(label=_("I have written the code down, or printed this page"))


class TableForm(forms.Form):
    voter = forms.CharField(label=_("Roll number"), max_length=60)


class CodesForm(ActForm):
    whom = Choice(
        label=_("For whom?"),
        choices=[
            ("without", _("everybody without an account or a code")),
            ("all", _("everybody who has not voted: old codes stop working")),
            ("one", _("one voter, by roll number")),
        ],
        initial="without",
    )
    voter = forms.CharField(label=_("Roll number"), max_length=60, required=False)
    by_mail = forms.BooleanField(label=_("Send them by e-mail where there is an address"), required=False)


class PileForm(ActForm):
    name = forms.CharField(label=_("Name of the pile"), max_length=60)
    paper_count = forms.IntegerField(
        label=_("How many papers are in it?"), min_value=1, help_text=_("Count them by hand first.")
    )
    text = forms.CharField(
        label=_("The papers, one a line"),
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "class": "of-code"}),
    )
    complaints: tuple[Complaint, ...] = ()

    def __init__(self, *args: Any, is_second: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_second:
            del self.fields["name"], self.fields["paper_count"]

    def clean_text(self) -> list[Line]:
        """Lines such as "R-017, 2 4"; a header is not needed, empty lines are passed over."""
        lines: list[Line] = []
        for at, line in enumerate(str(self.cleaned_data["text"]).splitlines(), start=1):
            voter, _comma, content = line.partition(",")
            if line.strip():
                lines.append(Line(voter.strip(), content.replace(";", " ").strip(), at))
        return lines


class MarksForm(ActForm):
    voters = forms.CharField(
        label=_("Roll numbers of those who handed in a paper"),
        max_length=200_000,
        widget=forms.Textarea(attrs=AREA),
        help_text=_("One a line, in the order of the alphabet: never in the order of the papers."),
    )

    def clean_voters(self) -> list[str]:
        return str(self.cleaned_data["voters"]).replace(",", " ").split()
