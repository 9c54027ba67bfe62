"""Funds, supporters and accounts around the small network of `make`."""

from datetime import date
from typing import Any

from commonwork.bank.actions import funds, gifts, holdings, pay_accounts, products, supporters
from commonwork.bank.models import Fund, Gift, Holding, PayAccount, Product, Supporter
from commonwork.charter.actions import policies
from commonwork.registry.actions import people
from commonwork.registry.clock import at_time
from commonwork.registry.models import Person
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


def offered(world: World) -> None:
    """The bank takes up its products, and bodies name the legal basis of notes and shares."""
    if not Product.objects.exists():
        on = date(2016, 1, 1)
        products.take_up(lender=world.bank, on=on, **world.at(on))
        adopt(
            term_note_basis="section 4(a)(2), told to nobody else",
            term_note_rate_bp=200,
            term_note_rate_cap_bp=200,
            member_share_basis="state law of co-ops",
            member_share_price="25.00",
        )


def note(
    world: World, person: Person, amount_minor: int = 500_000, ends_on: date = date(2018, 3, 1)
) -> Holding:
    """A note of 5,000 at 2 % from 1 March 2016 to 1 March 2018."""
    offered(world)
    on = date(2016, 3, 1)
    held = holdings.open_account(
        house=world.bank, kind="term_note", person=person, on=on, ends_on=ends_on, **world.at(on)
    )
    return holdings.pay_in(holding=held, amount_minor=amount_minor, on=on, **world.at(on))


def share(world: World, person: Person, amount_minor: int = 2_500, on: date = date(2016, 3, 1)) -> Holding:
    """Member shares at 25 each."""
    offered(world)
    held = Holding.objects.filter(person=person, kind="member_share").first() or holdings.open_account(
        house=world.bank, kind="member_share", person=person, on=on, **world.at(on)
    )
    return holdings.pay_in(holding=held, amount_minor=amount_minor, on=on, **world.at(on))


def somebody(number: int) -> Person:
    """An invented person outside of every organisation."""
    return people.record(
        name=f"Saver {number} (invented)",
        key=f"invented_saver_{number}",
        is_invented=True,
        by=SYSTEM,
        at=at_time(date(2016, 1, 1)),
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
