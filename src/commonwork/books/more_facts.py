"""The facts the books state about what was taken out of them, and about manual entries."""

from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare

declare(
    Kind(
        "books.entry.recorded",
        _("{organisation} recorded a manual entry of {amount} in its books."),
        receipt=_("Entry recorded"),
        undo=_("The treasurer can reverse the entry; a second entry then takes it back. Nothing is erased."),
    ),
    Kind(
        "books.pack.drawn", _("A pack for auditors was drawn from the books of {organisation}, as of {on}.")
    ),
    Kind("books.bundle.drawn", _("All that {organisation} owns here was written to one file, as of {on}.")),
    Kind("books.book.arrived", _("The books of {organisation} were brought here from another installation.")),
    Kind("books.packs.drawn", _("A pack for auditors was drawn from all books, as of {on}.")),
)
