"""The facts the books state."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare
from commonwork.ui.dates import day

_REVERSE = _("The treasurer can reverse the entry; a second entry then takes it back. Nothing is erased.")


def month_said(data: Mapping[str, Any]) -> str:
    """The month of a fact in words: "2017-03" is March 2017."""
    return day(date.fromisoformat(f"{data['month']}-01"), "month")


RECEIPT_LABELS = {
    "cash": _("Cash"),
    "equipment": _("Equipment"),
    "result": _("Result of the year"),
    "general_fund": _("General fund"),
}

declare(
    Kind("books.book.opened", _("{organisation} opened its books."), is_public=True),
    Kind(
        "books.opening.recorded",
        _("{organisation} recorded its opening balances: {assets} in all."),
        receipt=_("Opening balances"),
        undo=_REVERSE,
    ),
    Kind(
        "books.gift.received",
        _("{organisation} received a gift of {amount}."),
        receipt=_("Gift received"),
        undo=_REVERSE,
    ),
    Kind(
        "books.grant.received",
        _("{organisation} received a grant of {amount}."),
        receipt=_("Grant received"),
        undo=_REVERSE,
    ),
    Kind(
        "books.support.given",
        _("{organisation} gave {receiver} {amount} in support."),
        receipt=_("Support given"),
        undo=_REVERSE,
    ),
    Kind(
        "books.cost.paid",
        _("{organisation} paid a cost of {amount}."),
        receipt=_("Cost paid"),
        undo=_REVERSE,
    ),
    Kind("books.equipment.recorded", _("{organisation} listed equipment it already had, worth {amount}.")),
    Kind(
        "books.equipment.bought",
        _("{organisation} bought equipment for {amount}."),
        receipt=_("Equipment bought"),
        undo=_REVERSE,
    ),
    Kind(
        "books.equipment.depreciated",
        _("{organisation} charged {amount} for the wear of its equipment in {month}."),
        words={"month": month_said},
    ),
    Kind(
        "books.month.recorded",
        _("{organisation} recorded the month {month}: {sales} of sales, {costs} of costs."),
        receipt=_("Month recorded"),
        undo=_REVERSE,
        words={"month": month_said},
    ),
    Kind("books.months.imported", _("{count} months of sales and costs were imported from a table.")),
    Kind(
        "books.year.closed",
        _("{organisation} closed its year on {on} with a result of {amount}."),
        receipt=_("Year closed"),
        undo=_REVERSE,
    ),
    Kind(
        "books.result.allocated",
        _("{organisation} moved its result of {amount} to the general fund."),
        receipt=_("Result moved to the general fund"),
        undo=_REVERSE,
    ),
    Kind(
        "books.period.closed",
        _("{organisation} closed its books for all days before {ends_on}."),
        receipt=_("Period closed"),
        undo=_("A closed period stays closed. Corrections go into a day that is still open."),
    ),
    Kind(
        "books.entry.reversed",
        _("{organisation} took back entry {number} of its books."),
        receipt=_("Entry reversed"),
        undo=_("Record the entry again as it should be."),
    ),
    Kind("books.memo.erased", _("A memo in the books of {organisation} was erased.")),
)
