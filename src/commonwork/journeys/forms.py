"""Forms of the joins."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Organisation
from commonwork.ui.fields import Choice, DayField, MoneyField
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
    """Opening day, and the entry in the register the team becomes."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Which entry of the register is it?"), to_field_name="key"
    )
    on = DayField(label=_("On which day does it open?"))

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.queryset = organisations


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
