"""Posting: what an entry changes, what is refused, and that nothing is left behind when an act fails half-way."""

from datetime import date
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from commonwork.books import actions as books
from commonwork.books import queries
from commonwork.books.actions import books as opening
from commonwork.books.actions import costs, entries, memos, transfers
from commonwork.books.hashing import (
    HashedLine,
    entry_hash,
    entry_hash_of,
    payload_hash,
    payload_hash_of,
    quoted,
)
from commonwork.books.models import Account, Balance, Book, Entry, Memo, Posting
from commonwork.books.proofs import prove
from commonwork.record.models import Fact
from commonwork.rules.chain import GENESIS, moment
from tests.rooms.books import make

pytestmark = pytest.mark.django_db
Line = books.Line
JUNE = date(2016, 6, 30)


@pytest.fixture
def bank() -> Book:
    return make.book("bank")


@pytest.fixture
def coop() -> Book:
    return make.book("green_team")


def post(book: Book, *lines: Line, on: date = make.FIRST, **more: object) -> Entry:
    return books.post(
        organisation=book.organisation, on=on, kind="test", lines=lines, source=make.fact(), **more
    )


def lend(bank: Book, coop: Book, amount: int = 800_000) -> list[Entry]:
    return books.post_mirrored(
        sides=[
            (bank.organisation, [Line("1200", amount, "loan_1"), Line("1000", -amount)]),
            (coop.organisation, [Line("1000", amount), Line("2100", -amount, "loan_1")]),
        ],
        on=make.FIRST,
        kind="draw",
        source=make.fact(),
    )


def test_a_book_opens_with_the_accounts_of_its_chart(coop: Book) -> None:
    codes = set(Account.objects.filter(book=coop).values_list("code", flat=True))
    assert {"1000", "3000", "3100", "3200", "5100"} <= codes
    assert not {"1200", "3300", "3410", "3500"} & codes, "an institution's accounts are not a co-op's"
    assert Balance.objects.filter(account__book=coop).count() == len(codes)
    assert Fact.objects.filter(kind="books.book.opened", organisation="green_team").count() == 1


def test_a_book_opens_once_and_only_for_those_with_a_chart(coop: Book) -> None:
    with pytest.raises(opening.BookIsOpen):
        books.open_book(organisation=coop.organisation, on=JUNE, by=make.BY, at=make.AT)
    ally = make.organisation("ally")
    ally.kind = "ally"
    ally.save()
    with pytest.raises(opening.NoChart):
        books.open_book(organisation=ally, on=JUNE, by=make.BY, at=make.AT)


def test_an_entry_moves_balances_and_the_head_and_is_chained(coop: Book) -> None:
    first, second = make.cash(coop, 5000), make.cash(coop, -1200, against="5200")
    coop.refresh_from_db()
    assert (coop.head_seq, coop.head_hash) == (2, second.hash)
    assert first.prev_hash == GENESIS and second.prev_hash == first.hash
    assert queries.balance(coop.organisation, "1000") == 3800
    assert queries.balance(coop.organisation, "5200") == 1200
    assert queries.balance(coop.organisation, "1000", on=date(2015, 12, 31)) == 0


def test_the_hash_covers_what_the_entry_says(coop: Book) -> None:
    entry = make.cash(coop, 5000)
    lines = [HashedLine("1000", 5000, "", ""), HashedLine("4000", -5000, "", "")]
    payload = payload_hash(
        book="green_team", kind="sale", on=make.FIRST, source=make.fact().code, lines=lines
    )
    assert entry.payload_hash == payload
    assert entry.hash == entry_hash(
        previous=GENESIS, seq=1, entry=entry.id, recorded_at=entry.recorded_at, payload=payload
    )
    entry.refresh_from_db()
    assert entry.hash == entry_hash(
        previous=GENESIS, seq=1, entry=entry.id, recorded_at=entry.recorded_at, payload=payload
    ), "what is read back hashes the same"


@given(
    book=st.text(), kind=st.text(), source=st.text(), closing=st.booleans(), linked=st.booleans(), on=st.dates(),
    lines=st.lists(st.tuples(st.text(), st.integers(), st.text(), st.text()), max_size=4),
)  # fmt: skip
def test_the_writers_short_way_to_a_hash_gives_the_plain_one(
    book: str,
    kind: str,
    source: str,
    closing: bool,
    linked: bool,
    on: date,
    lines: list[tuple[str, int, str, str]],
) -> None:
    other = UUID(int=7) if linked else None
    plain = payload_hash(
        book=book,
        kind=kind,
        on=on,
        source=source,
        lines=[HashedLine(*line) for line in lines],
        mirror=other,
        reverses=other,
        is_closing=closing,
    )
    texts = ",".join(f"[{quoted(a)},{m},{quoted(p)},{quoted(f)}]" for a, m, p, f in lines)
    short = payload_hash_of(quoted(book), closing, kind, texts, "", other, on, other, source)
    assert short == plain
    chained = entry_hash(previous=plain, seq=3, entry=UUID(int=9), recorded_at=make.AT, payload=plain)
    assert entry_hash_of(plain, 3, str(UUID(int=9)), moment(make.AT), plain) == chained


