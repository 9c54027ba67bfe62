"""Claims: asked, decided by another person, paid once, all as postings; and what is refused."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from commonwork.books import queries
from commonwork.books.actions import budgets, claims, periods, reversals
from commonwork.books.actions import entries as entry_acts
from commonwork.books.budget_sums import Place
from commonwork.books.models import Book, Claim, Entry
from commonwork.books.proofs import prove
from commonwork.record import documents
from commonwork.record.models import Document, Fact
from commonwork.registry.clock import at_time
from commonwork.registry.models import Person
from tests.record.test_documents import PDF
from tests.rooms.books import make
from tests.worlds import kept_world, lasting

pytestmark = pytest.mark.django_db
DAY, LATER = date(2016, 3, 1), date(2016, 3, 9)
AT = at_time(LATER)
SEEDS = claims.Asked(
    amount_minor=24_50,
    spent_on=DAY,
    place=Place("5000"),
    what="Seed trays for the greenhouse",
    papers=(PDF,),
)


@pytest.fixture
def ada() -> Person:
    return Person.objects.create(key="ada", name="Ada")


@pytest.fixture
def ben() -> Person:
    return Person.objects.create(key="ben", name="Ben")


@lasting
def _farm() -> Book:
    book = make.book("freedom_farm")
    make.cash(book, 500_00)
    return book


farm = kept_world(_farm)


def sent(farm: Book, ada: Person, asked: claims.Asked = SEEDS) -> Claim:
    who: dict[str, Any] = {"by": ada, "at": AT}
    claim = claims.draft(organisation=farm.organisation, claimant=ada, asked=asked, **who)
    return claims.submit(claim=claim, on=LATER, **who)


def lines(entry: Entry | None) -> list[tuple[str, int, str]]:
    assert entry is not None
    return [(row.account.code, row.amount_minor, row.party) for row in queries.lines_of(entry)]


def test_approving_books_the_cost_and_paying_takes_it_from_cash(farm: Book, ada: Person, ben: Person) -> None:
    claim = sent(farm, ada)
    assert queries.balance(farm.organisation, "5000") == 0, "asking owes nothing"
    claim = claims.approve(claim=claim, on=DAY, by=ben, at=AT)
    assert lines(claim.approval) == [("5000", 24_50, ""), ("2300", -24_50, claim.key)]
    assert queries.parties(farm.organisation, "2300") == {claim.key: -24_50}
    claim = claims.pay(claim=claim, on=LATER, by=ben, at=AT)
    assert lines(claim.payment) == [("2300", 24_50, claim.key), ("1000", -24_50, "")]
    assert queries.parties(farm.organisation, "2300") == {}
    assert queries.balance(farm.organisation, "1000") == 475_50
    assert (claim.state, claim.decided_by, claim.paid_on) == ("paid", ben, LATER)
    assert prove().holds


def test_every_step_states_a_fact_without_a_word_of_text(farm: Book, ada: Person, ben: Person) -> None:
    claim = sent(farm, ada)
    claims.send_back(claim=claim, reason="The photo is dark", by=ben, at=AT)
    claims.change(claim=claim, asked=SEEDS, by=ada, at=AT)
    claims.submit(claim=claim, on=LATER, by=ada, at=AT)
    claims.approve(claim=claim, on=DAY, by=ben, at=AT)
    claims.pay(claim=claim, on=LATER, by=ben, at=AT)
    facts = Fact.objects.filter(kind__startswith="books.claim.").order_by("pk")
    steps = ["drafted", "submitted", "returned", "drafted", "submitted", "approved", "paid"]
    assert [fact.kind.rpartition(".")[2] for fact in facts] == steps
    told = " ".join(f"{fact.data} {fact.subject}" for fact in Fact.objects.all())
    assert "greenhouse" not in told
    assert "dark" not in told
    assert facts[4].data["papers"] == [Document.objects.get().sha256]


def test_nobody_decides_on_a_claim_of_their_own(farm: Book, ada: Person) -> None:
    claim = sent(farm, ada)
    with pytest.raises(claims.OwnClaim):
        claims.approve(claim=claim, on=DAY, by=ada, at=AT)
    with pytest.raises(claims.OwnClaim):
        claims.send_back(claim=claim, reason="No", by=ada, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(decided_by=ada)


def test_only_who_asks_changes_sends_and_withdraws(farm: Book, ada: Person, ben: Person) -> None:
    claim = claims.draft(organisation=farm.organisation, claimant=ada, asked=SEEDS, by=ada, at=AT)
    for step in (
        lambda: claims.change(claim=claim, asked=SEEDS, by=ben, at=AT),
        lambda: claims.submit(claim=claim, on=LATER, by=ben, at=AT),
        lambda: claims.withdraw(claim=claim, by=ben, at=AT),
        lambda: claims.draft(organisation=farm.organisation, claimant=ada, asked=SEEDS, by=ben, at=AT),
    ):
        with pytest.raises(claims.NotYourClaim):
            step()


def test_a_claim_is_approved_once_and_paid_once(farm: Book, ada: Person, ben: Person) -> None:
    claim = sent(farm, ada)
    claims.approve(claim=claim, on=DAY, by=ben, at=AT)
    with pytest.raises(claims.NotNow, match="waits to be paid"):
        claims.approve(claim=claim, on=DAY, by=ben, at=AT)
    claims.pay(claim=claim, on=LATER, by=ben, at=AT)
    with pytest.raises(claims.NotNow, match="paid"):
        claims.pay(claim=claim, on=LATER, by=ben, at=AT)
    assert Entry.objects.filter(kind__startswith="claim").count() == 2


def test_pressing_twice_is_one_payment_with_one_answer(farm: Book, ada: Person, ben: Person) -> None:
    claim = claims.approve(claim=sent(farm, ada), on=DAY, by=ben, at=AT)
    first = claims.pay(claim=claim, on=LATER, by=ben, at=AT, once="press")
    assert claims.pay(claim=claim, on=LATER, by=ben, at=AT, once="press") == first
    assert Entry.objects.filter(kind="claim-payment").count() == 1


def test_a_claim_in_a_closed_period_is_refused_and_counts_on_an_open_day(
    farm: Book, ada: Person, ben: Person
) -> None:
    periods.close(organisation=farm.organisation, ends_on=date(2016, 3, 5), by=ben, at=AT)
    claim = sent(farm, ada)
    with pytest.raises(entry_acts.PeriodIsClosed):
        claims.approve(claim=claim, on=DAY, by=ben, at=AT)
    claim.refresh_from_db()
    assert (claim.state, claim.approval) == ("submitted", None)
    assert not Fact.objects.filter(kind="books.claim.approved").exists()
    claim = claims.approve(claim=claim, on=LATER, by=ben, at=AT)
    with pytest.raises(claims.PaidBeforeApproved):
        claims.pay(claim=claim, on=date(2016, 3, 8), by=ben, at=AT)


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (claims.Asked(amount_minor=10_00, spent_on=DAY, place=Place("5000")), claims.NotWhole),
        (claims.Asked(amount_minor=10_00, spent_on=DAY, what="Seeds"), claims.NotWhole),
        (claims.Asked(spent_on=DAY, place=Place("5000"), what="Seeds"), claims.NotWhole),
        (claims.Asked(amount_minor=0, what="Seeds"), entry_acts.NotMoreThanZero),
        (claims.Asked(place=Place("1000")), claims.NotClaimable),
        (claims.Asked(place=Place("3400")), claims.NotClaimable),
        (claims.Asked(place=Place("9999")), claims.NotClaimable),
    ],
)
def test_what_is_not_whole_is_not_sent(
    farm: Book, ada: Person, asked: claims.Asked, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        sent(farm, ada, asked)
    assert not Fact.objects.filter(kind="books.claim.submitted").exists()


def test_a_claim_for_a_day_to_come_is_not_sent(farm: Book, ada: Person) -> None:
    tomorrow = claims.Asked(amount_minor=10_00, spent_on=date(2016, 3, 10), place=Place("5000"), what="Seeds")
    with pytest.raises(claims.InTheFuture):
        sent(farm, ada, tomorrow)


def test_sending_back_needs_a_reason_that_the_claimant_reads(farm: Book, ada: Person, ben: Person) -> None:
    claim = sent(farm, ada)
    with pytest.raises(claims.NoReason):
        claims.send_back(claim=claim, reason="  ", by=ben, at=AT)
    claim = claims.send_back(claim=claim, reason="Add the bill", by=ben, at=AT)
    assert (claim.state, claim.reason) == ("returned", "Add the bill")
    claim = claims.submit(claim=claim, on=LATER, by=ada, at=AT)
    assert (claim.state, claim.reason) == ("submitted", "")


def test_a_step_is_taken_back_by_a_counter_entry(farm: Book, ada: Person, ben: Person) -> None:
    claim = claims.approve(claim=sent(farm, ada), on=DAY, by=ben, at=AT)
    claim = claims.pay(claim=claim, on=LATER, by=ben, at=AT)
    claim = claims.take_back(claim=claim, on=LATER, by=ben, at=AT)
    assert (claim.state, claim.payment) == ("approved", None)
    assert queries.balance(farm.organisation, "1000") == 500_00
    assert queries.parties(farm.organisation, "2300") == {claim.key: -24_50}
    claim = claims.take_back(claim=claim, on=LATER, by=ben, at=AT)
    assert (claim.state, claim.approval, claim.decided_by) == ("returned", None, None)
    assert queries.balance(farm.organisation, "5000") == 0
    claims.submit(claim=claim, on=LATER, by=ada, at=AT)
    claims.pay(claim=claims.approve(claim=claim, on=DAY, by=ben, at=AT), on=LATER, by=ben, at=AT)
    assert queries.balance(farm.organisation, "1000") == 475_50
    assert prove().holds


def test_the_entry_of_a_claim_is_not_taken_back_behind_its_back(farm: Book, ada: Person, ben: Person) -> None:
    claim = claims.approve(claim=sent(farm, ada), on=DAY, by=ben, at=AT)
    assert claim.approval is not None
    with pytest.raises(reversals.UndoneElsewhere):
        reversals.reverse(entry=claim.approval, on=LATER, by=ben, at=AT)


def plan(farm: Book, minor: int, *, is_firm: bool) -> None:
    budgets.adopt(
        organisation=farm.organisation,
        starts_on=date(2016, 1, 1),
        ends_on=date(2017, 1, 1),
        lines=[budgets.Planned("5000", minor)],
        adopted_on=DAY,
        adopted_by=farm.organisation,
        is_firm=is_firm,
        by=make.BY,
        at=AT,
    )


def test_a_firm_budget_refuses_what_it_has_not_left_and_another_only_warns(
    farm: Book, ada: Person, ben: Person
) -> None:
    plan(farm, 40_00, is_firm=True)
    claims.approve(claim=sent(farm, ada), on=DAY, by=ben, at=AT)
    second = sent(farm, ada)
    with pytest.raises(claims.OverBudget, match=r"15\.50"):  # 40.00 - 24.50
        claims.approve(claim=second, on=DAY, by=ben, at=AT)
    assert queries.balance(farm.organisation, "5000") == 24_50
    old = farm.budgets.get()
    budgets.replace(
        budget=old,
        lines=[budgets.Planned("5000", 40_00)],
        adopted_on=LATER,
        adopted_by=farm.organisation,
        by=make.BY,
        at=AT,
    )
    claims.approve(claim=second, on=DAY, by=ben, at=AT)
    assert queries.balance(farm.organisation, "5000") == 49_00


def test_erasing_a_claim_empties_its_words_and_papers_and_leaves_the_books(
    farm: Book, ada: Person, ben: Person
) -> None:
    claim = claims.approve(claim=sent(farm, ada), on=DAY, by=ben, at=AT)
    claim = claims.erase_text(claim=claim, by=ben, at=AT)
    assert (claim.what, claim.reason, claim.salt) == ("", "", "")
    assert [paper.is_erased for paper in documents.papers(claim)] == [True]
    assert Document.objects.get().content is None
    assert claim.amount_minor == 24_50
    assert prove().holds


def test_a_step_that_fails_half_way_leaves_nothing(
    farm: Book, ada: Person, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = sent(farm, ada)

    def broken(**arguments: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(claims, "post", broken)
    with pytest.raises(RuntimeError):
        claims.approve(claim=claim, on=DAY, by=ben, at=AT)
    claim.refresh_from_db()
    assert claim.state == "submitted"
    assert not Fact.objects.filter(kind="books.claim.approved").exists()
