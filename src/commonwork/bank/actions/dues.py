"""Dues of schedules: bring loans up to a day. Every period that ended is put down, its interest posted, its due asked for.

One loan at a time when an act touches it, or many at once in the night: one fact for a batch, naming its loans.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from commonwork.bank.actions.lock import Acting, keep_next_due
from commonwork.bank.actions.settling import entries_for, instalment, settle, write_parts
from commonwork.bank.models import Instalment, Loan
from commonwork.bank.queries.lives import Told, told_of
from commonwork.books import actions as books
from commonwork.books import queries as book_queries
from commonwork.record.acts import Who, act, state
from commonwork.record.models import Fact
from commonwork.registry.models import Organisation
from commonwork.rules.loans.history import Life, Period, Role, difference

BATCH = 250  # loans in one transaction of the night


def bring_up(loan: Loan, kept: Told, *, on: date, acting: Acting) -> None:
    """Put down what fell due on a loan up to and with a day. Runs inside another act; does nothing when all stands."""
    if loan.next_due_on is None or loan.next_due_on > on:
        return
    before, after = _lives(kept, on)
    fact = _told(loan.lender, [loan], on=on, by=acting.by, at=acting.at)
    settle(loan, before=before, after=after, fact=fact, kind="bank.interest")
    keep_next_due(loan, after.next_due_on)


@act
def bring_all(
    *, lender: Organisation, loans: Sequence[Loan], on: date, by: Who, at: datetime
) -> Organisation:
    """Put down what fell due on many loans up to and with a day, in one transaction and one fact. Returns the lender.

    Loans that another act brought up meanwhile are left as they are.
    """
    wanted = [loan.pk for loan in loans]
    locked = list(
        Loan.objects.select_for_update(of=("self",))
        .filter(pk__in=wanted, next_due_on__lte=on, stage__in=Loan.RUNNING)
        .order_by("pk")
    )
    fact = _told(lender, locked, on=on, by=by, at=at)
    closed = book_queries.closed_until_of(
        {side.key for loan in locked for side in (loan.lender, loan.borrower)}
    )
    rows: list[Instalment] = []
    entries: list[books.NewEntry] = []
    held: list[tuple[Loan, Life]] = []
    found = told_of(locked)
    for loan in locked:
        after, new, changed, gives = _since(found[loan.pk], on)
        rows += [instalment(loan, period, fact) for period in new]
        for sides in entries_for(loan, changed, closed, fact=fact, kind="bank.interest"):
            entries += sides
        if gives:
            held.append((loan, after))
        loan.next_due_on = after.next_due_on
    Instalment.objects.bulk_create(rows)
    for loan, after in held:
        write_parts(loan, after)
    if entries:
        books.post_many(entries)
    Loan.objects.bulk_update(locked, ["next_due_on"])
    return lender


def _since(kept: Told, on: date) -> tuple[Life, list[Period], dict[date, dict[Role, int]], bool]:
    """The loan brought up to a day: its life, the periods that are new, what the books lack, and whether money that came
    or was held went to them. Where none did, interest is all that the new periods move, and one replay is enough."""
    after, first = kept.life(until=on), kept.loan.next_due_on
    assert first is not None
    new = [period for period in after.periods if period.ends_on >= first]
    if not any(part.on >= first for part in after.parts):
        ran = {period.reckoned_on: period.interest_minor for period in new if period.interest_minor}
        changed: dict[date, dict[Role, int]] = {
            day: {"interest": interest, "earned": -interest} for day, interest in ran.items()
        }
        return after, new, changed, False
    before = kept.life(until=date.fromordinal(first.toordinal() - 1))
    changed = difference(after=after.moves, before=before.moves)
    return after, after.periods[len(before.periods) :], changed, len(after.parts) != len(before.parts)


def _lives(kept: Told, on: date) -> tuple[Life, Life]:
    """The loan as it stands in the rows, and as it stands with all that fell due up to a day."""
    due_on = kept.loan.next_due_on
    assert due_on is not None
    return kept.life(until=date.fromordinal(due_on.toordinal() - 1)), kept.life(until=on)


def _told(lender: Organisation, loans: Sequence[Loan], *, on: date, by: Who, at: datetime) -> Fact:
    return state(
        "bank.dues.reckoned",
        subject=lender,
        by=by,
        at=at,
        organisation=lender,
        about=loans,
        data={"on": on.isoformat(), "count": len(loans), "loans": [loan.key for loan in loans]},
    )


def due_by(lender: Organisation, on: date) -> Iterator[list[Loan]]:
    """The loans that ask for something up to and with a day, in batches."""
    keys = list(
        Loan.objects.filter(lender=lender, next_due_on__lte=on, stage__in=Loan.RUNNING)
        .order_by("next_due_on", "pk")
        .values_list("pk", flat=True)
    )
    for start in range(0, len(keys), BATCH):
        yield list(Loan.objects.filter(pk__in=keys[start : start + BATCH]))