def test_a_refusal_in_the_middle_of_a_batch_leaves_the_transaction_usable(coop: Book) -> None:
    source = make.fact()
    new = [
        books.NewEntry(coop.organisation, make.FIRST, "t", [Line("1000", n), Line("4000", -n)], source)
        for n in range(1, 31)
    ]
    bad = books.NewEntry(coop.organisation, make.FIRST, "t", [Line("1000", 1), Line("4000", -2)], source)
    with pytest.raises(entries.DoesNotBalance):
        books.post_many([*new, bad])
    assert Entry.objects.count() == 0
    written = books.post_many(new)
    assert [entry.seq for entry in written] == list(range(1, 31))
    assert queries.balance(coop.organisation, "1000") == sum(range(1, 31))
    assert prove().holds


def test_a_batch_may_not_dip_below_a_floor_even_when_it_ends_above(coop: Book) -> None:
    Balance.objects.filter(account__book=coop, account__code="1000").update(floor_minor=0)
    source = make.fact()
    dips = [
        books.NewEntry(coop.organisation, make.FIRST, "t", [Line("1000", n), Line("4000", -n)], source)
        for n in (-5, 10)
    ]
    with pytest.raises(entries.FloorCrossed):
        books.post_many(dips)
    assert books.post_many(dips[::-1])[1].seq == 2


