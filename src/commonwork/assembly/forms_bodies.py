"""Forms of bodies and rolls. They check what was typed; acts decide."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonwork.assembly.models import Electorate
from commonwork.registry.models import Body, Organisation, Person
from commonwork.ui.fields import Choice, DayField
from commonwork.ui.forms import ActForm


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """What a field offers to choose from."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


class FoundForm(ActForm):
    name = forms.CharField(label=_("What is it called?"), max_length=200)
    kind = Choice(label=_("What is it?"), choices=Body.Kind.choices, initial="committee")
    organisation = forms.ModelChoiceField(
        label=_("Whose body is it?"), queryset=Organisation.objects.none(), required=False
    )

    def __init__(
        self, *args: Any, organisations: QuerySet[Organisation], is_network: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organisation", organisations)
        field = self.fields["organisation"]
        field.required = not is_network
        assert isinstance(field, forms.ModelChoiceField)
        field.empty_label = _("The whole network's") if is_network else _("Choose one")


class DescribeForm(ActForm):
    population = forms.IntegerField(
        label=_("For how many people does it speak?"), min_value=1, max_value=2_000_000_000, required=False
    )
    population_source = forms.CharField(
        label=_("Where does that number come from?"),
        max_length=200,
        required=False,
        help_text=_("A census, for example, and the area it counts."),
    )
    population_year = forms.IntegerField(
        label=_("Of which year is it?"), min_value=1900, max_value=2200, required=False
    )
    mark_percent = forms.IntegerField(
        label=_("What share of them does it hope to engage?"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("In percent. It is shown, and is never a quorum. Empty: as the policy says."),
    )


class RollForm(ActForm):
    record_on = DayField(
        label=_("Record date"), help_text=_("Who could vote at the end of this day stands on the roll.")
    )
    weighing = Choice(label=_("Who votes?"), choices=Electorate.Weighing.choices, initial="person")
    cap = forms.IntegerField(
        label=_("Most votes of a co-op"),
        min_value=1,
        max_value=10_000,
        required=False,
        help_text=_("Only where co-ops vote by their members."),
    )
    source = forms.CharField(
        label=_("Which rule does it follow?"),
        max_length=300,
        required=False,
        help_text=_("The by-law or decision, if there is one."),
    )


class DelegateForm(ActForm):
    to = forms.ModelChoiceField(label=_("Who carries your vote?"), queryset=Person.objects.none())

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "to", people)
