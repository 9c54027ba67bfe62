"""Who reads, and what they may read: names of parties, sentences of entries. The public sees no person's name unless
that person agreed to be named, and no memos."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from commonwork.access.queries import Asker
from commonwork.books import permits, queries
from commonwork.books.asks import party_names
from commonwork.books.models import Account, Balance, Book, Entry, Equipment, Posting
from commonwork.books.warned import said
from commonwork.record import receipts
from commonwork.record.models import Fact
from commonwork.record.queries import Told, tell
from commonwork.registry.models import Organisation, Person


@dataclass(frozen=True)
class Party:
    """A party as this reader may see it. key is empty where even the key says too much."""

    key: str
    name: str
    href: str = ""


@dataclass(frozen=True)
class Said:
    """What an entry is about, in one sentence, with its receipt."""

    sentence: str
    receipt: str = ""
    memo: str = ""


class Reader:
    """One request's view of one book."""

    def __init__(self, account: Asker, book: Book) -> None:
        self.account, self.book = account, book
        self.sees_inside = permits.sees_inside(account, book)
        self.keeps = permits.keeps(account, book.organisation)
        self.closes = permits.closes(account, book.organisation)
        self.until = permits.until(account)

    def warnings(self) -> list[str]:
        """Accounts beyond the levels set for them, in sentences, for those who see inside."""
        return [said(one) for one in queries.warned(self.book)] if self.sees_inside else []

    def standing(self, account: Account) -> Balance | None:
        """What is set aside on an account and its limits, for those who see inside."""
        return Balance.objects.filter(account=account).first() if self.sees_inside else None

    def capped(self, day: date) -> date:
        """A day, or the last one this reader sees."""
        return min(day, self.until) if self.until else day

    def parties(self, keys: Iterable[str]) -> dict[str, Party]:
        """{key: party}. Organisations by name, equipment by what it is, resolutions by their title; persons only
        where allowed; loans, which belong to a room above, by their key."""
        wanted = {key for key in keys if key}
        if not wanted:
            return {}
        found = {key: Party(key, key) for key in wanted}
        if not self.sees_inside:  # also a member whom the register no longer knows
            found |= dict.fromkeys(self._members(wanted), Party("", _("a member")))
        for row in Organisation.objects.filter(key__in=wanted):
            found[row.key] = Party(row.key, row.name, row.get_absolute_url())
        for piece in Equipment.objects.filter(key__in=wanted):
            found[piece.key] = Party(piece.key, piece.what if self.sees_inside else _("equipment"))
        for person in Person.objects.filter(key__in=wanted):
            named = self.sees_inside or person.shows_name
            found[person.key] = Party(person.key, person.name) if named else Party("", _("a member"))
        unnamed = {key for key in wanted if found[key] == Party(key, key)}
        for key, known in party_names(unnamed).items():
            found[key] = Party(key, known.name, known.href)
        return found

    def _members(self, keys: set[str]) -> set[str]:
        """Those of the keys that this book keeps members' accounts for."""
        kept = Posting.objects.filter(account__book=self.book, account__by="member", party__in=keys)
        return set(kept.order_by().values_list("party", flat=True).distinct())

    def about(self, entries: Sequence[Entry]) -> dict[int, Said]:
        """{number of the entry: what it is about}."""
        told = {one.fact.code: one for one in tell(Fact.objects.filter(code__in={e.source for e in entries}))}
        silent = [entry.seq for entry in entries if not self._may_read(told.get(entry.source))]
        moved = queries.accounts_moved(self.book, silent) if silent else {}
        return {entry.seq: self._said(entry, told.get(entry.source), moved) for entry in entries}

    def sentences(self, seqs: Iterable[int]) -> dict[int, str]:
        """{number of an entry: what it is about}, for long lists: one read for each kind of thing, no memos."""
        sources = queries.sources_of(self.book, set(seqs))
        facts = Fact.objects.filter(code__in=set(sources.values()))
        told = {one.fact.code: one.sentence for one in tell(facts) if self._may_read(one)}
        silent = [seq for seq, source in sources.items() if source not in told]
        moved = queries.accounts_moved(self.book, silent) if silent else {}
        names = {seq: " / ".join(_(account.name) for account in moved.get(seq, [])) for seq in silent}
        return names | {seq: told[source] for seq, source in sources.items() if source in told}

    def _said(self, entry: Entry, told: Told | None, moved: dict[int, list]) -> Said:
        memo = self.memo(entry)
        if told is None or not self._may_read(told):
            return Said(" / ".join(_(account.name) for account in moved.get(entry.seq, [])), "", memo)
        receipt = receipts.address_of(told.fact) if told.kind.receipt else ""
        return Said(told.sentence, receipt, memo)

    def _may_read(self, told: Told | None) -> bool:
        if told is None:
            return False
        return self.sees_inside or told.kind.is_public or told.kind.code.startswith("books.")

    def memo(self, entry: Entry) -> str:
        """The memo of an entry, for those who see inside."""
        row = getattr(entry, "memo_row", None) if entry.memo_hash and self.sees_inside else None
        return row.text if row else ""
