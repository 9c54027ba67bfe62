"""Where a loan stands on a day: drawn, owed, due; its schedule and the proof that it took no more than its share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Min, Q, Sum

from commonwork.bank.models import Draw, Instalment, Loan, LoanEvent, Payment, PaymentPart, Quarter
from commonwork.bank.queries.lives import ENDINGS
from commonwork.rules.loans import due as rules
from commonwork.rules.loans.interest import Movement


@dataclass(frozen=True)
class Position:
    """Minor units. `reckoned_until`: interest is reckoned up to (not with) this day; None before the first quarter.

    `payable_from`: the first day on which all that is due can be paid; None when nothing is due. `held_minor`: money of
    the borrower that nothing asks for yet. `forgiven_minor`: what was given up, interest and loan. `first_drawn_on`: the
    day of the first draw.
    """

    drawn_minor: int = 0
    principal_minor: int = 0
    interest_owed_minor: int = 0
    due_minor: int = 0
    due_on: date | None = None
    reckoned_until: date | None = None
    payable_from: date | None = None
    held_minor: int = 0
    forgiven_minor: int = 0
    first_drawn_on: date | None = None

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
    """{loan pk: its quarters}, the oldest first, as of a day; four queries however many loans."""
    return _rows([loan.pk for loan in loans], on)


def _rows(wanted: list[int], on: date | None) -> dict[int, list[Row]]:
    quarters = Quarter.objects.filter(loan__in=wanted).order_by("loan", "starts_on")
    parts = PaymentPart.objects.filter(payment__loan__in=wanted, quarter__isnull=False)
    draws = Draw.objects.filter(loan__in=wanted)
    given_up = LoanEvent.objects.filter(loan__in=wanted, kind__in=ENDINGS)
    if on is not None:
        quarters = quarters.filter(ends_on__lte=on + timedelta(days=1))
        parts, draws, given_up = (
            parts.filter(on__lte=on),
            draws.filter(on__lte=on),
            given_up.filter(on__lte=on),
        )
    paid = {
        row["quarter"]: (row["interest"], row["principal"])
        for row in parts.values("quarter").annotate(
            interest=Sum("interest_minor"), principal=Sum("principal_minor")
        )
    }
    found: dict[int, list[Row]] = {pk: [] for pk in wanted}
    drawn: dict[int, list[Draw]] = {pk: [] for pk in wanted}
    forgiven: dict[int, list[LoanEvent]] = {pk: [] for pk in wanted}
    for quarter in quarters:
        found[quarter.loan_id].append(Row(quarter, *paid.get(quarter.pk, (0, 0)), 0, 0))
    if not any(found.values()):
        return found
    for draw in draws:
        drawn[draw.loan_id].append(draw)
    for event in given_up:
        forgiven[event.loan_id].append(event)
    return {pk: _running(rows, drawn[pk], forgiven[pk]) for pk, rows in found.items()}


def _running(rows: Sequence[Row], draws: Sequence[Draw], forgiven: Sequence[LoanEvent]) -> list[Row]:
    """Fill in what is owed after each quarter."""
    interest_owed = repaid = 0
    done: list[Row] = []
    for row in rows:
        ends_on = row.quarter.ends_on
        interest_owed += row.quarter.interest_minor - row.interest_paid_minor
        repaid += row.principal_paid_minor
        drawn = sum(draw.amount_minor for draw in draws if draw.on < ends_on)
        until_now = [event for event in forgiven if event.on <= ends_on]
        done.append(
            replace(
                row,
                interest_owed_minor=interest_owed - sum(event.interest_minor for event in until_now),
                principal_minor=drawn - repaid - sum(event.principal_minor for event in until_now),
            )
        )
    return done


def rows(loan: Loan, *, on: date | None = None) -> list[Row]:
    """The quarters of one loan as of a day."""
    return rows_of([loan], on=on)[loan.pk]


def positions(loans: Sequence[Loan], *, on: date | None = None) -> dict[int, Position]:
    """{loan pk: where it stands} as of a day; six queries however many loans."""
    wanted = [loan.pk for loan in loans]
    if not wanted:  # asked for every loan of a co-op that has no other
        return {}
    sums = _Sums(wanted, on)
    return {pk: sums.position(pk) for pk in wanted}


def paid_back(loan: Loan) -> tuple[int, int]:
    """What was paid of a loan of any kind, (interest, principal) in minor units."""
    parts = PaymentPart.objects.filter(payment__loan=loan)
    sums = parts.aggregate(interest=Sum("interest_minor"), principal=Sum("principal_minor"))
    return sums["interest"] or 0, sums["principal"] or 0


def position(loan: Loan, *, on: date | None = None) -> Position:
    """Where one loan stands as of a day (or with all that is known)."""
    return positions([loan], on=on)[loan.pk]


class _Sums:
    """What the rows of several loans add up to, up to a day."""

    def __init__(self, wanted: list[int], on: date | None) -> None:
        def until(day: str) -> dict[str, date]:
            return {f"{day}__lte": on} if on is not None else {}

        of = {"loan__in": wanted}
        draws = Draw.objects.filter(**of, **until("on")).order_by()
        drawn = draws.values_list("loan").annotate(amount=Sum("amount_minor"), first=Min("on"))
        self.drawn = {loan: (amount, first) for loan, amount, first in drawn}
        self.paid = _by_loan(
            Payment.objects.filter(**of, **until("on"), is_void=False), "loan", "amount_minor"
        )
        self.parts = _by_loan(
            PaymentPart.objects.filter(payment__loan__in=wanted, **until("on")),
            "payment__loan",
            "interest_minor",
            "principal_minor",
        )
        ended, back = Q(kind__in=ENDINGS), Q(kind=LoanEvent.Kind.GIVEN_BACK)
        events = LoanEvent.objects.filter(ended | back, **of, **until("on")).order_by()
        told = events.values_list("loan").annotate(
            interest=Sum("interest_minor", filter=ended, default=0),
            principal=Sum("principal_minor", filter=ended, default=0),
            back=Sum("principal_minor", filter=back, default=0),
        )
        self.events = {loan: sums for loan, *sums in told}
        self.dues: dict[int, list[tuple[date, date, date, int, int]]] = {pk: [] for pk in wanted}
        self._read_dues(wanted, on)

    def _read_dues(self, wanted: list[int], on: date | None) -> None:
        """(counted until, due on, payable from, interest, open) of each quarter and instalment, the oldest first."""
        paid_until = Q() if on is None else Q(parts__on__lte=on)
        given = Sum(F("parts__interest_minor") + F("parts__principal_minor"), filter=paid_until, default=0)
        quarters: Any = Quarter.objects.filter(loan__in=wanted).annotate(given=given).order_by("starts_on")
        instalments: Any = Instalment.objects.filter(loan__in=wanted).annotate(given=given).order_by("number")
        if on is not None:
            quarters = quarters.filter(ends_on__lte=on + timedelta(days=1))
            instalments = instalments.filter(reckoned_on__lte=on)
        for row in quarters.values_list("loan", "ends_on", "due_on", "interest_minor", "due_minor", "given"):
            loan, ends_on, due_on, interest, due, paid = row
            self.dues[loan].append((ends_on, due_on, max(due_on, ends_on), interest, due - paid))
        asked = F("due_interest_minor") + F("due_principal_minor")
        for row in instalments.annotate(asked=asked).values_list(
            "loan", "ends_on", "due_on", "interest_minor", "asked", "given"
        ):
            loan, ends_on, due_on, interest, due, paid = row
            self.dues[loan].append((ends_on, due_on, due_on, interest, due - paid))

    def position(self, pk: int) -> Position:
        dues = self.dues[pk]
        still_open = [due for due in dues if due[4] > 0]
        reckoned_until = dues[-1][0] if dues else None
        interest_paid, principal_paid = self.parts.get(pk, (0, 0))
        interest_forgiven, principal_forgiven, back = self.events.get(pk, (0, 0, 0))
        drawn, first_drawn_on = self.drawn.get(pk, (0, None))
        (paid,) = self.paid.get(pk, (0,))
        return Position(
            drawn_minor=drawn,
            principal_minor=drawn - principal_paid - principal_forgiven,
            interest_owed_minor=sum(due[3] for due in dues) - interest_paid - interest_forgiven,
            due_minor=sum(due[4] for due in still_open),
            due_on=still_open[0][1] if still_open else None,
            reckoned_until=reckoned_until,
            payable_from=max(still_open[-1][2], dues[-1][0]) if still_open else None,
            held_minor=paid - interest_paid - principal_paid - back,
            forgiven_minor=interest_forgiven + principal_forgiven,
            first_drawn_on=first_drawn_on,
        )


def _by_loan(rows: Any, loan: str, *amounts: str) -> dict[int, tuple[int, ...]]:
    """{loan pk: the sums of some amounts}."""
    sums = {f"sum_{amount}": Sum(amount) for amount in amounts}
    return {row[0]: row[1:] for row in rows.order_by().values_list(loan).annotate(**sums)}


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
