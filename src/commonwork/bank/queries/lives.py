"""What happened to loans, read for the replay: a few queries however many loans, then `rules.loans` alone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from commonwork.bank.models import Draw, Instalment, Loan, LoanEvent, Payment, Quarter, Terms
from commonwork.rules.loans.history import Draw as Drawn
from commonwork.rules.loans.history import Event, Forgiven, GivenBack, Life, Statement
from commonwork.rules.loans.history import Payment as Paid
from commonwork.rules.loans.replay_schedule import Pause, ScheduleTerms
from commonwork.rules.loans.replay_schedule import replay as by_schedule
from commonwork.rules.loans.replay_surplus import SurplusTerms
from commonwork.rules.loans.replay_surplus import replay as by_surplus

LATEST = 2**62  # the order of an event that is only being recorded
ENDINGS = (LoanEvent.Kind.FORGIVE, LoanEvent.Kind.WRITE_OFF)


__all__ = ["ENDINGS", "LATEST", "Drawn", "Paid", "Told", "instalments_of", "statement", "told", "told_of"]


@dataclass(frozen=True)
class Told:
    """All that is kept about one loan, as the replay takes it."""

    loan: Loan
    events: list[Event] = field(default_factory=list)
    terms: list[ScheduleTerms] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)

    def with_event(self, *events: Event) -> "Told":
        return replace(self, events=[*self.events, *events])

    def without(self, kind: type, key: str) -> "Told":
        """The same without the statement or payment of that key."""
        kept = [
            event
            for event in self.events
            if not (isinstance(event, kind) and getattr(event, "key", "") == key)
        ]
        return replace(self, events=kept)

    def before(self, on: date) -> "Told":
        """The same without what came after a day."""

        def came(event: Event) -> bool:
            return (event.due_on if isinstance(event, Statement) else event.on) <= on

        return replace(self, events=[event for event in self.events if came(event)])

    @property
    def is_scheduled(self) -> bool:
        return self.loan.kind != Loan.Kind.SURPLUS_SHARE

    def life(self, *, until: date, paid_after: date | None = None) -> Life:
        """The loan's life; of a schedule with all that fell due up to and with `until`."""
        loan = self.loan
        if not self.is_scheduled:
            assert loan.annual_rate_bp is not None and loan.share_bp is not None
            agreed = SurplusTerms(
                loan.annual_rate_bp,
                loan.share_bp,
                pauses=loan.mode == Loan.Mode.PAUSE,
                year_days=loan.year_days,
                carries_losses=loan.carries_losses,
            )
            return by_surplus(terms=agreed, events=self.events)
        return by_schedule(
            terms=self.terms, events=self.events, until=until, pauses=self.pauses, paid_after=paid_after
        )


def told(loan: Loan) -> Told:
    """What happened to one loan."""
    return told_of([loan])[loan.pk]


def told_of(loans: Sequence[Loan]) -> dict[int, Told]:
    """{loan pk: what happened to it}; five queries however many loans."""
    found = {loan.pk: Told(loan) for loan in loans}
    wanted = {"loan__in": list(found)}
    for draw in Draw.objects.filter(**wanted).order_by("on", "fact_id"):
        found[draw.loan_id].events.append(Drawn(draw.on, draw.amount_minor, draw.fact_id))
    for payment in Payment.objects.filter(**wanted, is_void=False).order_by("on", "fact_id"):
        found[payment.loan_id].events.append(
            Paid(payment.key, payment.on, payment.amount_minor, payment.fact_id)
        )
    for quarter in Quarter.objects.filter(**wanted).order_by("starts_on"):
        found[quarter.loan_id].events.append(statement(quarter))
    for event in LoanEvent.objects.filter(**wanted).order_by("on", "fact_id"):
        _add(found[event.loan_id], event)
    for terms in Terms.objects.filter(**wanted).order_by("number"):
        found[terms.loan_id].terms.append(schedule_terms(terms, found[terms.loan_id].loan))
    return found


def _add(told: Told, event: LoanEvent) -> None:
    if event.kind in ENDINGS:
        is_whole = event.kind == LoanEvent.Kind.WRITE_OFF
        told.events.append(Forgiven(str(event.pk), event.on, is_whole, event.fact_id))
    elif event.kind == LoanEvent.Kind.GIVEN_BACK:
        told.events.append(GivenBack(event.on, event.principal_minor, event.fact_id))
    elif event.kind == LoanEvent.Kind.PAUSE:
        assert event.until is not None
        told.pauses.append(Pause(event.on, event.until))


def statement(quarter: Quarter, *, order: int | None = None) -> Statement:
    """A closed quarter as the replay takes it; its key is its first day."""
    return Statement(
        key=quarter.starts_on.isoformat(),
        starts_on=quarter.starts_on,
        ends_on=quarter.ends_on,
        due_on=quarter.due_on,
        surplus_minor=quarter.surplus_minor,
        order=quarter.fact_id if order is None else order,
    )


def schedule_terms(terms: Terms, loan: Loan) -> ScheduleTerms:
    """The terms of a schedule as the replay takes them."""
    codes: dict[str, Any] = {"day_count": terms.day_count, "schedule": terms.schedule, "every": terms.every}
    return ScheduleTerms(
        starts_on=terms.starts_on,
        annual_rate_bp=terms.annual_rate_bp,
        count=terms.count,
        principal_grace=terms.principal_grace,
        interest_grace=terms.interest_grace,
        step_bp=terms.step_bp,
        step_every=terms.step_every,
        balloon_minor=terms.balloon_minor,
        refills=loan.kind == Loan.Kind.LINE,
        **codes,
    )


def instalments_of(loans: Iterable[Loan], *, on: date | None = None) -> dict[int, list[Instalment]]:
    """{loan pk: the payments of its schedule that fell due up to a day}, in their order."""
    rows = Instalment.objects.filter(loan__in=[loan.pk for loan in loans]).order_by("loan", "number")
    if on is not None:
        rows = rows.filter(reckoned_on__lte=on)
    found: dict[int, list[Instalment]] = defaultdict(list)
    for row in rows:
        found[row.loan_id].append(row)
    return found
