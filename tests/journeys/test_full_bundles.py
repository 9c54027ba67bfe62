"""A network with everything in it - holds, papers, claims, budgets, bank statements, plans, closed accounts - moves into
an empty installation, and out again it is the same file."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from commonwork.books import actions as books
from commonwork.books import queries, verifier
from commonwork.books.actions import accounts, bank_lines, budgets, claims, holds, periods
from commonwork.books.budget_sums import Place
from commonwork.books.models import Balance, BankLine, Book, Hold, HoldEnd, MonthSum
from commonwork.books.proofs import prove
from commonwork.incubator.actions import plans
from commonwork.incubator.models import Team
from commonwork.record import documents, seals
from commonwork.record.models import Document
from commonwork.registry.clock import at_time
from commonwork.registry.models import Person
from commonwork.site.bundles import loading, rows
from tests.journeys.test_bundles import as_it_stands, bundle_of, changed, exported, use
from tests.record.test_documents import PDF
from tests.rooms.books.bank_feed import make as bank_make
from tests.rooms.books.bank_files.samples import ofx
from tests.rooms.books.test_packs import content, packed_again
from tests.rules.plans import BAKERY
from tests.worlds import kept_world

DAY = date(2017, 3, 6)
WHO: dict[str, Any] = {"by": "system/tests", "at": at_time(DAY)}
MOVES = [("20170302", "-40.00", "TOOL BARN", "t1"), ("20170303", "-12.00", "A GIFT FOR ROSA", "t2")]


def filled() -> Book:
    """Everything the books keep beside entries, in the book of Freedom Farms."""
    farm = Book.objects.select_related("organisation").get(key="freedom_farm")
    _hold_in_every_state(farm)
    _claim_with_papers(farm)
    place = {"starts_on": date(2017, 1, 1), "ends_on": date(2018, 1, 1), "adopted_on": DAY}
    lines = [budgets.Planned("5000", 400_00), budgets.Planned("4000", 900_00)]
    org = farm.organisation
    budgets.adopt(organisation=org, lines=lines, adopted_by=org, **place, **WHO)
    account = bank_make.bank_account(farm)
    bank_make.take_in(account, ofx(MOVES, closing="100.00", closing_on="20170303"), at=at_time(DAY))
    bank_lines.record(line=bank_make.line("TOOL BARN"), parts=[bank_lines.Part("5200", -40_00)], **WHO)
    bank_lines.erase(line=bank_make.line("A GIFT FOR ROSA"), **WHO)
    _closed_and_limited_accounts(farm)
    nubias = Book.objects.select_related("organisation").get(key="nubias")
    periods.close(organisation=nubias.organisation, ends_on=date(2017, 1, 1), **WHO)
    plans.draft(team=Team.objects.order_by("pk")[0], assumptions=BAKERY, topic="sales", on=DAY, **WHO)
    plans.keep(team=Team.objects.order_by("pk")[0], note="", on=DAY, **WHO)
    seals.seal(at=at_time(DAY))
    return farm


def _hold_in_every_state(farm: Book) -> None:
    def place(amount_minor: int, days: int = 9) -> Hold:
        return holds.place(
            organisation=farm.organisation, account="1000", against="5200", amount_minor=amount_minor,
            expires_on=DAY + timedelta(days), what=f"part {amount_minor}", **WHO,
        )  # fmt: skip

    first, second = place(10_00), place(20_00)
    place(30_00)
    holds.void(hold=place(1_00), **WHO)
    late = {"by": "system/tests", "at": at_time(DAY + timedelta(2))}
    holds.expire(hold=place(2_00, days=1), **late)
    holds.post(hold=second, on=DAY, amount_minor=15_00, **WHO)  # later one first, and in part
    holds.post(hold=first, on=DAY, **WHO)
    assert set(HoldEnd.objects.values_list("how", flat=True)) == {"posted", "voided", "expired"}


def _claim_with_papers(farm: Book) -> None:
    ada = Person.objects.create(key="bundle_ada", name="Ada (invented)")
    ben = Person.objects.create(key="bundle_ben", name="Ben (invented)")
    for number, state in enumerate(("paid", "submitted")):
        asked = claims.Asked(
            amount_minor=24_50, spent_on=DAY, place=Place("5000"), what="Seed trays", papers=(PDF + b"%" * number,)
        )  # fmt: skip
        claim = claims.draft(organisation=farm.organisation, claimant=ada, asked=asked, by=ada, at=WHO["at"])
        claim = claims.submit(claim=claim, on=DAY, by=ada, at=WHO["at"])
        if state == "paid":
            claim = claims.approve(claim=claim, on=DAY, by=ben, at=WHO["at"])
            claims.pay(claim=claim, on=DAY, by=ben, at=WHO["at"])
        else:
            paper = Document.objects.order_by("-pk")[0]
            documents.erase(document=paper, to=claim, organisation=farm.organisation, **WHO)


def _closed_and_limited_accounts(farm: Book) -> None:
    org = farm.organisation
    for code, kind, unit in (("9100", "asset", "HOUR"), ("9190", "income", "HOUR"), ("9300", "asset", "USD")):
        accounts.add(organisation=org, code=code, name=f"A {code}", kind=kind, unit=unit, kept_by="", **WHO)
    lines = [books.Line("9100", 465), books.Line("9190", -465)]
    with transaction.atomic():
        books.post(organisation=org, on=DAY, kind="hours", lines=lines, source=bank_make.make.fact())
    accounts.close(organisation=org, code="9300", **WHO)
    limits = {
        "floor_minor": 0,
        "ceiling_minor": 9_999_999_00,
        "soft_floor_minor": 5_00,
        "soft_ceiling_minor": None,
    }
    accounts.set_limits(organisation=org, code="1000", **limits, **WHO)


@pytest.mark.one_engine
@pytest.mark.season
@pytest.mark.django_db(transaction=True)
def test_everything_the_books_keep_moves_and_comes_out_again_byte_by_byte(tmp_path: Path) -> None:
    filled()
    assert prove().holds
    sums = sorted(MonthSum.objects.values_list("account_id", "month", "amount_minor"))
    before, first = as_it_stands(), exported(tmp_path / "first.zip")
    kept = list(Balance.objects.order_by("pk").values())
    assert verifier.main([str(first)]) == 0
    missing = [model._meta.label for model in rows.kinds() if _must_be_filled(model._meta.label)]
    assert [label for label in missing if before["counts"][label] == 0] == []  # type: ignore[index]
    use("empty")
    call_command("import", str(first))
    assert as_it_stands() == before
    assert list(Balance.objects.order_by("pk").values()) == kept, "limits, what is set aside, closed accounts"
    assert sorted(MonthSum.objects.values_list("account_id", "month", "amount_minor")) == sums
    assert prove().holds and list(seals.check()) == []
    second = exported(tmp_path / "second.zip")
    assert second.read_bytes() == first.read_bytes(), "out again it is the same file, byte by byte"
    _goes_on()


def _must_be_filled(label: str) -> bool:
    """Kinds of rows this test is about."""
    return label.startswith(("books.", "record.")) and label not in {
        "books.CsvLayout",
        "record.DailyRun",
        "record.Once",
    }


def _goes_on() -> None:
    """The books can be kept on from there: the open hold is posted, a line is taken in once."""
    farm = Book.objects.select_related("organisation").get(key="freedom_farm")
    (hold,) = queries.open_holds(farm)
    holds.post(hold=hold, on=DAY, **WHO)
    assert queries.set_aside(farm.organisation, "1000") == 0
    assert BankLine.objects.filter(is_erased=True).count() == 1
    assert prove().holds


def _farm_with_holds() -> None:
    farm = bank_make.make.book("freedom_farm")
    bank_make.make.cash(farm, 500_00)
    _hold_in_every_state(farm)


with_holds = kept_world(lambda: bundle_of(_farm_with_holds))


@pytest.mark.one_engine
@pytest.mark.django_db(transaction=True)
def test_broken_holds_are_refused(tmp_path: Path, with_holds: bytes) -> None:
    """More posted than was held, a hold that ended twice, and one that ended by an entry that is not its own."""
    first = tmp_path / "first.zip"
    first.write_bytes(with_holds)
    use("empty")
    inside = content(first)
    name = "rows/books.holdend.jsonl"
    columns, *ends = inside[name].decode().splitlines()
    posted = next(line for line in ends if '"posted"' in line)
    for what, files in {
        "more than was held": changed(inside, name, "1500", "2001"),
        "another amount": changed(inside, name, "1500", "1501"),
        "an end of no entry": {
            **inside,
            name: "\n".join([columns, *(e for e in ends if e != posted), ""]).encode(),
        },
    }.items():
        path = packed_again(tmp_path / "broken.zip", files, with_manifest=True)
        with pytest.raises((loading.IsBroken, loading.DoesNotProve, loading.Refusal)):
            loading.load(path)
        assert not Hold.objects.exists(), what
    assert loading.load(first) and Hold.objects.count() == 5, "as it was it is taken in"
