"""Forms about holds, accounts and closing. They validate and never save."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonwork.books.models import Account, Book, Hold
from commonwork.books.queries import CREDIT_KINDS
from commonwork.rules.money import UNITS
from commonwork.ui.fields import DayField, MoneyField
from commonwork.ui.forms import ActForm


class HoldForm(ActForm):
    """An amount to set aside, between two accounts in the book's unit that need no party."""

    account = forms.ChoiceField(label=_("Where is it set aside?"))
    against = forms.ChoiceField(label=_("What will it be used for?"))
    expires_on = DayField(
        label=_("On which day is it free again?"),
        help_text=_("If it is not used by then, it is set free by itself on this day."),
    )
    what = forms.CharField(
        label=_("What is it for?"),
        max_length=200,
        help_text=_("A few words. Name things, not people. Only those who keep or check the books read it."),
    )

    def __init__(self, book: Book, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Account.objects.filter(book=book, by="", unit=book.unit, balance__closed_at=None)
        for name, kinds in (("account", ["asset"]), ("against", ["expense", "asset"])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            found = rows.filter(kind__in=kinds).order_by("-kind" if name == "against" else "code", "code")
            field.choices = [(row.code, f"{row.code} {_(row.name)}") for row in found]
        self.fields["amount"] = MoneyField(unit=book.unit, label=_("How much?"))
        self.order_fields(["account", "amount", "against", "expires_on", "what"])


class HoldPostForm(ActForm):
    """How much of a hold is posted, and for which day."""

    on = DayField(label=_("On which day was it paid?"))

    def __init__(self, hold: Hold, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"] = MoneyField(
            unit=hold.unit,
            most_minor=hold.amount_minor,
            label=_("How much was it in the end?"),
            help_text=_("The rest is free again."),
            initial=hold.amount_minor,
        )


class HoldFilter(forms.Form):
    """Which holds to list."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("all")), ("open", _("open")), ("posted", _("posted")), ("free", _("free again"))],
        required=False,
    )

    def narrow(self, rows: QuerySet[Hold]) -> QuerySet[Hold]:
        state = self.cleaned_data["state"]
        if state == "open":
            return rows.filter(ended=None)
        if state == "posted":
            return rows.filter(ended__how="posted")
        return rows.filter(ended__how__in=["voided", "expired"]) if state == "free" else rows


class AccountForm(ActForm):
    """A new account."""

    code = forms.CharField(
        label=_("Its number"),
        max_length=12,
        help_text=_("A digit first, for example 1050 for a second bank account."),
    )
    name = forms.CharField(label=_("Its name"), max_length=120, help_text=_("Name things, not people."))
    kind = forms.ChoiceField(label=_("What is it?"), choices=Account.Kind.choices)
    unit = forms.ChoiceField(label=_("In which unit is it kept?"))
    kept_by = forms.ChoiceField(
        label=_("Must each line say whom it is about?"),
        choices=[
            ("", _("no")),
            ("member", _("yes, which member")),
            ("co-op", _("yes, which co-op")),
            ("loan", _("yes, which loan")),
            ("resolution", _("yes, which resolution")),
        ],
        required=False,
    )

    def __init__(self, book: Book, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        names = {"USD": _("dollars"), "HOUR": _("hours"), "CREDIT": _("mutual credit")}
        units = sorted(UNITS, key=lambda code: (code != book.unit, code))
        field.choices = [(code, names.get(code, code)) for code in units]


class RenameForm(ActForm):
    """Another name for an account."""

    name = forms.CharField(label=_("Its new name"), max_length=120, help_text=_("Name things, not people."))


class LimitsForm(ActForm):
    """The limits of an account, as people read its balance; empty means none."""

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sign = -1 if account.kind in CREDIT_KINDS else 1
        kept = account.balance
        rows = (
            ("soft_low", _("Warn us below"), "soft_floor_minor", "soft_ceiling_minor"),
            ("soft_high", _("Warn us above"), "soft_ceiling_minor", "soft_floor_minor"),
            ("low", _("Never below"), "floor_minor", "ceiling_minor"),
            ("high", _("Never above"), "ceiling_minor", "floor_minor"),
        )
        for name, label, of_debit, of_credit in rows:
            value = getattr(kept, of_debit if self.sign == 1 else of_credit)
            self.fields[name] = MoneyField(
                unit=account.unit,
                label=label,
                least_minor=-(10**17),
                most_minor=10**17,
                required=False,
                initial=None if value is None else self.sign * value,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for low, high in (("soft_low", "soft_high"), ("low", "high")):
            first, second = cleaned.get(low), cleaned.get(high)
            if first is not None and second is not None and first > second:
                raise ValidationError(_("The lower limit is above the upper one."))
        return cleaned

    def limits(self) -> dict[str, int | None]:
        """What was asked for, debit positive, as `accounts.set_limits` takes it."""
        asked = {
            name: None if (value := self.cleaned_data[name]) is None else self.sign * value
            for name in ("low", "high", "soft_low", "soft_high")
        }
        low, high = ("low", "high") if self.sign == 1 else ("high", "low")
        return {
            "floor_minor": asked[low],
            "ceiling_minor": asked[high],
            "soft_floor_minor": asked[f"soft_{low}"],
            "soft_ceiling_minor": asked[f"soft_{high}"],
        }


class UntilForm(forms.Form):
    """The day a close is about; it only asks for the preview."""

    until = DayField(label=_("Close everything up to and with this day"))


class YearEndForm(forms.Form):
    """The last day of the year to close; it only asks for the preview."""

    year_end = DayField(label=_("The last day of the year"))