def test_lines_of_nothing_are_left_out(coop: Book) -> None:
    entry = post(coop, Line("1000", 100), Line("4000", -100), Line("5200", 0))
    assert entry.line_count == 2
    assert Posting.objects.filter(book=coop).count() == 2


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ([Line("1000", 100), Line("4000", -99)], entries.DoesNotBalance),
        ([Line("1000", 100)], entries.TooFewLines),
        ([Line("1000", 0), Line("4000", 0)], entries.TooFewLines),
        ([Line("1000", 100), Line("9999", -100)], entries.NoSuchAccount),
        ([Line("1000", 100), Line("3500", -100)], entries.NoSuchAccount),
        ([Line("1000", 100), Line("3000", -100)], entries.NoParty),
        ([Line("1000", 1.5), Line("4000", -1.5)], entries.NotAnAmountOfCents),
        ([Line("1000", 2**63), Line("4000", -(2**63))], entries.NotAnAmountOfCents),
        ([Line("1000", True), Line("4000", -1)], entries.NotAnAmountOfCents),
    ],
)
def test_what_is_not_an_entry_is_refused(coop: Book, lines: list[Line], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        post(coop, *lines)
    assert Entry.objects.count() == 0 and queries.balance(coop.organisation, "1000") == 0


def test_an_organisation_without_books_cannot_post() -> None:
    make.book("bank")
    with pytest.raises(entries.NoBook):
        books.post(
            organisation=make.organisation("nubias"),
            on=make.FIRST,
            kind="test",
            lines=[Line("1000", 1), Line("4000", -1)],
            source=make.fact(),
        )


def test_floors_and_ceilings_hold_and_a_batch_is_seen_as_a_whole(coop: Book) -> None:
    limits = Balance.objects.filter(account__book=coop, account__code="1000")
    limits.update(floor_minor=0, ceiling_minor=10_000)
    with pytest.raises(entries.FloorCrossed):
        make.cash(coop, -1)
    make.cash(coop, 10_000)
    with pytest.raises(entries.CeilingCrossed):
        make.cash(coop, 1)
    two = [
        books.NewEntry(
            coop.organisation, make.FIRST, "t", [Line("1000", -6000), Line("5200", 6000)], make.fact()
        )
    ] * 2
    with pytest.raises(entries.FloorCrossed):
        books.post_many(two)
    assert queries.balance(coop.organisation, "1000") == 10_000


def test_both_sides_of_a_movement_are_joined_and_equal(bank: Book, coop: Book) -> None:
    lent, borrowed = lend(bank, coop)
    assert lent.mirror == borrowed.mirror is not None
    assert (lent.book, borrowed.book) == (bank, coop)
    assert queries.parties(bank.organisation, "1200") == {"loan_1": 800_000}
    assert queries.parties(coop.organisation, "2100") == {"loan_1": -800_000}
    assert queries.entries_of(make.fact()) == [lent, borrowed]
    assert [other.pk for other in queries.mirrors_of(lent)] == [borrowed.pk]


@pytest.mark.parametrize(
    ("bank_lines", "coop_lines"),
    [
        (
            [Line("1200", 100, "loan"), Line("1000", -100)],
            [Line("1000", 99), Line("2100", -99, "loan")],
        ),
        (
            [Line("1210", 100, "loan"), Line("4300", -100, "loan")],
            [Line("5400", 100, "loan"), Line("2100", -100, "loan")],
        ),
    ],
)
def test_sides_that_disagree_are_refused(
    bank: Book, coop: Book, bank_lines: list[Line], coop_lines: list[Line]
) -> None:
    with pytest.raises(entries.SidesDisagree):
        books.post_mirrored(
            sides=[(bank.organisation, bank_lines), (coop.organisation, coop_lines)],
            on=make.FIRST,
            kind="draw",
            source=make.fact(),
        )
    assert Entry.objects.count() == 0


def test_a_movement_from_a_book_to_itself_is_refused(bank: Book) -> None:
    with pytest.raises(entries.OneBookOnly):
        transfers.support(
            giver=bank.organisation,
            receiver=bank.organisation,
            on=JUNE,
            amount_minor=5,
            by=make.BY,
            at=make.AT,
        )
    assert Entry.objects.count() == 0


def test_one_side_that_fails_takes_the_other_with_it(bank: Book, coop: Book) -> None:
    coop_lines = [Line("1000", 100), Line("2100", -100)]  # says no loan
    with pytest.raises(entries.NoParty):
        books.post_mirrored(
            sides=[
                (bank.organisation, [Line("1200", 100, "loan"), Line("1000", -100)]),
                (coop.organisation, coop_lines),
            ],
            on=make.FIRST,
            kind="draw",
            source=make.fact(),
        )
    bank.refresh_from_db()
    assert bank.head_seq == 0


def test_an_act_that_fails_half_way_leaves_nothing(coop: Book) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make.cash(coop, 5000)
        raise ZeroDivisionError
    coop.refresh_from_db()
    assert (coop.head_seq, coop.head_hash) == (0, GENESIS)
    assert queries.balance(coop.organisation, "1000") == 0
    assert make.cash(coop, 700).seq == 1
    assert prove().holds


def test_a_reversal_takes_an_entry_back_in_every_book_and_only_once(bank: Book, coop: Book) -> None:
    _, borrowed = lend(bank, coop)
    back = books.reverse(entry=borrowed, on=JUNE, source=make.fact())
    assert back.reverses_id == borrowed.pk and back.book_id == coop.pk and back.effective_on == JUNE
    assert queries.trial_balance(bank.organisation, on=JUNE) == []
    assert queries.trial_balance(coop.organisation, on=JUNE) == []
    assert queries.balance(coop.organisation, "1000", on=make.FIRST) == 800_000, "the past stays as it was"
    for entry in (borrowed, back):
        with pytest.raises(entries.AlreadyReversed):
            books.reverse(entry=entry, on=JUNE, source=make.fact())
    assert prove().holds


def test_many_entries_are_chained_in_their_order(bank: Book, coop: Book) -> None:
    source = make.fact()
    new = [
        books.NewEntry(
            (bank, coop)[n % 2].organisation,
            make.FIRST,
            "t",
            [Line("1000", n + 1), Line("5200", -n - 1)],
            source,
            memo=f"number {n}" if n == 3 else "",
        )
        for n in range(50)
    ]
    written = books.post_many(new)
    assert [entry.book.key for entry in written[:3]] == ["bank", "green_team", "bank"]
    assert [entry.seq for entry in written if entry.book == bank] == list(range(1, 26))
    assert queries.balance(bank.organisation, "1000") == sum(range(1, 50, 2))
    assert Memo.objects.get().entry_id == written[3].pk
    assert prove().holds


def test_a_memo_can_be_erased_and_the_chain_still_holds(coop: Book) -> None:
    make.cash(coop, 9000)
    costs.pay(
        organisation=coop.organisation,
        on=make.FIRST,
        account="5200",
        amount_minor=500,
        what="a text about Ada",
        by=make.BY,
        at=make.AT,
    )
    entry = Entry.objects.latest("seq")
    memos.erase(entry=entry, by=make.BY, at=make.AT)
    assert not Memo.objects.filter(text__contains="Ada").exists()
    assert prove().holds
    with pytest.raises(memos.NoMemo):
        memos.erase(entry=entry, by=make.BY, at=make.AT)


def test_facts_and_entries_hold_no_free_text(coop: Book) -> None:
    make.cash(coop, 9000)
    costs.pay(
        organisation=coop.organisation,
        on=make.FIRST,
        account="5200",
        amount_minor=500,
        what="zebra",
        by=make.BY,
        at=make.AT,
    )
    assert not any("zebra" in str(fact.data) for fact in Fact.objects.all())
    assert not any("zebra" in str(row) for row in Entry.objects.values())


def test_posting_outside_a_transaction_is_a_mistake_of_the_caller(
    coop: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = transaction.get_connection()
    monkeypatch.setattr(connection, "in_atomic_block", False)
    with pytest.raises(AssertionError):
        entries.post_many([])


def test_what_closes_a_year_is_known_by_the_result_account(bank: Book, coop: Book) -> None:
    assert not make.cash(coop, 100).is_closing
    assert post(coop, Line("4000", 100), Line("3900", -100)).is_closing
    sides = books.post_mirrored(
        sides=[
            (coop.organisation, [Line("3900", 100), Line("2210", -100)]),
            (bank.organisation, [Line("1110", 100, "green_team"), Line("3300", -100)]),
        ],
        on=JUNE,
        kind="allocation",
        source=make.fact(),
    )
    assert all(entry.is_closing for entry in sides)
    assert post(bank, Line("1000", 5), Line("4110", -5), is_closing=True).is_closing
