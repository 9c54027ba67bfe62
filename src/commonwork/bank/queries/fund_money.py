"""The money of funds, from the bank's own book: what a fund holds, what came in, what its loans took and gave back.

Every figure is read from posted entries, so that a fund's page and the books cannot differ.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from commonwork.bank.models import Draw, Fund, FundSpending, Gift, Loan, LoanFund
from commonwork.books import queries as book_queries
from commonwork.record.models import Fact
from commonwork.registry.models import Organisation
from commonwork.rules.attribution import Event, What

REVOLVING = "revolving"
LOANS = "1200"
LOSS_KINDS = ("write-off", "written_off", "write_off", "forgiven")  # kinds of entry by which a loan is lost
OTHER_MONEY = "other"


def revolving(organisation: Organisation) -> Fund | None:
    """The fund that all loans draw on that name no other, or None before it was opened."""
    return Fund.objects.filter(organisation=organisation, key=REVOLVING).first()


def named(fund: Fund) -> str:
    """What the fund is called in the fund column of postings; the revolving fund is the account itself."""
    return fund.key if fund.is_lent and fund.key != REVOLVING else ""


def held(fund: Fund, *, on: date | None = None) -> int:
    """Given to a fund and neither spent nor taken back, in minor units; for a fund that is lent also what is out now.
    A free fund holds nothing of its own: it is income."""
    if fund.use == Fund.Use.FREE:
        return 0
    if fund.use == Fund.Use.SPEND:
        return -book_queries.balance(fund.organisation, fund.account, party=fund.key, on=on)
    return -sum(
        row.amount_minor for row in _rows(fund.organisation, fund.account, on) if row.fund == named(fund)
    )


def _rows(
    organisation: Organisation, account: str, on: date | None, where: Q | None = None
) -> list[book_queries.LedgerRow]:
    found = book_queries.account_of(organisation, account)
    if found is None:
        return []
    after = date.fromordinal(on.toordinal() + 1) if on is not None and on < date.max else None
    return book_queries.ledger(found, ends_on=after, where=where, per_page=None).rows


def loans_of(fund: Fund) -> list[Loan]:
    """The loans that draw on a fund, and something was drawn on, the oldest first."""
    return list(
        Loan.objects.filter(_draws_on(fund), draws__isnull=False, lender_id=fund.organisation_id)
        .distinct()
        .order_by("agreed_on", "pk")
    )


def _draws_on(fund: Fund) -> Q:
    return Q(own_fund=None) if fund.key == REVOLVING else Q(own_fund__fund=fund)


def fund_of(loan: Loan) -> Fund | None:
    """The fund a loan draws on."""
    own = LoanFund.objects.filter(loan=loan).select_related("fund").first()
    return own.fund if own else revolving(loan.lender)


def events(fund: Fund, *, on: date) -> list[Event]:
    """What happened in a fund that is lent, up to and with a day, in the order of the bank's book.

    What came in by no gift on the list (a grant booked straight into the fund) is `other`.
    """
    bank = fund.organisation
    book = book_queries.book_of(bank)
    if book is None or not fund.is_lent:
        return []
    rows = [row for row in _rows(bank, fund.account, on) if row.fund == named(fund)]
    keys = {loan.key for loan in loans_of(fund)}
    loans = [row for row in _rows(bank, LOANS, on) if row.party in keys]
    sources = book_queries.sources_of(book, {row.seq for row in rows})
    gifts = dict(Gift.objects.filter(fund=fund).values_list("fact__code", "key"))
    gifts |= _taken_back(set(sources.values()))
    lost = _lost(book, {row.seq for row in loans})
    found: list[tuple[tuple[date, int, int], Event]] = []
    for row in rows:
        minor = -row.amount_minor
        key = gifts.get(sources.get(row.seq, ""), OTHER_MONEY)
        what: What = "given" if minor > 0 else "taken"
        found.append(((row.on, row.seq, row.line), Event(row.on, what, key, abs(minor))))
    for row in loans:
        what = "lent" if row.amount_minor > 0 else "lost" if row.seq in lost else "back"
        found.append(((row.on, row.seq, row.line), Event(row.on, what, row.party, abs(row.amount_minor))))
    return [event for _order, event in sorted(found, key=lambda one: one[0])]


def _taken_back(codes: set[str]) -> dict[str, str]:
    """{code of a fact that took a gift back: the gift's key}."""
    told = Fact.objects.filter(kind="bank.gift.taken_back", code__in=codes)
    return {code: subject.partition("/")[2] for code, subject in told.values_list("code", "subject")}


def _lost(book: Any, seqs: set[int]) -> set[int]:
    """Numbers of the entries by which a loan was written off rather than paid back."""
    entries = book_queries.entries_by_seq(book, list(seqs))
    return {seq for seq, entry in entries.items() if any(word in entry.kind for word in LOSS_KINDS)}


@dataclass(frozen=True)
class Whole:
    """A fund as a whole on a day, in minor units."""

    given_minor: int
    lent_minor: int
    back_minor: int
    lost_minor: int
    spent_minor: int

    @property
    def at_work_minor(self) -> int:
        return self.lent_minor - self.back_minor - self.lost_minor

    @property
    def ready_minor(self) -> int:
        """Neither out in loans, nor lost, nor spent."""
        return self.given_minor - self.at_work_minor - self.lost_minor - self.spent_minor


def whole(fund: Fund, *, on: date) -> Whole:
    """What came into a fund and where it is, on a day."""
    if fund.is_lent:
        return _lent_whole(events(fund, on=on))
    gifts = Gift.objects.filter(fund=fund, on__lte=on).filter(Q(taken_back_on=None) | Q(taken_back_on__gt=on))
    given = sum(gift.amount_minor for gift in gifts)
    spent = sum(row.amount_minor for row in FundSpending.objects.filter(fund=fund, on__lte=on))
    return Whole(given, 0, 0, 0, given if fund.use == Fund.Use.FREE else spent)


def _lent_whole(found: list[Event]) -> Whole:
    sums = {"given": 0, "taken": 0, "lent": 0, "back": 0, "lost": 0}
    for event in found:
        sums[event.what] += event.amount_minor
    return Whole(sums["given"] - sums["taken"], sums["lent"], sums["back"], sums["lost"], 0)


def first_draw(loan: Loan) -> date | None:
    """The day money first went out on a loan."""
    return Draw.objects.filter(loan=loan).order_by("on").values_list("on", flat=True).first()
