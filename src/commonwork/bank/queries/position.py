"""Where a loan stands on a day: drawn, owed, due; its schedule and the proof that it took no more than its share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Q, Sum

from commonwork.bank.models import Draw, Loan, PaymentPart, Quarter
from commonwork.rules.loans import due as rules
from commonwork.rules.loans.interest import Movement


@dataclass(frozen=True)
class Position:
    """Minor units. `reckoned_until`: interest is reckoned up to (not with) this day; None before the first quarter.

    `payable_from`: the first day on which all that is due can be paid; None when nothing is due.
    """

    drawn_minor: int = 0
    principal_minor: int = 0
    interest_owed_minor: int = 0
    due_minor: int = 0
    due_on: date | None = None
    reckoned_until: date | None = None
    payable_from: date | None = None

    @property
    def owed_minor(self) -> int:
        return self.principal_minor + self.interest_owed_minor


@dataclass(frozen=True)
class Row:
    """One quarter of the schedule; `interest_owed_minor` and `principal_minor` stand after what was paid for it."""

    quarter: Quarter
    interest_paid_minor: int
    principal_paid_minor: int
    interest_owed_minor: int
    principal_minor: int

    @property
    def paid_minor(self) -> int:
        return self.interest_paid_minor + self.principal_paid_minor

    @property
    def open_minor(self) -> int:
        """What is still due from this quarter."""
        return self.quarter.due_minor - self.paid_minor

    @property
    def stays_minor(self) -> int:
        """The part of the surplus that stays with the co-op."""
        return max(0, self.quarter.surplus_minor) - self.quarter.due_minor

    @property
    def is_paused(self) -> bool:
        """Nothing was due: a normal quarter in which the loan rested."""
        return self.quarter.due_minor == 0


def rows_of(loans: Iterable[Loan], *, on: date | None = None) -> dict[int, list[Row]]:
    """{loan pk: its schedule}, oldest quarter first, as of a day; three queries however many loans."""
    wanted = [loan.pk for loan in loans]
    quarters = Quarter.objects.filter(loan__in=wanted).order_by("loan", "starts_on")
    parts = PaymentPart.objects.filter(payment__loan__in=wanted)
    draws = Draw.objects.filter(loan__in=wanted)
    if on is not None:
        quarters = quarters.filter(ends_on__lte=on + timedelta(days=1))
        parts, draws = parts.filter(on__lte=on), draws.filter(on__lte=on)
    paid = {
        row["quarter"]: (row["interest"], row["principal"])
        for row in parts.values("quarter").annotate(
            interest=Sum("interest_minor"), principal=Sum("principal_minor")
        )
    }
    drawn: dict[int, list[Draw]] = {pk: [] for pk in wanted}
    for draw in draws:
        drawn[draw.loan_id].append(draw)
    found: dict[int, list[Row]] = {pk: [] for pk in wanted}
    for quarter in quarters:
        interest, principal = paid.get(quarter.pk, (0, 0))
        found[quarter.loan_id].append(Row(quarter, interest, principal, 0, 0))
    return {pk: _running(found[pk], drawn[pk]) for pk in wanted}


def _running(rows: Sequence[Row], draws: Sequence[Draw]) -> list[Row]:
    """Fill in what is owed after each quarter."""
    interest_owed = repaid = 0
    done: list[Row] = []
    for row in rows:
        interest_owed += row.quarter.interest_minor - row.interest_paid_minor
        repaid += row.principal_paid_minor
        drawn = sum(draw.amount_minor for draw in draws if draw.on < row.quarter.ends_on)
        done.append(replace(row, interest_owed_minor=interest_owed, principal_minor=drawn - repaid))
    return done


def rows(loan: Loan, *, on: date | None = None) -> list[Row]:
    """The schedule of one loan as of a day."""
    return rows_of([loan], on=on)[loan.pk]


def positions(loans: Sequence[Loan], *, on: date | None = None) -> dict[int, Position]:
    """{loan pk: where it stands} as of a day; four queries however many loans."""
    until = Q() if on is None else Q(draws__on__lte=on)
    drawn = dict(
        Loan.objects.filter(pk__in=[loan.pk for loan in loans])
        .annotate(drawn=Sum("draws__amount_minor", filter=until))
        .values_list("pk", "drawn")
    )
    return {pk: _position(drawn.get(pk) or 0, found) for pk, found in rows_of(loans, on=on).items()}


def position(loan: Loan, *, on: date | None = None) -> Position:
    """Where one loan stands as of a day (or with all that is known)."""
    return positions([loan], on=on)[loan.pk]


def _position(drawn_minor: int, schedule: Sequence[Row]) -> Position:
    still_open = [row for row in schedule if row.open_minor > 0]
    reckoned_until = schedule[-1].quarter.ends_on if schedule else None
    return Position(
        drawn_minor=drawn_minor,
        principal_minor=drawn_minor - sum(row.principal_paid_minor for row in schedule),
        interest_owed_minor=schedule[-1].interest_owed_minor if schedule else 0,
        due_minor=sum(row.open_minor for row in still_open),
        due_on=still_open[0].quarter.due_on if still_open else None,
        reckoned_until=reckoned_until,
        payable_from=max(still_open[-1].quarter.due_on, schedule[-1].quarter.ends_on) if still_open else None,
    )


@dataclass(frozen=True)
class Part:
    """What a payment gives for one quarter's due, in minor units."""

    quarter: Quarter
    interest_minor: int
    principal_minor: int


def shared_out(amount_minor: int, schedule: Sequence[Row], interest_owed_minor: int) -> list[Part]:
    """Share a payment among the open quarters, the oldest first; all interest owed comes before any principal.

    `amount_minor` is at most what is due.
    """
    parts: list[Part] = []
    for row in schedule:
        given = min(row.open_minor, amount_minor)
        if given > 0:
            of_interest = min(given, interest_owed_minor)
            parts.append(Part(row.quarter, of_interest, given - of_interest))
            amount_minor, interest_owed_minor = amount_minor - given, interest_owed_minor - of_interest
    assert amount_minor == 0, "a payment is at most what is due"
    return parts


def movements(loan: Loan) -> list[Movement]:
    """Every change of the loan's principal, for the interest rule."""
    drawn = [Movement(draw.on, draw.amount_minor) for draw in Draw.objects.filter(loan=loan)]
    back = PaymentPart.objects.filter(payment__loan=loan, principal_minor__gt=0)
    return drawn + [Movement(part.on, -part.principal_minor) for part in back]


def proof(loan: Loan, schedule: Sequence[Row]) -> rules.ProofOfNonExtraction | None:
    """The proof, twice, over the quarters that are settled; None before the first one.

    A quarter whose payment is still to come is left out on both sides: its surplus proves nothing yet.
    """
    if loan.share_bp is None:
        return None
    settled = [row for row in schedule if row.open_minor == 0 or row.paid_minor > 0]
    proofs = rules.prove(
        periods=[
            rules.Paid(row.quarter.surplus_minor, row.interest_paid_minor, row.principal_paid_minor)
            for row in settled
        ],
        share_bp=loan.share_bp,
    )
    return proofs[-1] if proofs else None
