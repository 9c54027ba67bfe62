"""Year-ends backwards: take the last step back, open a closed year again."""

from datetime import date, datetime

from commonwork.books import queries as book_queries
from commonwork.books.actions import reversals
from commonwork.federation.actions.days import demand_come
from commonwork.federation.actions.undoing import TakenBackTooEarly, fact_of, undo
from commonwork.federation.models import Notice, RedeemedPart, YearEnd
from commonwork.record.acts import Who, act, state
from commonwork.record.models import Fact
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence

KIND = "federation.year_end."
DAY_OF = {
    KIND + "shared": "shared_on",
    KIND + "loss_carried": "loss_carried_on",
    KIND + "solidarity_paid": "solidarity_paid_on",
    KIND + "patronage_paid": "patronage_paid_on",
    KIND + "notices_issued": "notices_issued_on",
}
SUMS = (
    "member_minutes",
    "other_minutes",
    "uncounted_minutes",
    "interest_minor",
    "patronage_sourced_minor",
    "non_patronage_minor",
    "individual_minor",
    "reserve_minor",
    "education_minor",
    "solidarity_minor",
    "cash_minor",
    "retained_minor",
)


class NothingToTakeBack(Refusal):
    sentence = sentence("No step of the year {year} waits to be taken back.")
    status = 409


class StepsStandAfter(Refusal):
    sentence = sentence("The result of {year} is shared. Take that back first, then open the year again.")
    status = 409


class PaidOutAlready(Refusal):
    sentence = sentence("Part of what was kept of {year} is paid out. Take that back first.")
    status = 409


@act
def take_back(*, year_end: YearEnd, on: date, by: Who, at: datetime) -> YearEnd:
    """Take the last step of a year-end back, as a whole and in all books: a payment, the notices, or the sharing (or
    carried loss), which can then be done again. Raises NothingToTakeBack,
    TakenBackTooEarly, PaidOutAlready, StillToCome."""
    demand_come(on, at)
    year_end = _locked(year_end)
    done = [kind for kind, field in DAY_OF.items() if getattr(year_end, field)]
    if not done:
        raise NothingToTakeBack(year=year_end.year)
    later = [kind for kind in done if kind.endswith(("_paid", "_issued"))]
    first = fact_of(year_end, *(later or done))
    day: date = getattr(year_end, DAY_OF[first.kind])
    if on < day:
        raise TakenBackTooEarly(on=day.isoformat())
    paid_out = RedeemedPart.objects.filter(allocation__year_end=year_end)
    if not first.kind.endswith("_paid") and paid_out.exists():
        raise PaidOutAlready(year=year_end.year)
    fact = state(
        KIND + "taken_back",
        subject=year_end,
        by=by,
        at=at,
        organisation=year_end.organisation,
        about=[year_end.organisation],
        data={
            "year": year_end.year,
            "step": first.kind.removeprefix(KIND),
            "on": on.isoformat(),
            "amount_minor": first.data["amount_minor"],
            "unit": "USD",
            "fact": first.number,
        },
    )
    undo(first, on=on, source=fact)
    setattr(year_end, DAY_OF[first.kind], None)
    if first.kind.endswith("_issued"):
        Notice.objects.filter(allocation__year_end=year_end).delete()
    if not later:
        year_end.terms = {}
        for name in SUMS:
            setattr(year_end, name, 0)
        year_end.allocations.all().delete()
        year_end.checked_steps.all().delete()
    year_end.save()
    return year_end


@act
def reopen(*, year_end: YearEnd, by: Who, at: datetime) -> Organisation:
    """Open a closed year again that is not shared: the closing entry is taken back on the day of the close, and the
    year can be closed anew. Raises StepsStandAfter and what `books.reversals.reverse` raises."""
    year_end = _locked(year_end)
    if year_end.shared_on or year_end.loss_carried_on:
        raise StepsStandAfter(year=year_end.year)
    coop, on = year_end.organisation, year_end.closed_on
    for entry in book_queries.entries_of(_closing(year_end)):
        if book_queries.reversal_of(entry) is None:
            reversals.reverse(entry=entry, on=on, by=by, at=at)
    state(
        KIND + "reopened",
        subject=coop,
        by=by,
        at=at,
        organisation=coop,
        about=[year_end],
        data={"year": year_end.year, "on": on.isoformat()},
    )
    year_end.delete()
    return coop


def _closing(year_end: YearEnd) -> Fact:
    """The books' own fact of closing this year."""
    facts = Fact.objects.filter(kind="books.year.closed", organisation=year_end.organisation.key)
    return facts.filter(data__on=year_end.closed_on.isoformat()).latest("pk")


def _locked(year_end: YearEnd) -> YearEnd:
    return YearEnd.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=year_end.pk)
