"""Forms of the joins."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Organisation, Place
from commonwork.ui.fields import Choice, Choices, DayField, MoneyField
from commonwork.ui.forms import ActForm


class GrantForm(ActForm):
    """On which day the grant is paid; the sum is what the assembly decided."""

    on = DayField(label=_("On which day was it paid?"))


class LoanRequestForm(ActForm):
    """A team's request, filled in from what the incubator knows."""

    principal_minor = MoneyField(label=_("How much do you ask for?"))
    name = forms.CharField(label=_("What shall we call the loan?"), max_length=80)
    purpose = forms.CharField(
        label=_("What is it for?"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000
    )
    is_public = forms.BooleanField(
        label=_("Anyone may see this loan: the co-op and the figures, never people's names."), required=False
    )


class LaunchForm(ActForm):
    """Opening day: the entry in the register the team becomes, its members' shares, its premises."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Which entry of the register is it?"),
        to_field_name="key",
        required=False,
        empty_label=_("a new entry with the name of the team"),
    )
    on = DayField(label=_("On which day does it open?"))
    share_minor = MoneyField(
        label=_("Share that each member pays on opening day"),
        least_minor=0,
        help_text=_("0 if shares are paid later."),
    )
    place = forms.ModelChoiceField(
        Place.objects.order_by("name"), label=_("Where is it?"), to_field_name="key", required=False
    )
    is_affiliating = forms.BooleanField(
        label=_(
            "It asks the federation to take it in as a start-up: one equal share and one vote for each member."
        ),
        required=False,
        initial=True,
    )

    def __init__(
        self,
        *args: Any,
        organisations: QuerySet[Organisation],
        people: Sequence[Any],
        lent: Mapping[str, int],
        **kwargs: Any,
    ) -> None:
        """people: the first members; lent: {key: minor units} each lends by the plan, which the form asks about."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.queryset = organisations
        self.lenders = {f"lent_{at}": person for at, person in enumerate(people)}
        for name, person in self.lenders.items():
            self.fields[name] = MoneyField(
                label=_("%(person)s lends the co-op") % {"person": person.name},
                least_minor=0,
                required=False,
                initial=lent.get(person.key, 0),
            )
        self.order_fields(["organisation", "on", "share_minor", *self.lenders, "place", "is_affiliating"])

    @property
    def loans(self) -> dict[str, int]:
        """{key of a member: minor units lent}, without those who lend nothing."""
        found = {person.key: self.cleaned_data.get(name) or 0 for name, person in self.lenders.items()}
        return {key: minor for key, minor in found.items() if minor}


class OpenBooksForm(ActForm):
    """What the members chose about their books."""

    choice = Choice(
        label=_("What did the members choose?"),
        choices=[("yes", _("Our books are open to everyone")), ("no", _("Our books are for us"))],
    )
    decided_on = DayField(label=_("On which day did they decide?"))
    source = forms.CharField(
        label=_("Where does the decision stand?"),
        max_length=200,
        help_text=_("For example: minutes of the members' meeting, point 4. Everyone can read this."),
    )


class OpenRowsFilter(forms.Form):
    """A year, and in or out; a link may ask for other days."""

    year = forms.ChoiceField(label=_("Year"), required=False)
    kind = forms.ChoiceField(
        label=_("In or out"),
        required=False,
        choices=[("", _("all")), ("in", _("came in")), ("out", _("went out"))],
    )

    def __init__(self, years: Sequence[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["year"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("all years")), *((str(year), str(year)) for year in years)]

    def asked(self) -> tuple[tuple[date | None, date | None], str]:
        """The period [starts_on, ends_on) and the kind asked for; what is not understood narrows nothing."""
        self.is_valid()
        said = getattr(self, "cleaned_data", {})
        kind = str(said.get("kind") or "")
        if year := said.get("year"):
            return (date(int(year), 1, 1), date(int(year) + 1, 1, 1)), kind
        first, last = self._day("from"), self._day("to")
        return (first, last + timedelta(days=1) if last else None), kind

    def _day(self, name: str) -> date | None:
        try:
            found = date.fromisoformat(self.data.get(name, ""))
        except ValueError:
            return None
        return found if 1000 < found.year < 9000 else None


class CircleForm(ActForm):
    """Who of a course forms a team, and what it is called."""

    name = forms.CharField(label=_("Name of the team"), max_length=120)
    on = DayField(label=_("Formed on"))

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"] = Choices(label=_("Who goes on together?"), choices=people)


class PriorityForm(ActForm):
    """Which resolution asks for an idea."""

    resolution: Any = forms.ModelChoiceField(None, label=_("Which resolution?"), to_field_name="key")

    def __init__(self, *args: Any, resolutions: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["resolution"]
        field.queryset = resolutions
