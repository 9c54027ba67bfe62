"""Policies that join rooms or storeys beside each other. Their values are adopted by a body, never written here."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from commonwork.books import asks
from commonwork.charter.kinds import YES_NO, PolicyKind, declare
from commonwork.charter.queries import in_force
from commonwork.registry.models import Organisation

OPEN_BOOKS = "books.open_books"
BILLS_WINDOW = "books.bills_window_months"
LEAST_PEOPLE = "journeys.outcome_least_people"

declare(
    PolicyKind(
        LEAST_PEOPLE,
        _(
            "From how many people on their hours, and what became of them, are shown added up. Below it the sum is "
            "withheld, since it could tell of one person."
        ),
        "count",
    ),
    PolicyKind(
        OPEN_BOOKS,
        _(
            "Whether an organisation shows its books to everyone. Its members choose; until they do, it does not."
        ),
        "code",
        choices=YES_NO,
    ),
    PolicyKind(
        BILLS_WINDOW,
        _("Over how many months costs are averaged, to say for how many months the cash pays the bills."),
        "count",
    ),
)


def bills_window(on: date, organisation: Organisation | None) -> int | None:
    """The months in force on a day; None where nobody has adopted any."""
    policy = in_force(BILLS_WINDOW, on=on, organisation=organisation)
    return policy.value if policy and policy.value > 0 else None


def least_people(on: date) -> int | None:
    """From how many people on hours are shown added up; None where nobody has adopted it, and then none are shown."""
    policy = in_force(LEAST_PEOPLE, on=on)
    return policy.value if policy and policy.value > 0 else None


asks.answer_bills_window(bills_window)
