"""The address of the receipt an act gave. The page itself is served by `site`."""

from django.urls import reverse

from commonwork.record.models import Fact
from commonwork.record.queries import of_token


def address_of(fact: Fact) -> str:
    """The page of the receipt of a fact."""
    return reverse("receipt", args=[fact.number])


def address(once: str) -> str:
    """The page of the receipt of the act that ran with this token."""
    fact = of_token(once)
    assert fact is not None, "the act with this token has not run"
    return address_of(fact)
