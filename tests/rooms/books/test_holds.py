"""Holds: what is set aside counts against the limits, is posted once in whole or in part, or is free again."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from commonwork.books import actions as books
from commonwork.books import guards, jobs, queries
from commonwork.books.actions import accounts, holds
from commonwork.books.actions.entries import AccountIsClosed, CeilingCrossed, FloorCrossed, NoParty
from commonwork.books.models import Balance, Book, Entry, Hold, HoldEnd
from commonwork.books.proofs import prove
from commonwork.record.models import Fact
from commonwork.registry.clock import at_time
from commonwork.rules.refusal import Refusal
from tests.rooms.books import make
from tests.rooms.books.attacks.by_hand import forge, sql
from tests.worlds import kept_world

pytestmark = pytest.mark.django_db
LATER = make.FIRST + timedelta(10)


def _book() -> Book:
    """Nubia's Place with $100.00 in cash that may not go below $0.00."""
    found = make.book("nubias")
    make.cash(found, 100_00)
    limit(found, floor_minor=0)
    return found


book = kept_world(_book)


def limit(book: Book, code: str = "1000", **limits: int | None) -> None:
    asked = dict.fromkeys(("floor_minor", "ceiling_minor", "soft_floor_minor", "soft_ceiling_minor"))
    accounts.set_limits(organisation=book.organisation, code=code, by=make.BY, at=make.AT, **(asked | limits))


def place(book: Book, amount_minor: int = 60_00, **more: object) -> Hold:
    asked = {"account": "1000", "against": "5200", "expires_on": LATER, "by": make.BY, "at": make.AT}
    return holds.place(organisation=book.organisation, amount_minor=amount_minor, **(asked | more))


def post(hold: Hold, **more: object) -> Hold:
    return holds.post(hold=hold, on=make.FIRST, by=make.BY, at=make.AT, **more)


def void(hold: Hold) -> Hold:
    return holds.void(hold=hold, by=make.BY, at=make.AT)


def stands(book: Book, code: str = "1000") -> tuple[int, int]:
    """(balance, available) in dollars and cents as whole cents."""
    return queries.balance(book.organisation, code), queries.available(book.organisation, code)


def test_what_is_set_aside_is_not_available_but_still_there(book: Book) -> None:
    hold = place(book, 60_00)
    assert stands(book) == (100_00, 40_00)
    assert queries.set_aside(book.organisation, "1000") == 60_00
    assert list(queries.open_holds(book)) == [hold]
    assert Fact.objects.latest("pk").kind == "books.hold.placed"
    assert Entry.objects.count() == 1, "nothing is posted yet"


def test_an_entry_may_not_spend_what_is_set_aside(book: Book) -> None:
    place(book, 60_00)
    with pytest.raises(FloorCrossed), transaction.atomic():
        make.cash(book, -40_01, against="5200")
    make.cash(book, -40_00, against="5200")
    assert stands(book) == (60_00, 0)


def test_two_holds_cannot_set_aside_the_same_money(book: Book) -> None:
    place(book, 60_00)
    with pytest.raises(FloorCrossed):
        place(book, 40_01)
    place(book, 40_00)
    assert stands(book) == (100_00, 0)


def test_what_is_to_arrive_counts_against_a_ceiling(book: Book) -> None:
    limit(book, "5200", ceiling_minor=70_00)
    place(book, 60_00)
    with pytest.raises(CeilingCrossed):
        place(book, 10_01)
    with pytest.raises(CeilingCrossed), transaction.atomic():
        make.cash(book, -10_01, against="5200")
    make.cash(book, -10_00, against="5200")


def test_a_hold_is_posted_in_whole(book: Book) -> None:
    hold = post(place(book, 100_00, what="Seed potatoes"))
    entry = Entry.objects.latest("seq")
    assert stands(book) == (0, 0)
    assert [(line.account.code, line.amount_minor) for line in queries.lines_of(entry)] == [
        ("5200", 100_00),
        ("1000", -100_00),
    ]
    assert entry.memo_row.text == "Seed potatoes", "its note is the memo"
    assert (hold.ended.how, hold.ended.seq, hold.ended.amount_minor) == ("posted", entry.seq, 100_00)
    assert Fact.objects.get(code=entry.source).kind == "books.hold.posted"
    assert prove().holds


def test_what_is_not_posted_of_a_hold_is_free_again(book: Book) -> None:
    post(place(book, 60_00), amount_minor=25_00)
    assert stands(book) == (75_00, 75_00), "100 - 25, nothing set aside"


def test_more_than_was_held_is_not_posted(book: Book) -> None:
    hold = place(book, 60_00)
    with pytest.raises(holds.MoreThanHeld):
        post(hold, amount_minor=60_01)
    assert stands(book) == (100_00, 40_00), "the refusal left nothing"
    assert HoldEnd.objects.count() == 0


