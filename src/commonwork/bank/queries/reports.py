"""Reports over all loans as of a day: the loan tape, past-due buckets, who holds what, jobs by place, control accounts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max, Sum

from commonwork.bank.models import Loan, LoanFund, PaymentPart
from commonwork.bank.queries.gauges import CHUNK, Standing, standings
from commonwork.bank.queries.registers import purposes
from commonwork.books import queries as book_queries
from commonwork.books.subledgers import SUBLEDGERS
from commonwork.registry.models import Organisation
from commonwork.registry.queries import memberships, network

REGISTERS = ("bank.loans", "bank.shares", "bank.savings", "bank.notes", "bank.reserve")
FAR = date(9999, 1, 1)  # after everything
TAPE = (
    "loan", "borrower", "place", "fund", "stage", "agreed_on", "ends_on", "agreed", "annual_rate_percent",
    "share_percent", "mode", "day_count", "drawn", "principal_owed", "interest_owed", "due", "due_on",
    "days_past_due", "bucket", "principal_paid", "interest_paid", "last_paid_on", "unit",
)  # fmt: skip


def loan_tape(organisation: Organisation, *, on: date) -> Iterator[tuple[Any, ...]]:
    """One row a loan as of a day, in the order of TAPE; amounts as decimals. Read and handed on in parts."""
    for part in _parts(standings(organisation, on=on)):
        paid, funds = _paid(part, on), _funds(part)
        for row in part:
            yield _tape_row(row, paid.get(row.loan.pk, (0, 0, None)), funds.get(row.loan.pk, "revolving"), on)


def _parts(rows: Iterator[Standing]) -> Iterator[list[Standing]]:
    part: list[Standing] = []
    for row in rows:
        part.append(row)
        if len(part) == CHUNK:
            yield part
            part = []
    if part:
        yield part


def _paid(part: list[Standing], on: date) -> dict[int, tuple[int, int, date | None]]:
    rows = PaymentPart.objects.filter(payment__loan__in=[row.loan.pk for row in part], on__lte=on)
    sums = rows.order_by().values("payment__loan")
    sums = sums.annotate(principal=Sum("principal_minor"), interest=Sum("interest_minor"), last=Max("on"))
    return {row["payment__loan"]: (row["principal"], row["interest"], row["last"]) for row in sums}


def _funds(part: list[Standing]) -> dict[int, str]:
    rows = LoanFund.objects.filter(loan__in=[row.loan.pk for row in part])
    return dict(rows.values_list("loan", "fund__key"))


def _tape_row(row: Standing, paid: tuple[int, int, date | None], fund: str, on: date) -> tuple[Any, ...]:
    loan, position = row.loan, row.position
    place = loan.borrower.place
    return (
        loan.key,
        loan.borrower.name,
        place.name if place else "",
        fund,
        stage_of(row, on),
        loan.agreed_on,
        loan.ends_on,
        major(loan.principal_minor),
        Decimal(loan.annual_rate_bp or 0).scaleb(-2),
        Decimal(loan.share_bp or 0).scaleb(-2),
        loan.mode,
        loan.day_count,
        major(position.drawn_minor),
        major(position.principal_minor),
        major(position.interest_owed_minor),
        major(position.due_minor),
        position.due_on or "",
        row.days_past_due,
        row.bucket,
        major(paid[0]),
        major(paid[1]),
        paid[2] or "",
        loan.unit,
    )


def stage_of(row: Standing, on: date) -> str:
    """The stage a loan was at on a day."""
    if row.loan.repaid_on is not None and row.loan.repaid_on <= on:
        return str(Loan.Stage.REPAID)
    return str(Loan.Stage.REPAYING if row.position.drawn_minor else Loan.Stage.AGREED)


def major(minor: int) -> Decimal:
    """An amount as files hold it."""
    return Decimal(minor).scaleb(-2)


@dataclass(frozen=True)
class Holding:
    """What one borrower holds, in minor units."""

    borrower: Organisation
    loans_count: int
    principal_minor: int
    undrawn_minor: int


def holdings(rows: Iterable[Standing]) -> list[Holding]:
    """Borrowers by what they hold, the most first; promises beside it."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    borrowers: dict[int, Organisation] = {}
    for row in rows:
        if row.loan.repaid_on is not None or not (row.position.principal_minor or _undrawn(row)):
            continue
        found = sums[row.loan.borrower_id]
        borrowers[row.loan.borrower_id] = row.loan.borrower
        found[0] += 1
        found[1] += row.position.principal_minor
        found[2] += _undrawn(row)
    held = [Holding(borrowers[pk], *values) for pk, values in sums.items()]
    return sorted(held, key=lambda one: (-one.principal_minor, one.borrower.name))


def _undrawn(row: Standing) -> int:
    return (
        max(0, row.loan.principal_minor - row.position.drawn_minor) if row.loan.stage in Loan.RUNNING else 0
    )


@dataclass(frozen=True)
class Impact:
    """Jobs at a co-op that borrowed: on the day its first loan was agreed, and now. Kept: of those then, still there in
    number; made: what came on top. Counted from memberships: worker-owners, candidates and workers."""

    coop: Organisation
    place: str
    since_on: date
    then_count: int
    now_count: int
    drawn_minor: int

    @property
    def kept_count(self) -> int:
        return min(self.then_count, self.now_count)

    @property
    def made_count(self) -> int:
        return max(0, self.now_count - self.then_count)


def impact(rows: Iterable[Standing], *, on: date) -> list[Impact]:
    """Jobs kept and made at co-ops money was paid out to, by place, then by name."""
    drawn: dict[int, int] = defaultdict(int)
    first: dict[int, date] = {}
    coops: dict[int, Organisation] = {}
    for row in rows:
        if not row.position.drawn_minor:
            continue
        key, agreed = row.loan.borrower_id, row.loan.agreed_on or on
        drawn[key] += row.position.drawn_minor
        first[key] = min(first.get(key, agreed), agreed)
        coops[key] = row.loan.borrower
    here = network()
    usual = here.place if here else ""  # of a co-op without a place of its own
    found = [
        Impact(
            coop,
            coop.place.name if coop.place else usual,
            first[key],
            memberships(on=first[key], organisation=coop).count(),
            memberships(on=on, organisation=coop).count(),
            drawn[key],
        )
        for key, coop in coops.items()
    ]
    return sorted(found, key=lambda one: (one.place, one.coop.name))


@dataclass(frozen=True)
class Control:
    """A control account of the books beside the bank's own register, debit positive, in minor units."""

    account: str
    what: str
    books_minor: int
    register_minor: int

    @property
    def differs_minor(self) -> int:
        return self.books_minor - self.register_minor


def controls(organisation: Organisation) -> list[Control]:
    """Each register of the bank and the account that controls it, as they stand now. They must be equal, always."""
    standing = list(standings(organisation, on=FAR))
    registers = {
        one.account: _own(one.sums(), organisation) for one in SUBLEDGERS.values() if one.name in REGISTERS
    }
    registers["1210"] = sum(row.position.interest_owed_minor for row in standing)
    registers["2130"] = -sum(row.position.held_minor for row in standing)
    registers["3400"] = _own(purposes(), organisation)
    return [
        Control(code, _name(organisation, code), book_queries.balance(organisation, code), sum_minor)
        for code, sum_minor in sorted(registers.items())
    ]


def _name(organisation: Organisation, code: str) -> str:
    found = book_queries.account_of(organisation, code)
    return found.name if found else code


def _own(sums: Mapping[tuple[str, str], int], organisation: Organisation) -> int:
    return sum(amount for (book, _party), amount in sums.items() if book == organisation.key)
