"""What the database holds of the bank, the record and the books: to see that a broken act left nothing."""

from typing import Any

from django.apps import apps

MODELS = (
    *(f"bank.{name}" for name in ("Loan", "CommitteeVote", "Draw", "Quarter", "Payment", "PaymentPart")),
    "record.Fact",
    "record.About",
    "record.Once",
    "books.Entry",
    "books.Posting",
)


def everything() -> dict[str, Any]:
    """All rows of every table an act of the bank writes to."""
    return {name: list(apps.get_model(name).objects.order_by("pk").values()) for name in MODELS}