def test_a_hold_let_go_posts_nothing(book: Book) -> None:
    void(place(book))
    assert stands(book) == (100_00, 100_00)
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("first", [post, void])
@pytest.mark.parametrize("second", [post, void])
def test_a_hold_ends_once(book: Book, first: object, second: object) -> None:
    hold = place(book)
    first(hold)  # type: ignore[operator]
    before = stands(book), Fact.objects.count()
    with pytest.raises(holds.HoldHasEnded):
        second(hold)  # type: ignore[operator]
    assert (stands(book), Fact.objects.count()) == before


def test_the_daily_job_sets_free_what_has_expired_and_nothing_else(book: Book) -> None:
    old, young = place(book, 10_00), place(book, 20_00, expires_on=LATER + timedelta(1))
    jobs.expire_holds(LATER)
    jobs.expire_holds(LATER)
    assert [hold.pk for hold in queries.open_holds(book)] == [young.pk]
    assert HoldEnd.objects.get(hold=old).how == "expired"
    assert stands(book) == (100_00, 80_00)


def test_an_expired_hold_is_not_posted_any_more(book: Book) -> None:
    hold = place(book)
    with pytest.raises(holds.HoldHasExpired):
        holds.post(hold=hold, on=make.FIRST, by=make.BY, at=at_time(LATER))
    with pytest.raises(holds.HoldStillLasts):
        holds.expire(hold=hold, by=make.BY, at=at_time(LATER - timedelta(1)))


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"amount_minor": 0}, holds.NothingToHold),
        ({"against": "1000"}, holds.SameAccount),
        ({"expires_on": make.FIRST}, holds.TooShort),
        ({"against": "9999"}, books.holds.NoSuchAccount),
        ({"against": "2000"}, NoParty),
        ({"against": "9100"}, holds.UnitsDiffer),
        ({"against": "9200"}, AccountIsClosed),
    ],
)
def test_a_hold_that_makes_no_sense_is_refused(book: Book, asked: dict, refusal: type[Refusal]) -> None:
    who = {"organisation": book.organisation, "by": make.BY, "at": make.AT}
    accounts.add(code="9100", name="Hours given", kind="asset", unit="HOUR", **who)
    accounts.add(code="9200", name="Old", kind="asset", **who)
    accounts.close(code="9200", **who)
    facts = Fact.objects.count()
    with pytest.raises(refusal):
        place(book, **asked)
    assert (Hold.objects.count(), Fact.objects.count()) == (0, facts)


def test_a_posting_that_fails_leaves_the_hold_as_it_was(book: Book) -> None:
    hold = place(book)
    books.periods.close(organisation=book.organisation, ends_on=date(2016, 2, 1), by=make.BY, at=make.AT)
    with pytest.raises(books.entries.PeriodIsClosed):
        post(hold)
    assert stands(book) == (100_00, 40_00)
    assert queries.hold_of(book, hold.key).end is None


def test_the_same_press_places_one_hold(book: Book) -> None:
    first, second = place(book, once="press"), place(book, once="press")
    assert first == second
    assert Hold.objects.count() == 1


def test_other_acts_can_reserve_settle_and_release(book: Book) -> None:
    asked = {"organisation": book.organisation, "account": "1000", "against": "5200", "expires_on": LATER}
    with transaction.atomic():
        one = holds.reserve(amount_minor=30_00, source=make.fact(), **asked)
        two = holds.reserve(amount_minor=20_00, source=make.fact(), **asked)
        assert stands(book) == (100_00, 50_00)
        entry = holds.settle(hold=one, on=make.FIRST, source=make.fact(), amount_minor=10_00)
        holds.release(hold=two, source=make.fact())
    assert entry.seq == 2
    assert stands(book) == (90_00, 90_00)
    assert prove().holds


def test_a_note_can_be_erased(book: Book) -> None:
    hold = place(book, what="Boots for A.")
    holds.erase_note(hold=hold, by=make.BY, at=make.AT)
    with pytest.raises(holds.NoNote):
        holds.erase_note(hold=hold, by=make.BY, at=make.AT)
    post(hold)
    assert not Entry.objects.latest("seq").memo_hash


END = (
    "INSERT INTO books_holdend (hold_id, book_id, how, amount_minor, seq, source, ended_on) "
    "SELECT id, book_id, %s, %s, %s, 'FORGED', %s FROM books_hold"
)
HOLD = (
    "INSERT INTO books_hold (key, book_id, account_id, against_id, amount_minor, party, against_party, fund, source, "
    "placed_on, expires_on) SELECT %s, h.book_id, a.id, h.against_id, %s, '', '', '', 'FORGED', '2016-01-01', "
    "'2016-02-01' FROM books_hold h JOIN books_account a ON a.book_id = h.book_id AND a.code = %s"
)


def _posted_by_another(book: Book) -> None:
    sql(END, "posted", 10_00, 2, "2016-01-02")
    forge(book, -11_00, 11_00, codes=("1000", "5200"), source="FORGED")
    connection.check_constraints()


