"""What the forms of budget lines and policies ask for, and how a policy's value is read."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonwork.books import queries as book_queries
from commonwork.charter.kinds import POLICIES, fits, said_choices, typed
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui.fields import DayField, MoneyField

PLANNABLE = ("income", "expense", "equity")


class NotAPolicyValue(Refusal):
    sentence = sentence("“{value}” cannot be a value of this policy.")
    field = "value"


class NotAChoice(NotAPolicyValue):
    sentence = sentence("“{value}” is none of: {choices}.")


class EndsBeforeItStarts(Refusal):
    sentence = sentence("The line must end after it starts.")
    field = "ends_on"


def line_fields() -> dict[str, forms.Field]:
    """Whose book, which account, how much, for whom, from when until when."""
    with_books = Organisation.objects.filter(key__in=[book.key for book in book_queries.all_books()])
    codes: dict[str, str] = {}
    for book in book_queries.all_books():
        for account in book_queries.accounts_of(book):
            if account.kind in PLANNABLE:
                codes.setdefault(account.code, account.name)
    return {
        "organisation": forms.ModelChoiceField(
            label=_("In whose books?"), queryset=with_books.order_by("name"), to_field_name="key"
        ),
        "account": forms.ChoiceField(
            label=_("Which account?"),
            choices=[(code, f"{code} {name}") for code, name in sorted(codes.items())],
            help_text=_("An account for costs or income, or a fund."),
        ),
        "amount_minor": MoneyField(label=_("How much?")),
        "recipient": forms.ModelChoiceField(
            label=_("Who receives it?"),
            queryset=with_books.order_by("name"),
            to_field_name="key",
            required=False,
            help_text=_("Leave it empty when bills are paid directly."),
        ),
        "starts_on": DayField(label=_("From")),
        "ends_on": DayField(label=_("Until before")),
    }


def policy_fields() -> dict[str, forms.Field]:
    """Which policy, its new value, from when on; whose, where it is not the network's."""
    choices = sorted(((code, str(kind.sentence)) for code, kind in POLICIES.items()), key=lambda one: one[1])
    return {
        "policy": forms.ChoiceField(label=_("Which policy?"), choices=choices),
        "value": forms.CharField(
            label=_("Its new value"),
            max_length=200,
            help_text=_("A share as a percentage (20 %), an amount as 1,102.50, a number, or a word."),
        ),
        "organisation": forms.ModelChoiceField(
            label=_("Whose policy?"),
            queryset=Organisation.objects.order_by("name"),
            to_field_name="key",
            required=False,
            help_text=_("Leave it empty for the whole network."),
        ),
        "starts_on": DayField(label=_("In force from")),
    }


def checked_line(data: dict[str, Any]) -> dict[str, Any]:
    """The data of a budget line. Raises EndsBeforeItStarts."""
    if date.fromisoformat(data["ends_on"]) <= date.fromisoformat(data["starts_on"]):
        raise EndsBeforeItStarts()
    return data


def checked_policy(data: dict[str, Any]) -> dict[str, Any]:
    """The data of a policy change, its value in the unit of the policy. Raises NotAPolicyValue."""
    return data | {"value": policy_value(data["policy"], data["value"])}


def policy_value(code: str, text: str) -> Any:
    """What was typed, in the unit the charter keeps: 20 % as 2000 basis points. Raises NotAPolicyValue, NotAChoice."""
    try:
        value = typed(code, text)
    except (ValueError, ArithmeticError, IndexError):
        raise NotAPolicyValue(value=text) from None
    if not fits(code, value):
        choices = said_choices(code)
        raise NotAChoice(value=text, choices=choices) if choices else NotAPolicyValue(value=text)
    return value


__all__ = ["checked_line", "checked_policy", "line_fields", "policy_fields", "policy_value"]
