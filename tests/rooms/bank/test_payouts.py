"""Payout runs: two people release, the maker never; the run is locked; the file is the one released."""

from contextlib import suppress
from datetime import date
from hashlib import sha256
from typing import Any, TypeAlias

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from commonwork.bank import guards
from commonwork.bank.account_numbers import NumberUnreadable, opened
from commonwork.bank.actions import holdings, pay_accounts, payout_runs
from commonwork.bank.models import PayAccount, Payout, PayoutRun, Release
from commonwork.bank.payment_files.nacha_check import checked, problems
from commonwork.bank.payment_files.orders import RoutingWrong
from commonwork.bank.queries import needs, payouts
from commonwork.journeys.forgotten_supporters import erase_supporter
from commonwork.record.models import Fact
from commonwork.registry.actions import people
from commonwork.registry.models import Person
from tests.rooms.bank import make, make_funds
from tests.worlds import begins_in, kept_world

pytestmark = pytest.mark.django_db
DAY = date(2016, 9, 1)


def twelve(world: make.World) -> list[str]:
    """Twelve members with shares of 100 and an account each, a part paid back: 12 payments that wait to be sent."""
    make_funds.payer(world)
    for number in range(12):
        person = make_funds.somebody(number)
        make_funds.account(world, person, f"10{number:06d}", is_person=True)
        held = make_funds.share(world, person, 10_000)
        holdings.pay_out(holding=held, amount_minor=1_000 + number, on=DAY, **world.at(DAY))
    return [row.key for row in payouts.to_pay(world.bank, way="ach", to_people=True)]


def _twelve() -> tuple[make.World, list[str]]:
    world = make.plain_world()
    return world, twelve(world)


waiting = kept_world(_twelve)
Waiting: TypeAlias = tuple[make.World, list[str]]


def made(world: make.World, sources: list[str], *, by: str = "lena") -> PayoutRun:
    return payout_runs.make(
        organisation=world.bank, provider="nacha-ppd", sources=sources, pays_on=DAY, **world.at(DAY, by=by)
    )


def released(world: make.World, run: PayoutRun, *people: str) -> PayoutRun:
    for key in people:
        run = payout_runs.approve(run=run, **world.at(DAY, by=key))
    return run


def test_who_may_release_a_run_is_asked_to_until_they_did_and_its_maker_is_not(waiting: Waiting) -> None:
    world, sources = waiting
    run = made(world, sources)

    def asked(key: str) -> bool:
        return any("Release 12 payouts" in need.title for need in needs(make.account(world, key), DAY))

    assert [asked(key) for key in ("lena", "xena", "yuri", "iris")] == [False, True, True, False]
    run = released(world, run, "xena")
    assert [asked(key) for key in ("xena", "yuri")] == [False, True]
    released(world, run, "yuri")
    assert not asked("zora"), "it was released by enough"


def test_twelve_payouts_need_two_people_besides_their_maker_and_one_alone_cannot(waiting: Waiting) -> None:
    world, sources = waiting
    run = made(world, sources)
    with pytest.raises(payout_runs.MakerCannotRelease):
        released(world, run, "lena")
    run = released(world, run, "xena")
    assert run.stage == "waiting" and run.file_sha256 == ""
    with pytest.raises(payout_runs.ReleasedByYou):
        released(world, run, "xena")
    with pytest.raises(payout_runs.NotReleased, match="1 more"):
        payout_runs.take_file(run=run, **world.at(DAY))
    run = released(world, run, "yuri")
    assert run.stage == "released"
    # 12 x 10.00 + 0.66 = 120.66
    assert (run.payouts_count, run.total_minor) == (12, 12_066)


def test_the_file_is_balanced_holds_the_released_payments_and_every_taking_is_a_fact(
    waiting: Waiting,
) -> None:
    world, sources = waiting
    run = released(world, made(world, sources), "xena", "yuri")
    content = payouts.file_of(run).content
    assert sha256(content).hexdigest() == run.file_sha256
    assert list(problems(content)) == []
    totals = checked(content).totals
    assert (totals.count, totals.credit_minor, totals.debit_minor) == (13, 12_066, 12_066)
    payout_runs.take_file(run=run, **world.at(DAY))
    payout_runs.take_file(run=run, **world.at(DAY, by="xena"))
    taken = Fact.objects.filter(kind="bank.payout_file.taken").order_by("pk")
    assert [(fact.actor, fact.data["number"]) for fact in taken] == [
        ("registry.person/invented_lena", 1),
        ("registry.person/invented_xena", 2),
    ]


