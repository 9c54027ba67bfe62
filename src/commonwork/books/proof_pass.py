"""One pass over a book, entry by entry in the order of their numbers, working out every sum and hash again."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple, Self
from uuid import UUID

from commonwork.books.hashing import HashedLine, entry_hash, memo_hash, payload_hash
from commonwork.books.in_order import in_order
from commonwork.books.models import Account, Balance, Book, Memo, MonthSum
from commonwork.rules.chain import GENESIS
from commonwork.rules.money import show_minor

AT_ONCE = 2_000  # entries read at a time
MOST_FAULTS = 20  # told of one kind; counting goes on


class _Entry(NamedTuple):
    seq: int
    id: UUID
    effective_on: date
    recorded_at: datetime
    kind: str
    source: str
    memo_hash: str
    mirror: UUID | None
    reverses_id: UUID | None
    is_closing: bool
    line_count: int
    payload_hash: str
    prev_hash: str
    hash: str


class _Line(NamedTuple):
    seq: int
    line: int
    account_id: int
    effective_on: date
    amount_minor: int
    party: str
    fund: str
    is_closing: bool


class Pass:
    """After `run`: counts, and the faults found, as sentences."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.entry_count = self.line_count = self.account_count = self.memo_count = 0
        self.unbalanced: list[str] = []
        self.broken_links: list[str] = []
        self.wrong_balances: list[str] = []
        self.uneven_books: list[str] = []
        self._accounts = {row.pk: row for row in Account.objects.filter(book=book)}
        self._sums: dict[int, int] = defaultdict(int)
        self._months: dict[tuple[int, int, int], int] = defaultdict(int)  # by account, year, month
        self._head = (0, GENESIS)

    def run(self) -> Self:
        for entries, lines, memos in self._read():
            for entry in entries:
                self._check(entry, lines.pop(entry.seq, []), memos.get(entry.id))
            for seq in lines:
                self._fault(self.broken_links, f"lines of entry {seq}, which is not there")
        if self._head != (self.book.head_seq, self.book.head_hash):
            self._fault(
                self.broken_links, f"the head says {self.book.head_seq}, the last entry is {self._head[0]}"
            )
        self._check_balances()
        return self

    def _read(self) -> Iterator[tuple[list[_Entry], dict[int, list[_Line]], dict[UUID, Memo]]]:
        """Entries, AT_ONCE at a time, with their lines and the memos that still stand."""
        made = (_Entry, _Entry._fields), (_Line, _Line._fields)
        for entries, lines in in_order(self.book, *made, at_once=AT_ONCE):
            with_memo = [entry.id for entry in entries if entry.memo_hash]
            memos = Memo.objects.filter(entry__in=with_memo, is_erased=False).in_bulk() if with_memo else {}
            yield entries, lines, memos

    def _check(self, entry: _Entry, lines: list[_Line], memo: Memo | None) -> None:
        self.entry_count += 1
        self.line_count += len(lines)
        seq, link = self._head
        if entry.seq != seq + 1:
            self._fault(self.broken_links, f"entry {entry.seq} comes after entry {seq}")
        if entry.prev_hash != link:
            self._fault(self.broken_links, f"entry {entry.seq} does not link to the entry before it")
        if not self._says_what_was_hashed(entry, lines):
            self._fault(self.broken_links, f"entry {entry.seq} does not say what was hashed")
        if memo is not None:
            self.memo_count += 1
            if memo_hash(salt=memo.salt, text=memo.text) != entry.memo_hash:
                self._fault(
                    self.broken_links, f"the memo of entry {entry.seq} is not the one that was hashed"
                )
        self._head = (entry.seq, entry.hash)
        self._add_up(entry, lines)

    def _says_what_was_hashed(self, entry: _Entry, lines: list[_Line]) -> bool:
        accounts = self._accounts
        hashed = [
            HashedLine(accounts[row.account_id].code, row.amount_minor, row.party, row.fund)
            for row in lines
            if row.account_id in accounts
        ]
        payload = payload_hash(
            book=self.book.key,
            kind=entry.kind,
            on=entry.effective_on,
            source=entry.source,
            lines=hashed,
            memo_hash=entry.memo_hash,
            mirror=entry.mirror,
            reverses=entry.reverses_id,
            is_closing=entry.is_closing,
        )
        whole = entry_hash(
            previous=entry.prev_hash,
            seq=entry.seq,
            entry=entry.id,
            recorded_at=entry.recorded_at,
            payload=payload,
        )
        copied = all(
            row.effective_on == entry.effective_on and row.is_closing == entry.is_closing for row in lines
        )
        return payload == entry.payload_hash and whole == entry.hash and copied

    def _add_up(self, entry: _Entry, lines: list[_Line]) -> None:
        if len(lines) < 2 or len(lines) != entry.line_count:
            self._fault(self.unbalanced, f"entry {entry.seq} has {len(lines)} lines, not {entry.line_count}")
        sums: dict[str, int] = defaultdict(int)
        for row in lines:
            self._sums[row.account_id] += row.amount_minor
            self._months[row.account_id, row.effective_on.year, row.effective_on.month] += row.amount_minor
            account = self._accounts.get(row.account_id)
            sums[account.unit if account else "?"] += row.amount_minor
        for unit, off in sums.items():
            if off:
                self._fault(self.unbalanced, f"entry {entry.seq} is off by {off} minor units of {unit}")

    def _check_balances(self) -> None:
        kept = dict(Balance.objects.filter(account__book=self.book).values_list("account_id", "amount_minor"))
        self.account_count = len(self._accounts)
        sides: dict[str, int] = defaultdict(int)
        for pk, account in self._accounts.items():
            summed = self._sums.get(pk, 0)
            sides[account.unit] += summed
            if kept.get(pk) != summed:
                said = "nothing" if pk not in kept else show_minor(kept[pk], account.unit)
                self._fault(
                    self.wrong_balances,
                    f"account {account.code} says {said}, its lines add up to {show_minor(summed, account.unit)}",
                )
        self._check_months()
        for unit, off in sides.items():
            if off:
                self._fault(
                    self.uneven_books, f"the accounts in {unit} add up to {show_minor(off, unit)}, not 0"
                )

    def _check_months(self) -> None:
        rows = MonthSum.objects.filter(account__book=self.book)
        kept = {
            (account, month.year, month.month): amount
            for account, month, amount in rows.values_list("account_id", "month", "amount_minor")
        }
        for account, year, month in sorted(kept.keys() | self._months.keys()):
            if kept.get((account, year, month), 0) != self._months.get((account, year, month), 0):
                code = self._accounts[account].code if account in self._accounts else "?"
                self._fault(
                    self.wrong_balances,
                    f"the sum of {year}-{month:02d} of account {code} is not that of its lines",
                )

    def _fault(self, faults: list[str], said: str) -> None:
        if len(faults) < MOST_FAULTS:
            faults.append(f"{self.book.key}: {said}")
