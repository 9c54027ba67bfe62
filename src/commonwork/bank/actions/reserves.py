"""The loss reserve in the books: bring it to what is reckoned, take a posting back, let a write-off use it.

A write-off stays a loss of its own day (5700). What the reserve held for it lowers the cost of setting aside by as much
(1220 / 5710), so that a loss that was foreseen costs the bank nothing twice. Interest is not reckoned into the reserve,
so only the loan itself uses it. Source: ASC 326-20-35 (write-offs are deducted from the allowance, recoveries are added).
"""

from datetime import date, datetime

from commonwork.bank.actions.lock import change, demand_come
from commonwork.bank.models import Loan, ReserveCharge, ReservePosting
from commonwork.bank.queries.reserves import COST, RESERVE, charged, held, latest, posted
from commonwork.books import actions as books
from commonwork.books import queries as book_queries
from commonwork.record.acts import Who, act, state
from commonwork.record.models import Fact
from commonwork.registry.keys import new_key
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui import dates
from commonwork.ui.money import money


class LossNotDecided(Refusal):
    sentence = sentence(
        "No body has decided yet what is lost in a usual year, so no reserve can be reckoned."
    )
    status = 409


class NothingDiffers(Refusal):
    sentence = sentence(
        "The books hold {posted} on {on}, and that is what is reckoned. Nothing is to be posted."
    )
    status = 409


class LaterIsPosted(Refusal):
    sentence = sentence("The reserve was posted as of {on} already. Use that day or a later one.")
    field = "on"
    status = 409


class FiguresMoved(Refusal):
    sentence = sentence(
        "Since you looked, the difference became {now}; you saw {seen}. Look again, then post it."
    )
    status = 409


class NotTheLastPosting(Refusal):
    sentence = sentence("Only the last posting that stands can be taken back.")
    status = 409


class ReserveWasUsed(Refusal):
    sentence = sentence(
        "A written-off loan used the reserve since: it holds {posted}, this posting added {added}."
    )
    status = 409


@act
def post(
    *, house: Organisation, on: date, by: Who, at: datetime, expected_minor: int | None = None
) -> ReservePosting:
    """Bring the reserve in the books to what is reckoned on a day: 5710 / 1220, or back where it is too high.

    Posting the same day again posts nothing. expected_minor: the difference somebody saw before saying yes.
    Raises LossNotDecided, NothingDiffers, LaterIsPosted, FiguresMoved, StillToCome and what the books refuse.
    """
    demand_come(on, at)
    books.lock(house)
    last = latest(house)
    if last is not None and on < last.on:
        raise LaterIsPosted(on=dates.day(last.on))
    found = held(house, on=on)
    if found.reckoned is None:
        raise LossNotDecided()
    if not found.differs_minor:
        raise NothingDiffers(posted=money(found.posted_minor), on=dates.day(on))
    if expected_minor is not None and expected_minor != found.differs_minor:
        raise FiguresMoved(now=money(found.differs_minor), seen=money(expected_minor))
    posting = ReservePosting(
        key=new_key("reserve"),
        house=house,
        on=on,
        balance_minor=found.reckoned.balance_minor,
        weighed_days=found.reckoned.weighed_days,
        charge_off_bp=found.reckoned.charge_off_bp,
        more_bp=found.reckoned.more_bp,
        reckoned_minor=found.reckoned_minor,
        change_minor=found.differs_minor,
    )
    kind = "bank.reserve.raised" if posting.change_minor > 0 else "bank.reserve.lowered"
    posting.fact = _told(kind, posting, found.posted_minor, posting.change_minor, on=on, by=by, at=at)
    posting.save()
    lines = _lines(house, posting.change_minor)
    books.post(organisation=house, on=on, kind="bank.loss_reserve", lines=lines, source=posting.fact)
    return posting


@act
def take_back(*, posting: ReservePosting, on: date, by: Who, at: datetime) -> ReservePosting:
    """Take back the last posting by a second entry. Raises NotTheLastPosting, ReserveWasUsed, StillToCome and what the
    books refuse."""
    demand_come(on, at)
    books.lock(posting.house)
    posting = (
        ReservePosting.objects.select_for_update(of=("self",)).select_related("house").get(pk=posting.pk)
    )
    last = latest(posting.house)
    if last is None or last.pk != posting.pk:
        raise NotTheLastPosting()
    there = posted(posting.house)
    if there < posting.change_minor:
        raise ReserveWasUsed(posted=money(there), added=money(posting.change_minor))
    (entry,) = book_queries.entries_of(posting.fact)
    fact = _told("bank.reserve.taken_back", posting, there, -posting.change_minor, on=on, by=by, at=at)
    books.reverse(entry=entry, on=on, source=fact)
    posting.taken_back_on = on
    posting.save(update_fields=["taken_back_on"])
    return posting


def use(*, loan: Loan, lost_minor: int, on: date, fact: Fact) -> int:
    """Let a write-off use what the books have set aside, up to what was lost of the loan. Part of the act that writes it
    off, with its fact. Returns what was used, in minor units."""
    books.lock(loan.lender)
    return _charge(loan, min(lost_minor, max(0, posted(loan.lender))), on=on, fact=fact)


def bring_back(*, loan: Loan, amount_minor: int, on: date, fact: Fact) -> int:
    """Add to the reserve what a recovery brings of what the loan used. Part of the act that records it."""
    books.lock(loan.lender)
    return -_charge(loan, -min(amount_minor, max(0, charged(loan))), on=on, fact=fact)


def _charge(loan: Loan, amount_minor: int, *, on: date, fact: Fact) -> int:
    if amount_minor:
        ReserveCharge.objects.create(loan=loan, on=on, amount_minor=amount_minor, fact=fact)
        lines = _lines(loan.lender, -amount_minor)
        books.post(organisation=loan.lender, on=on, kind="bank.reserve_used", lines=lines, source=fact)
    return amount_minor


def _lines(house: Organisation, change_minor: int) -> list[books.Line]:
    return [
        books.Line(COST, change_minor, party=house.key),
        books.Line(RESERVE, -change_minor, party=house.key),
    ]


def _told(
    kind: str, posting: ReservePosting, before: int, changed: int, *, on: date, by: Who, at: datetime
) -> Fact:
    return state(
        kind,
        subject=posting,
        by=by,
        at=at,
        organisation=posting.house,
        data={
            "amount_minor": abs(changed),
            "unit": "USD",
            "on": on.isoformat(),
            "reckoned_minor": posting.reckoned_minor,
            "changes": [change("loss_reserve", before, changed)],
        },
    )