def test_a_payment_goes_into_one_run_only_until_that_run_is_cancelled(waiting: Waiting) -> None:
    world, sources = waiting
    run = made(world, sources)
    with pytest.raises(payout_runs.NothingChosen):
        made(world, sources[:1])
    payout_runs.cancel(run=run, **world.at(DAY))
    with pytest.raises(payout_runs.NotWaiting):
        released(world, run, "xena")
    assert made(world, sources[:1]).payouts_count == 1


@begins_in(make.plain_world)
def test_a_run_without_payer_or_in_the_past_is_refused_and_leaves_nothing() -> None:
    world = make.world()
    with pytest.raises(payout_runs.PayerMissing):
        made(world, ["ABC"])
    make_funds.payer(world)
    with pytest.raises(payout_runs.NothingChosen):
        made(world, ["ABC"])
    with pytest.raises(payout_runs.PaysInThePast):
        payout_runs.make(
            organisation=world.bank,
            provider="nacha-ppd",
            sources=["ABC"],
            pays_on=date(2016, 8, 31),
            **world.at(DAY),
        )
    with pytest.raises(payout_runs.PaidInAnotherUnit, match="EUR"):
        payout_runs.make(
            organisation=world.bank, provider="sepa-pain", sources=["ABC"], pays_on=DAY, **world.at(DAY)
        )
    assert not PayoutRun.objects.exists()


def refused(sql: str, *values: Any) -> str:
    """What the database says to a statement; fails when it does not refuse."""
    said = ""
    with suppress(IntegrityError, DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        try:
            cursor.execute(sql, values)
        except Exception as error:
            said = str(error)
            raise
    assert said, f"the database let this pass: {sql}"
    return said


def test_the_database_itself_keeps_a_run_locked_and_its_maker_from_releasing(waiting: Waiting) -> None:
    world, sources = waiting
    run = made(world, sources[:11])
    lena, xena = world.people["lena"], world.people["xena"]
    for maker in (lena, xena):
        with pytest.raises(IntegrityError), transaction.atomic():
            Release.objects.create(run=run, number=1, person=lena, maker=maker, at=run.made_at)
    released(world, run, "xena")
    sent = "UPDATE bank_payoutrun SET stage = 'released', released_at = made_at, file_sha256 = 'x'"
    assert "too few people" in refused(sent)
    assert "locked" in refused("UPDATE bank_payoutrun SET total_minor = total_minor + 1")
    assert "locked" in refused("UPDATE bank_payoutrun SET releases_needed = 1")
    assert "locked" in refused("UPDATE bank_payout SET amount_minor = 1")
    assert "locked" in refused("DELETE FROM bank_payout")
    assert "stands" in refused("UPDATE bank_release SET person_id = %s", lena.pk)
    one = run.payouts.get(number=1)
    late = Payout(key="late", run=run, number=12, account=one.account, amount_minor=1, source=one.source)
    with pytest.raises(IntegrityError, match="locked"), transaction.atomic():
        late.save()
    run = released(world, run, "yuri")
    assert "locked" in refused(
        "UPDATE bank_payoutrun SET stage = 'cancelled', released_at = NULL, file_sha256 = ''"
    )
    assert "locked" in refused("DELETE FROM bank_payoutrun")
    assert guards.missing(connection) == []


@begins_in(make.plain_world)
def test_account_numbers_stand_encrypted_masked_and_tied_to_their_row() -> None:
    world = make.world()
    who = make_funds.donor(world)
    account = make_funds.account(world, who, "12345678")
    assert b"12345678" not in bytes(account.sealed_number) and str(account) == "•••• 5678"
    assert opened(bytes(account.sealed_number), of=account.key) == "12345678"
    with pytest.raises(NumberUnreadable):
        opened(bytes(account.sealed_number), of="another")
    assert not any("12345678" in str(fact.data) for fact in Fact.objects.all())
    newer = make_funds.account(world, who, "87654321")
    account.refresh_from_db()
    assert account.is_dropped and not newer.is_dropped
    with pytest.raises(RoutingWrong):
        make_funds.account(world, who, routing="121042883")
    with pytest.raises(pay_accounts.AccountNumberWrong):
        make_funds.account(world, who, way="sepa", number="DE89370400440532013001")
    assert PayAccount.objects.count() == 2


def test_a_forgotten_payee_leaves_a_run_that_stands_and_a_file_that_cannot_be_written_again(
    waiting: Waiting,
) -> None:
    world, sources = waiting
    run = released(world, made(world, sources), "xena", "yuri")
    person = Person.objects.get(key="invented_saver_3")
    people.forget(person=person, **world.at(DAY))
    erase_supporter(Fact.objects.get(kind="registry.person.forgotten"))
    assert not pay_accounts.is_on_file(person)
    with pytest.raises(payout_runs.AccountErased):
        payout_runs.take_file(run=run, **world.at(DAY))
    run.refresh_from_db()
    assert run.stage == "released" and run.payouts.count() == 12
