"""Ways to pay out: one small interface, and those there are. None is required; an installation may declare its own.

class OurBank:
    code, name, way, currency = "our-bank", _("Our bank's own file"), "ach", "USD"
    def file_of(self, order: Order) -> PaymentFile: ...

declare(OurBank())
"""

from typing import Protocol

from django.utils.translation import gettext_lazy as _

from commonwork.bank.payment_files import nacha, pain001
from commonwork.bank.payment_files.orders import Order, PaymentFile


class PaymentProvider(Protocol):
    """Turns an order into a file for the bank. way: which accounts it reaches (`ach`, `sepa`); to_people: only accounts
    of people, only of organisations, or both (None)."""

    code: str
    name: object
    way: str
    currency: str
    to_people: bool | None

    def file_of(self, order: Order) -> PaymentFile:
        """The file. Raises a Refusal where the order cannot be paid this way."""
        ...


class Nacha:
    """NACHA files: PPD to people, CCD to organisations."""

    way, currency = "ach", "USD"

    def __init__(self, code: str, name: object, sec: str, *, to_people: bool) -> None:
        self.code, self.name, self.sec = code, name, sec
        self.to_people: bool | None = to_people

    def file_of(self, order: Order) -> PaymentFile:
        return PaymentFile(
            f"{order.key}.ach", "text/plain; charset=us-ascii", nacha.made(order, sec=self.sec)
        )


class Sepa:
    """SEPA credit transfers: pain.001.001.09, or the older .03."""

    way, currency = "sepa", "EUR"
    to_people: bool | None = None

    def __init__(self, code: str, name: object, space: str) -> None:
        self.code, self.name, self.space = code, name, space

    def file_of(self, order: Order) -> PaymentFile:
        return PaymentFile(f"{order.key}.xml", "application/xml", pain001.made(order, space=self.space))


PROVIDERS: dict[str, PaymentProvider] = {}


def declare(*providers: PaymentProvider) -> None:
    """Add ways to pay out; a second one of the same code is an error in the code."""
    for provider in providers:
        assert provider.code not in PROVIDERS, f"{provider.code} is declared twice"
        PROVIDERS[provider.code] = provider


declare(
    Nacha("nacha-ppd", _("NACHA, to people (PPD)"), "PPD", to_people=True),
    Nacha("nacha-ccd", _("NACHA, to organisations (CCD)"), "CCD", to_people=False),
    Sepa("sepa-pain", _("SEPA credit transfer (pain.001)"), pain001.SPACE),
    Sepa("sepa-pain-03", _("SEPA credit transfer (older pain.001.001.03)"), pain001.OLDER),
)
