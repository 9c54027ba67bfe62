"""Acts on bank accounts: taking in, matching, recording, undoing; what each changes, states and refuses."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from commonwork.books import queries
from commonwork.books.actions import bank_accounts, bank_lines, bank_statements
from commonwork.books.actions.bank_lines import Part
from commonwork.books.actions.entries import NoSuchAccount
from commonwork.books.models import (
    BankAccount,
    BankLine,
    BankMatch,
    BankStatement,
    CsvLayout,
    Entry,
    MatchedPosting,
    MatchRule,
)
from commonwork.books.queries.bank_lines import suggestions
from commonwork.record.models import Fact
from commonwork.record.queries import tell
from commonwork.rules.refusal import Refusal
from tests.rooms.books.bank_feed import make
from tests.rooms.books.bank_feed.make import AT, BY
from tests.rooms.books.bank_files.samples import CSV_US, ofx
from tests.worlds import kept_world, lasting

pytestmark = pytest.mark.django_db
Farm = tuple[BankAccount, dict[str, Entry]]


@lasting
def _farm() -> Farm:
    book, entries = make.farm_book()
    return make.bank_account(book), entries


farm = kept_world(_farm)


@pytest.fixture
def month(farm: Farm) -> Farm:
    make.take_in(farm[0])
    farm[0].refresh_from_db()
    return farm


def cash() -> int:
    return queries.balance(BankAccount.objects.get().book.organisation, "1000")


def latest() -> Fact:
    found = Fact.objects.order_by("pk").last()
    assert found is not None
    return found


def test_a_month_taken_in_keeps_its_lines_and_where_the_account_began(month: Farm) -> None:
    account, _entries = month
    assert (account.number, account.starts_on, account.opening_minor) == (
        "0001234567",
        date(2017, 1, 5),
        1_000_00,
    )
    assert list(BankLine.objects.order_by("on").values_list("amount_minor", "payee")) == [
        (-60_00, "SEED HOUSE 112"), (340_00, "Market day"), (-25_50, "Water Works"), (-90_00, "Tool Barn"),
    ]  # fmt: skip
    fact = latest()
    assert fact.kind == "books.bank_statement.taken_in"
    assert "took in a bank statement: 4 new lines, 0 known before." in tell([fact])[0].sentence
    assert (fact.data["new"], fact.data["known"], fact.data["closing_minor"]) == (4, 0, make.CLOSING)
    assert "Tool" not in str(fact.data) and "0001234567" not in str(fact.data)


def test_the_same_file_again_adds_nothing_and_says_so(month: Farm) -> None:
    facts = Fact.objects.count()
    with pytest.raises(bank_statements.NothingNew) as refusal:
        make.take_in(month[0])
    assert "already (4)" in str(refusal.value)
    assert (BankLine.objects.count(), BankStatement.objects.count(), Fact.objects.count()) == (4, 1, facts)


def test_the_same_token_again_gives_the_first_answer(farm: Farm) -> None:
    given: dict[str, Any] = {"bank_account": farm[0], "raw": make.month(), "by": BY, "at": AT, "once": "t1"}
    assert bank_statements.take_in(**given) == bank_statements.take_in(**given)
    assert BankStatement.objects.count() == 1


def test_a_longer_file_adds_only_its_new_lines(month: Farm) -> None:
    # 1,164.50 + 12.00 = 1,176.50
    raw = ofx(
        [*make.LINES, ("20170202", "12.00", "Market day", "f5")], closing="1176.50", closing_on="20170202"
    )
    kept = make.take_in(month[0], raw)
    assert kept.new_count == 1 and BankLine.objects.count() == 5
    assert (latest().data["new"], latest().data["known"]) == (1, 4)


def test_lines_of_an_earlier_month_move_the_beginning_back(month: Farm) -> None:
    # 1,000.00 before January holds the 40.00 that came on 28 December: 960.00 before that
    make.take_in(
        month[0], ofx([("20161228", "40.00", "Gift", "e1")], closing="1000.00", closing_on="20161231")
    )
    account = BankAccount.objects.get()
    assert (account.starts_on, account.opening_minor) == (date(2016, 12, 28), 960_00)


def test_two_equal_lines_without_reference_are_two_lines_and_stay_two(farm: Farm) -> None:
    raw = b"Date,Name,Amount,Balance\n2017-01-05,Coffee,-2.00,98.00\n2017-01-05,Coffee,-2.00,96.00\n"
    make.take_in(farm[0], raw)
    assert BankLine.objects.count() == 2
    with pytest.raises(bank_statements.NothingNew):
        make.take_in(farm[0], raw)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"a letter", "no columns"),
        (ofx(make.LINES, account="999"), "about account …999"),
        (ofx([("20170231", "1.00", "x", "9")], closing="2.00"), "is not a day"),
        (ofx([("20170201", "1.005", "x", "9")], closing="2.00"), "more decimals than USD"),
        (ofx([("20170201", "1.00", "x", "9")], closing="2.00", currency="EUR"), "the file is in EUR"),
        (CSV_US.replace("2140.00", "2141.00").encode(), "which makes 2140.00"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_whole(month: Farm, raw: bytes, words: str) -> None:
    before = (BankLine.objects.count(), BankStatement.objects.count(), Fact.objects.count())
    with pytest.raises(Refusal) as refusal:
        make.take_in(month[0], raw)
    assert words in str(refusal.value)
    assert (BankLine.objects.count(), BankStatement.objects.count(), Fact.objects.count()) == before


def test_a_first_file_without_any_balance_asks_for_it(farm: Farm) -> None:
    raw = ofx(make.LINES, closing=None)
    with pytest.raises(Refusal, match="states no balance"):
        make.take_in(farm[0], raw)
    bank_statements.take_in(bank_account=farm[0], raw=raw, closing_minor=make.CLOSING, by=BY, at=AT)
    assert BankAccount.objects.get().opening_minor == 1_000_00


def test_a_failure_half_way_leaves_nothing(farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(bank_statements, "_begin", broken)
    with pytest.raises(RuntimeError):
        make.take_in(farm[0])
    assert not BankLine.objects.exists() and not BankStatement.objects.exists()


def test_a_match_ties_a_line_to_a_posting_and_posts_nothing(month: Farm) -> None:
    _account, entries = month
    count, balance = Entry.objects.count(), cash()
    made = bank_lines.match(
        lines=[make.line("SEED HOUSE 112")], postings=[(entries["seeds"], 1)], by=BY, at=AT
    )
    assert make.line("SEED HOUSE 112").match == made
    assert (Entry.objects.count(), cash()) == (count, balance)
    fact = latest()
    assert (fact.kind, fact.data["amount_minor"], fact.data["way"]) == (
        "books.bank_line.matched",
        60_00,
        "out",
    )
    assert MatchRule.objects.get().payee == "seed house"


def test_several_lines_and_several_postings_match_when_their_sums_agree(farm: Farm) -> None:
    account, entries = farm
    raw = ofx([("20170109", "300.00", "Card sales", "a"), ("20170110", "40.00", "Card sales", "b")])
    make.take_in(account, raw)
    lines = list(BankLine.objects.all())
    with pytest.raises(bank_lines.SumsDiffer, match=r"300.00, what was chosen adds up to 340.00"):
        bank_lines.match(lines=lines[:1], postings=[(entries["market"], 1)], by=BY, at=AT)
    bank_lines.match(lines=lines, postings=[(entries["market"], 1)], by=BY, at=AT)
    assert BankMatch.objects.get().lines.count() == 2
    assert not MatchRule.objects.exists(), "nothing is learned from a bundle"


def test_what_is_matched_is_not_matched_again(month: Farm) -> None:
    _account, entries = month
    bank_lines.match(lines=[make.line("SEED HOUSE 112")], postings=[(entries["seeds"], 1)], by=BY, at=AT)
    with pytest.raises(bank_lines.LineIsDone):
        bank_lines.match(lines=[make.line("SEED HOUSE 112")], postings=[(entries["water"], 1)], by=BY, at=AT)
    with pytest.raises(bank_lines.PostingIsTaken):
        bank_lines.match(lines=[make.line("Water Works")], postings=[(entries["seeds"], 1)], by=BY, at=AT)
    with pytest.raises(bank_lines.NotOfThisAccount):
        bank_lines.match(lines=[make.line("Water Works")], postings=[(entries["water"], 2)], by=BY, at=AT)
    with pytest.raises(bank_lines.NothingChosen):
        bank_lines.match(lines=[make.line("Water Works")], postings=[], by=BY, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchedPosting.objects.create(
            match=BankMatch.objects.get(), entry=entries["seeds"], line=1, amount_minor=-60_00
        )


def test_a_line_split_over_two_accounts_is_posted_once_with_both(month: Farm) -> None:
    made = bank_lines.record(
        line=make.line("Tool Barn"), parts=[Part("5000", -30_00), Part("5200", -60_00)], by=BY, at=AT
    )
    entry = made.made
    assert entry is not None and entry.effective_on == date(2017, 1, 25)
    assert [(p.account.code, p.amount_minor) for p in queries.lines_of(entry)] == [
        ("1000", -90_00), ("5000", 30_00), ("5200", 60_00),
    ]  # fmt: skip
    fact = latest()
    assert (fact.kind, entry.source) == ("books.bank_line.recorded", fact.code)
    assert "Tool" not in str(fact.data)
    assert entry.memo_row.text == "Tool Barn"
    assert not MatchRule.objects.exists()


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([Part("5000", -30_00)], "The bank says -90.00, what was chosen adds up to -30.00"),
        ([], "adds up to 0.00"),
        ([Part("3900", -90_00)], "Account 3900 cannot be chosen"),
        ([Part("3100", -90_00, "ada")], "Account 3100 cannot be chosen"),
        ([Part("1000", -90_00)], "Account 1000 cannot be chosen"),
        ([Part("1100", -90_00)], "must say which co-op"),
    ],
)
def test_a_line_is_recorded_whole_and_where_it_belongs_or_not_at_all(
    month: Farm, parts: list[Part], words: str
) -> None:
    entries, facts = Entry.objects.count(), Fact.objects.count()
    with pytest.raises(Refusal) as refusal:
        bank_lines.record(line=make.line("Tool Barn"), parts=parts, by=BY, at=AT)
    assert words in str(refusal.value)
    assert (Entry.objects.count(), Fact.objects.count(), BankMatch.objects.count()) == (entries, facts, 0)


def test_undoing_a_match_opens_the_line_and_takes_the_entry_back_when_asked(month: Farm) -> None:
    line = make.line("Tool Barn")
    bank_lines.record(line=line, parts=[Part("5000", -90_00)], by=BY, at=AT)
    before = cash()
    bank_lines.unmatch(line=line, reverse_on=None, by=BY, at=AT)
    assert make.line("Tool Barn").is_open and cash() == before
    entry = Entry.objects.order_by("seq").last()
    assert entry is not None
    bank_lines.match(lines=[line], postings=[(entry, 1)], by=BY, at=AT)
    bank_lines.unmatch(line=line, reverse_on=date(2017, 1, 31), by=BY, at=AT)
    assert cash() == before, "it was matched by hand: the entry stays"
    with pytest.raises(bank_lines.NotMatched):
        bank_lines.unmatch(line=line, reverse_on=None, by=BY, at=AT)
    bank_lines.record(line=line, parts=[Part("5000", -90_00)], by=BY, at=AT)
    bank_lines.unmatch(line=line, reverse_on=date(2017, 1, 31), by=BY, at=AT)
    assert cash() == before
    assert latest().kind == "books.bank_line.unmatched"


def test_a_line_set_aside_is_done_until_it_is_taken_up(month: Farm) -> None:
    line = make.line("Tool Barn")
    bank_lines.set_aside(line=line, by=BY, at=AT)
    assert not make.line("Tool Barn").is_open
    with pytest.raises(bank_lines.LineIsDone):
        bank_lines.record(line=line, parts=[Part("5000", -90_00)], by=BY, at=AT)
    bank_lines.take_up(line=line, by=BY, at=AT)
    assert make.line("Tool Barn").is_open
    with pytest.raises(bank_lines.LineIsDone):
        bank_lines.take_up(line=line, by=BY, at=AT)


def test_what_a_payee_was_matched_with_is_suggested_the_next_time(month: Farm) -> None:
    account, entries = month
    bank_lines.match(lines=[make.line("SEED HOUSE 112")], postings=[(entries["seeds"], 1)], by=BY, at=AT)
    later = make.entry(account.book, date(2017, 2, 7), -70_00, "5200", memo="rent")
    seeds = make.entry(account.book, date(2017, 2, 3), -70_00, "5000")
    raw = ofx([("20170206", "-70.00", "Seed House #9", "g1")], closing="1094.50", closing_on="20170228")
    make.take_in(account, raw)
    (found,) = suggestions([make.line("Seed House #9")])
    assert found.rule is not None and found.rule.account == "5000"
    assert [(one.entry, one.is_learned) for one in found.candidates] == [(seeds, True), (later, False)]
    bank_lines.record(line=make.line("Seed House #9"), parts=[Part("5200", -70_00)], by=BY, at=AT)
    assert MatchRule.objects.get().account == "5200", "the latest lesson counts"


def test_suggestions_keep_to_amount_window_and_what_is_still_open(month: Farm) -> None:
    account, entries = month
    bank_accounts.change(bank_account=account, name="Checking", match_days=1, by=BY, at=AT)
    near = {one.line.payee: one.best for one in suggestions(list(BankLine.objects.all()))}
    assert {payee: best.entry if best else None for payee, best in near.items()} == {
        "SEED HOUSE 112": entries["seeds"], "Market day": entries["market"],
        "Water Works": entries["water"], "Tool Barn": None,
    }  # fmt: skip
    bank_accounts.change(bank_account=account, name="Checking", match_days=0, by=BY, at=AT)
    exact = {one.line.payee for one in suggestions(list(BankLine.objects.all())) if one.best}
    assert exact == {"Water Works"}
    bank_lines.match(lines=[make.line("Water Works")], postings=[(entries["water"], 1)], by=BY, at=AT)
    assert not suggestions([BankLine.objects.get(payee="Water Works")])[0].candidates


def test_texts_of_a_line_can_be_erased_and_the_file_is_still_known(month: Farm) -> None:
    line = bank_lines.erase(line=make.line("Tool Barn"), by=BY, at=AT)
    assert (line.payee, line.memo, line.ref, line.amount_minor) == ("", "", "", -90_00)
    with pytest.raises(bank_lines.AlreadyErased):
        bank_lines.erase(line=line, by=BY, at=AT)
    with pytest.raises(bank_statements.NothingNew):
        make.take_in(month[0])


def test_a_rule_forgotten_is_gone_with_its_name(month: Farm) -> None:
    bank_lines.record(line=make.line("Tool Barn"), parts=[Part("5000", -90_00)], by=BY, at=AT)
    bank_lines.forget_rule(rule=MatchRule.objects.get(), by=BY, at=AT)
    assert not MatchRule.objects.exists() and "tool" not in str(latest().data)


def test_a_bank_account_stands_for_one_cash_account(farm: Farm) -> None:
    account = farm[0]
    given: dict[str, Any] = {
        "organisation": account.book.organisation, "name": "Second", "number": "", "match_days": 5, "by": BY, "at": AT,
    }  # fmt: skip
    with pytest.raises(bank_accounts.CashAccountTaken):
        bank_accounts.add(account="1000", **given)
    with pytest.raises(bank_accounts.NotACashAccount):
        bank_accounts.add(account="5000", **given)
    with pytest.raises(NoSuchAccount):
        bank_accounts.add(account="9999", **given)
    with pytest.raises(bank_accounts.TooManyDays):
        bank_accounts.change(bank_account=account, name="x", match_days=91, by=BY, at=AT)


def test_how_a_bank_writes_its_csv_is_kept_once_a_bank(farm: Farm) -> None:
    book = farm[0].book
    for order in ("mdy", "dmy"):
        bank_accounts.keep_layout(
            book=book,
            bank="Hope",
            mapping={"on": 0, "amount": 1, "order": order},
            fingerprint="f",
            by=BY,
            at=AT,
        )
    assert CsvLayout.objects.get().mapping["order"] == "dmy"
    with pytest.raises(bank_accounts.NotEnoughColumns):
        bank_accounts.keep_layout(book=book, bank="Hope", mapping={"on": 0}, fingerprint="f", by=BY, at=AT)
