"""The facts about bank accounts, their statements and what was matched. They hold keys, counts and amounts only."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare
from commonwork.ui.money import money


def movement(data: Mapping[str, Any]) -> str:
    """A movement at the bank in words: "$60.00 paid out" or "$60.00 paid in"."""
    amount = money(data["amount_minor"], data["unit"])
    words = gettext("%(amount)s paid out") if data["way"] == "out" else gettext("%(amount)s paid in")
    return words % {"amount": amount}


_WORDS = {"movement": movement}

declare(
    Kind("books.bank_account.added", _("{organisation} added a bank account to its books.")),
    Kind("books.bank_account.changed", _("{organisation} changed the settings of a bank account.")),
    Kind(
        "books.bank_statement.taken_in",
        _("{organisation} took in a bank statement: {new} new lines, {known} known before."),
        receipt=_("Bank statement taken in"),
        undo=_("Nothing was posted, so nothing has to be undone. A line that is not yours can be set aside."),
    ),
    Kind(
        "books.bank_line.matched",
        _("{organisation} matched {movement} at the bank with its books."),
        words=_WORDS,
    ),
    Kind(
        "books.bank_line.recorded",
        _("{organisation} recorded {movement} from its bank statement."),
        receipt=_("Recorded from the bank statement"),
        undo=_("The treasurer can undo the match and reverse the entry with it. Nothing is erased."),
        words=_WORDS,
    ),
    Kind(
        "books.bank_line.unmatched",
        _("{organisation} undid a match of {movement} at the bank."),
        words=_WORDS,
    ),
    Kind(
        "books.bank_line.set_aside",
        _("{organisation} set aside {movement} at the bank as not its own."),
        words=_WORDS,
    ),
    Kind(
        "books.bank_line.taken_up",
        _("{organisation} took up {movement} at the bank that was set aside."),
        words=_WORDS,
    ),
    Kind("books.bank_line.erased", _("The texts of a bank line of {organisation} were erased.")),
    Kind("books.match_rule.forgotten", _("{organisation} forgot a rule for its bank lines.")),
    Kind("books.csv_layout.kept", _("{organisation} kept how a bank writes its CSV files.")),
)
