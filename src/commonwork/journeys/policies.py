"""The policies that joins ask for."""

from django.utils.translation import gettext_lazy as _

from commonwork.charter.kinds import PolicyKind, declare

OPEN_BOOKS = "books.open_books"

declare(
    PolicyKind(
        OPEN_BOOKS,
        _(
            "Whether an organisation shows its books to everyone. Its members choose; until they do, it does not."
        ),
        "code",
        choices=("yes", "no"),
    )
)
