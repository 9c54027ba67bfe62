"""Forms of claims. They validate and never save."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonwork.books.actions.claims import Asked
from commonwork.books.asks import Named, party_names
from commonwork.books.budget_sums import Place
from commonwork.books.models import Account, Book, Claim
from commonwork.books.queries import budgets
from commonwork.registry.clock import today
from commonwork.ui.fields import Choice, DayField, File, MoneyField
from commonwork.ui.forms import ActForm
from commonwork.ui.money import money

WEAR = "5300"


class ClaimForm(ActForm):
    """What somebody asks for. A draft may leave out anything; what is sent may not."""

    kind = Choice(label=_("Who gets the money?"), choices=Claim.Kind.choices, initial=Claim.Kind.REFUND)
    amount = MoneyField(label=_("How much?"))
    spent_on = DayField(label=_("On which day was it bought, or is the bill dated?"))
    what = forms.CharField(
        label=_("What was it for?"),
        max_length=200,
        help_text=_("A few words. Name things, not people."),
    )
    place = forms.ChoiceField(label=_("Which budget or account does it belong to?"))
    paper = File(
        label=_("Photo or PDF of the receipt or bill"),
        required=False,
        help_text=_("Hidden data in a photo, such as where it was taken, is removed."),
    )

    def __init__(self, book: Book, *args: Any, is_draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose one")), *places(book)]
        self.fields["paper"].widget.attrs["accept"] = "image/jpeg,image/png,application/pdf"
        if is_draft:
            for name in ("kind", "amount", "spent_on", "what", "place"):
                self.fields[name].required = False

    def clean_spent_on(self) -> Any:
        day = self.cleaned_data["spent_on"]
        if day and day > today():
            raise ValidationError(_("This day has not come yet."))
        return day

    def asked(self) -> Asked:
        """What was understood so far, also of a form with mistakes in it."""
        said = self.cleaned_data
        paper = said.get("paper")
        if paper is not None:
            paper.seek(0)
        return Asked(
            kind=said.get("kind") or Claim.Kind.REFUND,
            amount_minor=said.get("amount"),
            spent_on=said.get("spent_on"),
            place=place_of(said["place"]) if said.get("place") else None,
            what=said.get("what") or "",
            papers=[paper.read()] if paper is not None else [],
        )


class OnForm(ActForm):
    """The day on which a step counts."""

    on = DayField(label=_("On which day does it count?"))


class PaidForm(ActForm):
    """The day a claim was paid."""

    on = DayField(label=_("On which day is it paid?"))


class SendBackForm(ActForm):
    """Why a claim is sent back."""

    reason = forms.CharField(
        label=_("What should be mended?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person who asked reads this."),
    )


class ClaimFilter(forms.Form):
    """The state of claims."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("all states")), *(one for one in Claim.State.choices if one[0] != "draft")],
        required=False,
    )

    def narrow(self, claims: QuerySet[Claim]) -> QuerySet[Claim]:
        state = self.cleaned_data["state"]
        return claims.filter(state=state) if state else claims


def places(book: Book) -> list[Any]:
    """What a claim can be booked on: the lines of the budgets in force with what is left, then plain costs."""
    planned, seen = [], set()
    for budget in budgets.budgets_on(book, today()):
        standings = budgets.standings(budget)
        names = party_names({one.line.party for one in standings})
        for one in standings:
            place = budgets.place_of(one.line)
            if one.is_income or (one.line.account.by and not place.party):
                continue
            seen.add(place)
            planned.append((text_of(place), _left(one, names)))
    costs = Account.objects.filter(book=book, kind=Account.Kind.EXPENSE, by="").exclude(code=WEAR)
    plain = [
        (text_of(Place(row.code)), _(row.name))
        for row in costs.order_by("code")
        if Place(row.code) not in seen
    ]
    groups = [(_("In the budget"), planned)] if planned else []
    return [*groups, (_("Not in the budget") if planned else _("Costs"), plain)]


def place_name(place: Place, account: Account, names: Mapping[str, Named] | None = None) -> str:
    """An account with its fund and resolution, as people read it. names: of all parties of a list, asked for once."""
    known = (party_names([place.party]) if names is None else names).get(place.party)
    party = known.name if known else place.party.replace("_", " ")
    parts = [str(_(account.name)), place.fund.replace("_", " "), party]
    return ": ".join(part for part in parts if part)


def text_of(place: Place) -> str:
    """A place as a form holds it."""
    return "|".join(place)


def place_of(text: str) -> Place:
    """A place from a form."""
    return Place(*text.split("|"))


def _left(one: budgets.Standing, names: Mapping[str, Named]) -> str:
    name = place_name(budgets.place_of(one.line), one.line.account, names)
    return str(_("%(name)s (%(left)s left)")) % {"name": name, "left": money(one.left_minor)}
