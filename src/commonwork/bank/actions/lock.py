"""What every act on a loan begins with: the loan locked, its stage fitting, and the day possible."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from commonwork.bank.models import Loan
from commonwork.bank.queries import Position
from commonwork.books import actions as books
from commonwork.books import queries as book_queries
from commonwork.record.acts import Who, state
from commonwork.record.models import Fact
from commonwork.record.refs import ref
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui import dates


class NotAtThisStage(Refusal):
    sentence = sentence("This loan is at another stage now: {stage}. Open its page again.")
    status = 409


class StillToCome(Refusal):
    sentence = sentence("{on} has not come yet. Use a day that is here or past.")
    field = "on"


class BeforeTheLoan(Refusal):
    sentence = sentence("The loan begins on {begins_on}. Use that day or a later one.")
    field = "on"


class AlreadyReckoned(Refusal):
    sentence = sentence("Interest is already reckoned up to {until}. Use that day or a later one.")
    status = 409
    field = "on"


@dataclass(frozen=True)
class Acting:
    """Who acts, and when: handed on from an act to its parts."""

    by: Who
    at: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    def state(self, kind: str, loan: Loan, organisation: Organisation | None = None, **data: object) -> Fact:
        """State a fact about a loan and its borrower, in the lender's name unless another is given."""
        return state(
            kind,
            subject=loan,
            by=self.by,
            at=self.at,
            organisation=organisation or loan.lender,
            about=[loan.borrower],
            data={"borrower": ref(loan.borrower), **data},
        )


def locked(loan: Loan, *stages: str, with_fund: bool = False) -> Loan:
    """The loan, locked until the transaction ends; with its lender's fund where an act takes from it.

    Raises NotAtThisStage.
    """
    if with_fund:
        Organisation.objects.select_for_update(no_key=True).get(pk=loan.lender_id)
    fresh = Loan.objects.select_for_update(of=("self",)).get(pk=loan.pk)
    if stages and fresh.stage not in stages:
        raise NotAtThisStage(stage=fresh.get_stage_display())
    return fresh


def demand_come(on: date, at: datetime) -> None:
    """Refuse a day that lies after the moment of the act. Raises StillToCome."""
    if on > timezone.localdate(at):
        raise StillToCome(on=dates.day(on))


def demand_day(loan: Loan, standing: Position, *, on: date, at: datetime) -> None:
    """Refuse a day on which nothing may move on this loan. Raises StillToCome, BeforeTheLoan, AlreadyReckoned."""
    demand_come(on, at)
    assert loan.agreed_on is not None
    if on < loan.agreed_on:
        raise BeforeTheLoan(begins_on=dates.day(loan.agreed_on))
    if standing.reckoned_until and on < standing.reckoned_until:
        raise AlreadyReckoned(until=dates.day(standing.reckoned_until))


def demand_open(loan: Loan, on: date) -> None:
    """Refuse a day that one of the two books has closed. Raises PeriodIsClosed."""
    for key, closed_until in book_queries.closed_until_of([loan.lender.key, loan.borrower.key]).items():
        if closed_until and on < closed_until:
            raise books.entries.PeriodIsClosed(book=key, closed_until=closed_until.isoformat(), field="on")


def keep_next_due(loan: Loan, next_due_on: date | None) -> None:
    """Remember when a schedule asks next, so that the nightly work finds it."""
    if loan.kind != Loan.Kind.SURPLUS_SHARE and loan.next_due_on != next_due_on:
        loan.next_due_on = next_due_on
        loan.save(update_fields=["next_due_on"])


def change(what: str, before_minor: int, change_minor: int) -> dict[str, object]:
    """One row of a receipt's table "What it changed"."""
    return {
        "what": what,
        "before_minor": before_minor,
        "change_minor": change_minor,
        "after_minor": before_minor + change_minor,
    }
