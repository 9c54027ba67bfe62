"""Ways to pay a promised gift: one small interface, and those there are. None is required; an installation may declare
its own, such as a payment provider that takes cards on a page of its own:

class OurProvider:
    code, name, gift_way = "our-provider", _("By card"), "other"
    def told(self, asked: Asked) -> Told | None:
        return Told((_("You pay on the provider's page."),), href=f"https://pay.example.org/?{urlencode(...)}")

declare(OurProvider())

The money itself is recorded where all money is: from the bank's statement, by the reference, or by an officer. So a
provider needs no door into this system.
"""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from commonwork.bank.models import Gift
from commonwork.charter.queries import in_force
from commonwork.registry.models import Organisation


@dataclass(frozen=True)
class Asked:
    """What is to be paid. reference: what the payment must carry, in threes. amount_minor: in the unit, each time."""

    house: Organisation
    reference: str
    amount_minor: int
    unit: str
    on: date


@dataclass(frozen=True)
class Told:
    """What the giver does: sentences, and an address to go to where there is one."""

    words: tuple[str, ...]
    href: str = ""


class WayToGive(Protocol):
    """One way. gift_way: how a gift that came this way is put down."""

    code: str
    name: object
    gift_way: str

    def told(self, asked: Asked) -> Told | None:
        """What the giver does; None while this way is not open here."""
        ...


class ByPolicy:
    """A way whose words a body has adopted: closed while it has not."""

    def __init__(self, code: str, name: object, gift_way: str, policy: str) -> None:
        self.code, self.name, self.gift_way, self.policy = code, name, str(gift_way), policy

    def told(self, asked: Asked) -> Told | None:
        row = in_force(self.policy, on=asked.on, organisation=asked.house)
        return Told((str(row.value),)) if row else None


WAYS: dict[str, WayToGive] = {}


def declare(*ways: WayToGive) -> None:
    """Add ways to give; a second one of the same code is an error in the code."""
    for way in ways:
        assert way.code not in WAYS, f"{way.code} is declared twice"
        WAYS[way.code] = way


def open_ways(house: Organisation, *, on: date) -> list[WayToGive]:
    """The ways that are open on a day, in the order they were declared."""
    asked = Asked(house, "", 0, "USD", on)
    return [way for way in WAYS.values() if way.told(asked) is not None]


declare(
    ByPolicy("transfer", _("By bank transfer"), Gift.Way.BANK, "bank.give_by_transfer"),
    ByPolicy("check", _("By check"), Gift.Way.CHECK, "bank.give_by_check"),
    ByPolicy("in-person", _("In person, cash or check"), Gift.Way.CASH, "bank.give_in_person"),
)
