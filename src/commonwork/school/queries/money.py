"""The school's money for a purpose: restricted grants, by the resolution that gave them."""

from dataclasses import dataclass
from datetime import date

from commonwork.books import queries as book_queries
from commonwork.registry.models import Organisation

RESTRICTED_GRANTS = "3400"


@dataclass(frozen=True)
class RestrictedGrant:
    """What is left of one grant: the key of the resolution (or project) it came by, in minor units."""

    key: str
    left_minor: int

    @property
    def name(self) -> str:
        """The key as words."""
        return self.key.replace("_", " ").capitalize()


def restricted_grants(school: Organisation, *, on: date) -> list[RestrictedGrant]:
    """Grants tied to a purpose that are not yet spent at the end of a day, by key."""
    balances = book_queries.parties(school, RESTRICTED_GRANTS, on=on)
    return [RestrictedGrant(key, -balance) for key, balance in sorted(balances.items())]
