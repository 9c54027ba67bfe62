"""Gifts and pledges: a gift comes, or is taken back; a pledge is made, or ended."""

from datetime import date, datetime, timedelta

from commonwork.bank.actions.loans import AmountNotPositive
from commonwork.bank.actions.lock import change, demand_come
from commonwork.bank.models import Fund, Gift, Pledge, Supporter
from commonwork.bank.queries.fund_money import held
from commonwork.books import actions as books
from commonwork.books import queries as book_queries
from commonwork.record.acts import Who, act, state
from commonwork.record.models import Fact
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.rules.refusal import Refusal, sentence


class MoreThanTheGift(Refusal):
    sentence = sentence("What was given in return cannot be worth more than the gift.")
    field = "return_minor"


class NotThisPledge(Refusal):
    sentence = sentence("This pledge is another supporter's, or for another fund.")
    field = "pledge"


class TakenBackAlready(Refusal):
    sentence = sentence("This gift was taken back already.")
    status = 409


class EndedAlready(Refusal):
    sentence = sentence("This pledge has ended already.")
    status = 409


@act
def receive(
    *,
    supporter: Supporter,
    fund: Fund,
    amount_minor: int,
    on: date,
    by: Who,
    at: datetime,
    way: str = Gift.Way.BANK,
    return_minor: int = 0,
    pledge: Pledge | None = None,
) -> Gift:
    """Book a gift: 1000 / the fund's account. Raises AmountNotPositive, MoreThanTheGift, NotThisPledge, StillToCome
    and what the books refuse (a closed period)."""
    demand_come(on, at)
    books.lock(fund.organisation)
    if amount_minor <= 0:
        raise AmountNotPositive()
    if not 0 <= return_minor <= amount_minor:
        raise MoreThanTheGift()
    if pledge is not None and (pledge.supporter_id, pledge.fund_id) != (supporter.pk, fund.pk):
        raise NotThisPledge()
    gift = Gift(
        key=new_key("gift"),
        supporter=supporter,
        fund=fund,
        pledge=pledge,
        on=on,
        amount_minor=amount_minor,
        return_minor=return_minor,
        way=Gift.Way(way),
    )
    gift.fact = _told("bank.gift.received", gift, on=on, by=by, at=at, sign=1)
    gift.save()
    books.post(
        organisation=fund.organisation, on=on, kind="bank.gift", lines=_lines(gift, 1), source=gift.fact
    )
    return gift


@act
def take_back(*, gift: Gift, on: date, by: Who, at: datetime) -> Gift:
    """Take back a gift that did not hold (a check that bounced), by reversing its entry.
    Raises TakenBackAlready, StillToCome and what the books refuse."""
    demand_come(on, at)
    gift = Gift.objects.select_for_update(of=("self",)).select_related("fund__organisation").get(pk=gift.pk)
    books.lock(gift.fund.organisation)
    if gift.taken_back_on is not None:
        raise TakenBackAlready()
    (entry,) = book_queries.entries_of(gift.fact)
    fact = _told("bank.gift.taken_back", gift, on=on, by=by, at=at, sign=-1)
    books.reverse(entry=entry, on=on, source=fact)
    gift.taken_back_on = on
    gift.save(update_fields=["taken_back_on"])
    return gift


def _lines(gift: Gift, sign: int) -> list[books.Line]:
    fund, amount = gift.fund, sign * gift.amount_minor
    party = fund.key if fund.use == Fund.Use.SPEND else ""
    named = fund.key if fund.is_lent and fund.key != "revolving" else ""
    return [books.Line("1000", amount), books.Line(fund.account, -amount, party=party, fund=named)]


def _told(kind: str, gift: Gift, *, on: date, by: Who, at: datetime, sign: int) -> Fact:
    data = {
        "amount_minor": gift.amount_minor,
        "unit": "USD",
        "on": on.isoformat(),
        "fund": ref(gift.fund),
        "supporter": gift.supporter.key,
    }
    if gift.fund.use != Fund.Use.FREE:
        data["changes"] = [change("fund", held(gift.fund), sign * gift.amount_minor)]
    return state(
        kind,
        subject=gift,
        by=by,
        at=at,
        organisation=gift.fund.organisation,
        about=[gift.fund, gift.supporter],
        data=data,
    )


@act
def promise(
    *,
    supporter: Supporter,
    fund: Fund,
    amount_minor: int,
    every: str,
    starts_on: date,
    on: date,
    by: Who,
    at: datetime,
    ends_on: date | None = None,
) -> Pledge:
    """Note a pledge: a promise, no claim; it stands in no book. Raises AmountNotPositive, StillToCome."""
    demand_come(on, at)
    if amount_minor <= 0:
        raise AmountNotPositive()
    pledge = Pledge.objects.create(
        key=new_key("pledge"),
        supporter=supporter,
        fund=fund,
        amount_minor=amount_minor,
        every=Pledge.Every(every),
        starts_on=starts_on,
        ends_on=ends_on,
        made_on=on,
    )
    _pledge_told("bank.pledge.made", pledge, on=on, by=by, at=at)
    return pledge


@act
def end_pledge(*, pledge: Pledge, on: date, by: Who, at: datetime) -> Pledge:
    """End a pledge: nothing of it is expected from a day on. Raises EndedAlready."""
    pledge = Pledge.objects.select_for_update(of=("self",)).get(pk=pledge.pk)
    if pledge.ends_on is not None and pledge.ends_on <= on:
        raise EndedAlready()
    pledge.ends_on = max(on, pledge.starts_on)
    if pledge.every == Pledge.Every.ONCE and pledge.ends_on == pledge.starts_on < on:
        pledge.ends_on = pledge.starts_on + timedelta(days=1)
    pledge.save(update_fields=["ends_on"])
    _pledge_told("bank.pledge.ended", pledge, on=on, by=by, at=at)
    return pledge


def _pledge_told(kind: str, pledge: Pledge, *, on: date, by: Who, at: datetime) -> None:
    state(
        kind,
        subject=pledge,
        by=by,
        at=at,
        organisation=pledge.fund.organisation,
        about=[pledge.fund, pledge.supporter],
        data={
            "amount_minor": pledge.amount_minor,
            "unit": "USD",
            "on": on.isoformat(),
            "every": pledge.every,
            "fund": ref(pledge.fund),
        },
    )
