"""Where money is: one gift followed into loans, a pledge against what came of it, a supporter's gifts together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet, Sum

from commonwork.bank import HOUSE_KEY
from commonwork.bank.models import Fund, Gift, Loan, Pledge, Supporter
from commonwork.bank.queries.fund_money import events
from commonwork.bank.queries.fund_money import whole as whole_of
from commonwork.charter.queries import in_force
from commonwork.registry.models import Organisation, Person
from commonwork.rules.attribution import Event, Trail, first_in_first_out, in_proportion
from commonwork.rules.pledges import expected

IN_PROPORTION = "in-proportion"


def rule_of(fund: Fund, *, on: date) -> str:
    """The rule by which gifts are followed: the one adopted, else in proportion."""
    policy = in_force("bank.attribution", on=on, organisation=fund.organisation)
    return str(policy.value) if policy else IN_PROPORTION


class Following:
    """Follows gifts of one fund on one day; the fund's events are read once for all of them."""

    def __init__(self, fund: Fund, *, on: date) -> None:
        self.fund, self.on = fund, on
        self.rule = rule_of(fund, on=on)

    @cached_property
    def events(self) -> list[Event]:
        return events(self.fund, on=self.on)

    @cached_property
    def _lined_up(self) -> dict[str, Trail]:
        return first_in_first_out(self.events)

    def trail(self, gift: Gift) -> Trail:
        """Where a gift is; a gift that is not lent lies ready (or was spent) as a whole."""
        if not self.fund.is_lent:
            return Trail(gift.amount_minor, gift.amount_minor)
        if self.rule == IN_PROPORTION:
            return in_proportion(self.events, gift.key)
        return self._lined_up.get(gift.key, Trail())


def of_gift(gift: Gift, *, on: date) -> Trail:
    """Where one gift is on a day."""
    return Following(gift.fund, on=on).trail(gift)


@dataclass(frozen=True)
class Helped:
    """A loan that gifts helped to make: their part, in minor units."""

    loan: Loan
    first_on: date
    lent_minor: int
    back_minor: int
    lost_minor: int

    @property
    def out_minor(self) -> int:
        return self.lent_minor - self.back_minor - self.lost_minor


@dataclass(frozen=True)
class Given:
    """All gifts of a supporter on a day: where they are together, and loan by loan. `kept_minor`: waits in a fund for one
    purpose until it is spent."""

    gifts: list[Gift]
    loans: list[Helped]
    given_minor: int
    at_work_minor: int
    back_minor: int
    lost_minor: int
    ready_minor: int
    spent_minor: int
    kept_minor: int = 0


def gifts_of(supporter: Supporter, *, on: date) -> QuerySet[Gift]:
    """The gifts of a supporter up to a day that were not taken back by then, the latest first."""
    rows = Gift.objects.filter(supporter=supporter, on__lte=on)
    rows = rows.filter(Q(taken_back_on=None) | Q(taken_back_on__gt=on))
    return rows.select_related("fund__organisation", "fact", "pledge").order_by("-on", "-pk")


def given(supporter: Supporter, *, on: date) -> Given:
    """Where a supporter's money is on a day."""
    found = list(gifts_of(supporter, on=on))
    lent = [gift for gift in found if gift.fund.is_lent]
    following = {gift.fund_id: Following(gift.fund, on=on) for gift in lent}
    trails = [following[gift.fund_id].trail(gift) for gift in lent]
    whole = sum(gift.amount_minor for gift in found)
    spent = sum(spent_of(gift, on=on) for gift in found if not gift.fund.is_lent)
    return Given(
        gifts=found,
        loans=_helped(trails),
        given_minor=whole,
        at_work_minor=sum(trail.at_work_minor for trail in trails),
        back_minor=sum(trail.back_minor for trail in trails),
        lost_minor=sum(trail.lost_minor for trail in trails),
        ready_minor=sum(trail.ready_minor for trail in trails),
        spent_minor=spent,
        kept_minor=whole - sum(gift.amount_minor for gift in lent) - spent,
    )


def spent_of(gift: Gift, *, on: date) -> int:
    """What of a gift that is not lent was spent by a day: all of a free one; of one for a purpose its share of what the
    fund spent, rounded down."""
    if gift.fund.use == Fund.Use.FREE:
        return gift.amount_minor
    fund = whole_of(gift.fund, on=on)
    return gift.amount_minor * fund.spent_minor // fund.given_minor if fund.given_minor else 0


def _helped(trails: Iterable[Trail]) -> list[Helped]:
    sums: dict[str, list[int]] = {}
    first: dict[str, date] = {}
    for trail in trails:
        for key, part in trail.loans.items():
            whole = sums.setdefault(key, [0, 0, 0])
            for place, minor in enumerate((part.lent_minor, part.back_minor, part.lost_minor)):
                whole[place] += minor
            first[key] = min(first.get(key, part.first_on), part.first_on)
    loans = Loan.objects.in_bulk(list(sums), field_name="key")
    return [
        Helped(loans[key], first[key], *sums[key]) for key in sorted(sums, key=lambda key: (first[key], key))
    ]


@dataclass(frozen=True)
class Kept:
    """What a pledge let expect up to a day, and what came of it, in minor units."""

    pledge: Pledge
    expected_minor: int
    received_minor: int
    next_on: date | None

    @property
    def open_minor(self) -> int:
        return max(0, self.expected_minor - self.received_minor)


def kept(pledge: Pledge, *, on: date) -> Kept:
    """A pledge against what came of it, up to and with a day."""
    days = list(expected(every=pledge.every, starts_on=pledge.starts_on, ends_on=pledge.ends_on, until=on))
    rows = Gift.objects.filter(pledge=pledge, on__lte=on, taken_back_on=None)
    received = rows.aggregate(sum=Sum("amount_minor"))["sum"] or 0
    far = date(on.year + 2, 1, 1)
    coming = expected(every=pledge.every, starts_on=pledge.starts_on, ends_on=pledge.ends_on, until=far)
    return Kept(
        pledge,
        len(days) * pledge.amount_minor,
        int(received),
        next((day for day in coming if day > on), None),
    )


def running_pledges(*, on: date, fund: Fund | None = None) -> QuerySet[Pledge]:
    """Pledges of which something may still come on or after a day, the first to begin first."""
    rows = Pledge.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on)).filter(made_on__lte=on)
    rows = rows.filter(fund=fund) if fund else rows
    return rows.select_related("supporter__person", "supporter__organisation", "fund__organisation").order_by(
        "starts_on", "pk"
    )


def house_of_supporters() -> Organisation | None:
    """The bank, or None in a network without one."""
    return Organisation.objects.filter(key=HOUSE_KEY).first()


def supporter_of(person: Person) -> Supporter | None:
    """The supporter that is a person, or None."""
    return Supporter.objects.filter(person=person).select_related("person", "organisation").first()
