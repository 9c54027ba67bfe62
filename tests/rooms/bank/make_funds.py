"""Funds, supporters and accounts around the small network of `make`."""

from datetime import date
from typing import Any

from commonwork.bank.actions import funds, gifts, notes, pay_accounts, supporters
from commonwork.bank.models import Fund, Gift, Note, PayAccount, Supporter
from commonwork.charter.actions import policies
from commonwork.registry.clock import at_time
from tests.rooms.bank.make import SYSTEM, World

ROUTING = "121042882"
OTHER_ROUTING = "231380104"


def adopt(on: date = date(2016, 1, 1), **changed: Any) -> None:
    """Adopt policies of the bank from a day on."""
    for name, value in changed.items():
        policies.adopt(
            code=f"bank.{name}",
            value=value,
            starts_on=on,
            adopted_by="system/assembly",
            source="test",
            by=SYSTEM,
            at=at_time(on),
        )


def fund(
    world: World, *, name: str = "Revolving loan fund", use: str = "lend", key: str = "revolving"
) -> Fund:
    on = date(2016, 1, 25)
    return funds.open_fund(organisation=world.bank, name=name, use=use, key=key, on=on, **world.at(on))


def donor(world: World, name: str = "Ruth Small (invented)", **more: Any) -> Supporter:
    on = date(2016, 2, 1)
    return supporters.record(lender=world.bank, name=name, on=on, **{**world.at(on), **more})


def gave(
    world: World,
    to: Fund,
    who: Supporter,
    amount_minor: int = 10_000,
    on: date = date(2016, 2, 1),
    **more: Any,
) -> Gift:
    return gifts.receive(supporter=who, fund=to, amount_minor=amount_minor, on=on, **{**world.at(on), **more})


def note(world: World, who: Supporter, amount_minor: int = 500_000, rate_bp: int = 200) -> Note:
    """A note of 5,000 at 2 % from 1 March 2016 to 1 March 2018."""
    adopt(note_legal_basis="section 4(a)(2), told to nobody else", note_rate_most_bp=200)
    on = date(2016, 3, 1)
    return notes.take(
        supporter=who,
        lender=world.bank,
        amount_minor=amount_minor,
        annual_rate_bp=rate_bp,
        on=on,
        ends_on=date(2018, 3, 1),
        **world.at(on),
    )


def account(world: World, owner: Any, number: str = "12345678", **more: Any) -> PayAccount:
    on = date(2016, 3, 1)
    given = {"way": "ach", "name": str(owner)[:22], "routing": OTHER_ROUTING, **more}
    return pay_accounts.keep(owner=owner, lender=world.bank, number=number, **given, **world.at(on))


def payer(world: World) -> PayAccount:
    return account(
        world,
        world.bank,
        "987654321",
        routing=ROUTING,
        payer_id="1640000001",
        bank_name="First Bank of Jackson",
    )
