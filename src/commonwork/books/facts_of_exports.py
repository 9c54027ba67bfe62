"""The facts the books state about what was taken out of them."""

from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare

declare(
    Kind(
        "books.pack.drawn", _("A pack for auditors was drawn from the books of {organisation}, as of {on}.")
    ),
    Kind("books.packs.drawn", _("A pack for auditors was drawn from all books, as of {on}.")),
)
