"""The facts about holds and accounts."""

from django.utils.translation import gettext_lazy as _

from commonwork.books.facts import RECEIPT_LABELS
from commonwork.record.kinds import Kind, declare

RECEIPT_LABELS |= {"set_aside": _("Set aside")}

declare(
    Kind(
        "books.hold.placed",
        _("{organisation} set {amount} aside."),
        receipt=_("Amount set aside"),
        undo=_("Let it go; then the amount is free again."),
    ),
    Kind(
        "books.hold.posted",
        _("{organisation} posted {amount} that was set aside."),
        receipt=_("Amount posted that was set aside"),
        undo=_("The treasurer can reverse the entry; a second entry then takes it back. Nothing is erased."),
    ),
    Kind(
        "books.hold.voided",
        _("{organisation} let go {amount} that was set aside."),
        receipt=_("Amount set free"),
        undo=_("Set the amount aside again."),
    ),
    Kind(
        "books.hold.expired",
        _("{amount} that {organisation} had set aside was set free: its days had passed."),
    ),
    Kind("books.hold.note_erased", _("The note of an amount {organisation} had set aside was erased.")),
    Kind(
        "books.account.added",
        _("{organisation} added account {account} to its books."),
        receipt=_("Account added"),
        undo=_("Close the account. Nothing is erased."),
    ),
    Kind(
        "books.account.renamed",
        _("{organisation} renamed account {account} of its books."),
        receipt=_("Account renamed"),
        undo=_("Rename it again."),
    ),
    Kind(
        "books.account.limited",
        _("{organisation} set the limits of account {account} of its books."),
        receipt=_("Limits set"),
        undo=_("Set the limits as they were."),
    ),
    Kind(
        "books.account.closed",
        _("{organisation} closed account {account} of its books."),
        receipt=_("Account closed"),
        undo=_("A closed account stays closed. Add a new one."),
    ),
)
