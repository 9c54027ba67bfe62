"""Lines of the bank's statement matched to loans, pledges, gifts and shares: booked and tied in one act."""

from datetime import date

import pytest

from commonwork.bank.actions import gifts, incoming, payments
from commonwork.bank.models import Gift, Payment
from commonwork.bank.queries import incoming as waiting
from commonwork.books import queries as book_queries
from commonwork.books.actions import bank_accounts, bank_statements
from commonwork.books.actions.bank_lines import LineIsDone
from commonwork.record.models import Fact
from tests.rooms.bank import make, make_funds
from tests.rooms.books.bank_files.samples import ofx
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine, begins_in(make.drawn_world)]
DAY = date(2016, 10, 1)


def statement(world: make.World, *lines: tuple[str, str, str, str]) -> None:
    account = bank_accounts.add(
        organisation=world.bank,
        account="1000",
        name="Checking (invented)",
        number="",
        match_days=5,
        **world.at(DAY),
    )
    bank_statements.take_in(bank_account=account, raw=ofx(list(lines), closing="50000.00"), **world.at(DAY))


def lines(world: make.World) -> dict[str, object]:
    return {line.payee: line for line in waiting.open_in(world.bank)}


def test_each_line_is_offered_what_it_is_and_booked_and_matched_at_once() -> None:
    world = make.world()
    omar = world.people["omar"]
    shares = make_funds.share(world, omar)
    fund, ruth = make_funds.fund(world), make_funds.donor(world, "Ruth Small")
    loan = make.drawn(world)
    make.closed(world, loan, date(2016, 7, 1))
    make.closed(world, loan, date(2016, 10, 1))
    pledge = gifts.promise(
        supporter=ruth, fund=fund, amount_minor=1_000, every="month", starts_on=DAY, on=DAY, **world.at(DAY)
    )
    statement(
        world,
        ("20161001", "317.44", "THE GREEN TEAM COOP", "a"),
        ("20161001", "10.00", "RUTH SMALL", "b"),
        ("20161001", "75.00", "Omar (invented) shares", "c"),
        ("20161001", "-5.00", "Bank fee", "d"),
    )
    found = lines(world)
    assert set(found) == {"THE GREEN TEAM COOP", "RUTH SMALL", "Omar (invented) shares"}, (
        "money out is not received"
    )
    best = {payee: waiting.offers(world.bank, line)[0].key for payee, line in found.items()}
    assert best["THE GREEN TEAM COOP"] == f"loan:{loan.key}"
    assert best["RUTH SMALL"] == f"pledge:{pledge.key}"
    kinds = {offer.what for offer in waiting.offers(world.bank, found["Omar (invented) shares"])}
    assert kinds == {"account"}

    incoming.as_loan_payment(line=found["THE GREEN TEAM COOP"], loan=loan, **world.at(DAY))
    incoming.as_gift(line=found["RUTH SMALL"], supporter=ruth, fund=fund, pledge=pledge, **world.at(DAY))
    incoming.as_pay_in(line=found["Omar (invented) shares"], holding=shares, **world.at(DAY))
    assert Payment.objects.get().amount_minor == 31_744 and Gift.objects.get().pledge == pledge
    assert book_queries.balance(world.bank, "3010", party=shares.key) == -10_000
    assert waiting.open_in(world.bank) == []


def test_a_line_that_is_more_than_the_loan_owes_books_nothing_and_stays_open() -> None:
    world = make.world()
    loan = make.drawn(world)
    make.closed(world, loan, date(2016, 7, 1))
    make.closed(world, loan, date(2016, 10, 1))
    statement(world, ("20161001", "317.45", "The Green Team", "a"))
    line = lines(world)["The Green Team"]
    assert [offer for offer in waiting.offers(world.bank, line) if offer.what == "loan"] == []
    before = Fact.objects.count()
    with pytest.raises(payments.MoreThanIsDue):
        incoming.as_loan_payment(line=line, loan=loan, **world.at(DAY))
    assert Fact.objects.count() == before and not Payment.objects.exists() and len(lines(world)) == 1


@begins_in(make.plain_world)
def test_a_line_is_settled_once() -> None:
    world = make.world()
    fund, ruth = make_funds.fund(world), make_funds.donor(world, "Ruth Small")
    statement(world, ("20161001", "10.00", "RUTH SMALL", "b"))
    line = lines(world)["RUTH SMALL"]
    incoming.as_gift(line=line, supporter=ruth, fund=fund, **world.at(DAY))
    with pytest.raises(LineIsDone):
        incoming.as_gift(line=line, supporter=ruth, fund=fund, **world.at(DAY))
    assert Gift.objects.count() == 1
