"""The form of a budget: an amount for each account, and free lines for a fund or a resolution."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commonwork.books.actions.budgets import PLANNABLE, Planned
from commonwork.books.models import Account, Book, Budget
from commonwork.record.refs import ref
from commonwork.registry.models import Body
from commonwork.rules.money import parse_minor, show_minor
from commonwork.rules.refusal import Refusal
from commonwork.ui.fields import DayField, MoneyField
from commonwork.ui.forms import ActForm

OWN = "line_"


class BudgetForm(ActForm):
    """`budget`: the version that is replaced; its period stays."""

    starts_on = DayField(label=_("From which day?"))
    last_on = DayField(label=_("Until and with which day?"))
    adopted_on = DayField(label=_("On which day was it adopted?"))
    adopted_by = forms.ChoiceField(label=_("Who adopted it?"))
    is_firm = forms.BooleanField(
        label=_("Nothing beyond a line may be approved"),
        required=False,
        help_text=_("If not ticked, going over a line gives a warning only."),
    )
    more = forms.CharField(
        label=_("Lines for a fund or a resolution"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "One line each: account; fund; resolution; amount. For example 3400; ; tool_library; 900.00"
        ),
    )

    def __init__(self, book: Book, *args: Any, budget: Budget | None = None, **kwargs: Any) -> None:
        initial = {**(_initial(budget) if budget else {}), **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, initial=initial, **kwargs)
        self.budget = budget
        owners = [(ref(book.organisation), _("The members of %s") % book.organisation.name)]
        owners += [(ref(body), body.name) for body in Body.objects.order_by("name")]
        field = self.fields["adopted_by"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = owners
        if budget:
            for name in ("starts_on", "last_on"):
                del self.fields[name]
        more = self.fields.pop("more")
        kinds = (Account.Kind.EXPENSE, Account.Kind.INCOME)
        for row in Account.objects.filter(book=book, kind__in=kinds).order_by("-kind", "code"):
            label = _("Income: %s") % _(row.name) if row.kind == Account.Kind.INCOME else _(row.name)
            self.fields[f"{OWN}{row.code}"] = MoneyField(label=label, required=False, least_minor=0)
        self.fields["more"] = more

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, last = cleaned.get("starts_on"), cleaned.get("last_on")
        if starts and last:
            if last < starts:
                self.add_error("last_on", _("The budget must end after it starts."))
            cleaned["ends_on"] = last + timedelta(days=1)
        own = [
            Planned(name.removeprefix(OWN), minor)
            for name, minor in cleaned.items()
            if name.startswith(OWN) and minor is not None
        ]
        cleaned["lines"] = [*own, *self._more(cleaned.get("more") or "")]
        return cleaned

    def _more(self, text: str) -> list[Planned]:
        found = []
        for number, line in enumerate(text.splitlines(), start=1):
            parts = [part.strip() for part in line.split(";")]
            if not line.strip():
                continue
            try:
                account, fund, party, amount = parts
                found.append(Planned(account, parse_minor(amount, "USD"), fund, party))
            except (ValueError, Refusal):
                wrong = _("Line %d is not understood. Write: account; fund; resolution; amount.")
                self.add_error("more", ValidationError(wrong % number))
        return found


def _initial(budget: Budget) -> dict[str, Any]:
    """The lines of the version in force, to be changed."""
    values: dict[str, Any] = {"is_firm": budget.is_firm, "adopted_by": budget.adopted_by}
    more = []
    for line in budget.lines.select_related("account").order_by("place"):
        if line.fund or line.party or line.account.kind not in PLANNABLE[:2]:
            amount = show_minor(line.planned_minor, "USD")
            more.append(f"{line.account.code}; {line.fund}; {line.party}; {amount}")
        else:
            values[f"{OWN}{line.account.code}"] = line.planned_minor
    return {**values, "more": "\n".join(more)}