def _posted_by_none(book: Book) -> None:
    sql(END, "posted", 10_00, 2, "2016-01-02")
    connection.check_constraints()


ATTACKS = {
    "a hold changed": (lambda b: sql("UPDATE books_hold SET amount_minor = 1"), "books_hold_no_update"),
    "a hold deleted": (lambda b: sql("DELETE FROM books_hold"), "books_hold_no_delete"),
    "a hold beyond the floor": (lambda b: sql(HOLD, "x", 40_01, "1000"), ""),
    "a hold on an account of another unit": (
        lambda b: sql(HOLD, "x", 1, "9100"),
        {"sqlite": "books_hold_checked", "postgresql": "books_hold_placed"},
    ),
    "a part larger than the whole": (lambda b: sql(END, "posted", 60_01, 2, "2016-01-02"), ""),
    "an end before its day": (lambda b: sql(END, "expired", 0, None, "2016-01-02"), ""),
    "a posting after its day": (lambda b: sql(END, "posted", 60_00, 2, "2016-05-01"), ""),
    "an end without a word": (lambda b: sql(END, "gone", 0, None, "2016-01-02"), None),
    "an entry that is there already": (lambda b: sql(END, "posted", 60_00, 1, "2016-01-02"), ""),
    "a posting of another amount": (
        _posted_by_another,
        {"sqlite": "books_book_posts_its_holds", "postgresql": "books_holdend_posted"},
    ),
    "a posting that never comes": (
        _posted_by_none,
        {"sqlite": None, "postgresql": "books_holdend_posted"},
    ),
    "a balance of a closed account": (
        lambda b: forge(b, 5_00, -5_00, codes=("9200", "9200")),
        {"sqlite": "books_balance_closed", "postgresql": None},
    ),
    "a closed account opened": (
        lambda b: sql("UPDATE books_balance SET closed_at = NULL"),
        "books_balance_closed",
    ),
}
if connection.vendor == "sqlite":
    ATTACKS |= {
        "a hold replaced": (
            lambda b: sql(
                "REPLACE INTO books_hold SELECT id, key, 1, party, against_party, fund, source, placed_on, "
                "expires_on, account_id, against_id, book_id FROM books_hold"
            ),
            None,
        ),
        "a hold of a fraction": (lambda b: sql(HOLD, "x", 0.5, "1000"), "books_hold_checked"),
    }
else:
    ATTACKS |= {"all holds emptied": (lambda b: sql("TRUNCATE books_hold CASCADE"), None)}


@pytest.fixture
def attacked(book: Book) -> Book:
    """With an hour account, a closed account, and an open hold of $60.00."""
    who = {"organisation": book.organisation, "by": make.BY, "at": make.AT}
    accounts.add(code="9100", name="Hours given", kind="asset", unit="HOUR", **who)
    accounts.add(code="9200", name="Old", kind="asset", **who)
    accounts.close(code="9200", **who)
    place(book)
    return book


@pytest.mark.parametrize("name", ATTACKS)
def test_the_database_refuses(name: str, attacked: Book) -> None:
    attack, _ = ATTACKS[name]
    with pytest.raises(DatabaseError), transaction.atomic():
        attack(attacked)
        connection.check_constraints()
    assert stands(attacked) == (100_00, 40_00)
    assert prove().holds


@pytest.mark.parametrize(
    "name", [name for name, (_, guard) in ATTACKS.items() if isinstance(guard, (str, dict)) and guard]
)
def test_without_its_guard_it_gets_through(name: str, attacked: Book) -> None:
    attack, guard = ATTACKS[name]
    dropped = guard[connection.vendor] if isinstance(guard, dict) else guard
    if dropped is None:
        return
    with transaction.atomic():
        table = next(
            t for t in ("books_holdend", "books_hold", "books_balance", "books_book") if dropped.startswith(t)
        )
        if connection.vendor == "sqlite":
            sql(f"DROP TRIGGER {dropped}")
        else:
            sql(f"DROP TRIGGER {dropped} ON {table}")
        assert dropped in guards.missing(connection), "the boot check notices"
        attack(attacked)
        assert not prove().holds or name == "a hold of a fraction", "and the proof does"
        transaction.set_rollback(True)


def test_a_second_end_is_refused_by_the_database(attacked: Book) -> None:
    hold = queries.open_holds(attacked)[0]
    void(hold)
    with pytest.raises(DatabaseError), transaction.atomic():
        sql(END, "voided", 0, None, "2016-01-02")
    with pytest.raises(DatabaseError), transaction.atomic():
        sql("UPDATE books_holdend SET how = 'posted'")
    with pytest.raises(DatabaseError), transaction.atomic():
        sql("DELETE FROM books_holdend")
    assert Balance.objects.get(account__code="1000", account__book=attacked).pending_minor == 0
