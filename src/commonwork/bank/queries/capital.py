"""Capital of supporters: what the bank holds of theirs - shares, savings and notes - as of a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from commonwork.bank.models import Holding, HoldingMovement, Product, Supporter
from commonwork.bank.queries.holdings import interest_due
from commonwork.registry.models import Organisation, Person

NOTE, SHARE = Product.Kind.TERM_NOTE, Product.Kind.MEMBER_SHARE


@dataclass(frozen=True)
class Held:
    """One account with the bank on a day: what it holds, and the interest that has run and is not added yet."""

    holding: Holding
    held_minor: int
    interest_minor: int

    @property
    def is_note(self) -> bool:
        return self.holding.kind == NOTE


def holder_of(holding: Holding) -> Person | Organisation:
    """Whose an account is."""
    holder = holding.person or holding.organisation
    assert holder is not None, "an account has one holder"
    return holder


def holdings_of(supporter: Supporter) -> QuerySet[Holding]:
    """The accounts of a supporter that is a person or an organisation of the network, in the order they were opened."""
    if supporter.person_id is None and supporter.organisation_id is None:
        return Holding.objects.none()
    own = Q(person=supporter.person_id) if supporter.person_id else Q(organisation=supporter.organisation_id)
    return Holding.objects.filter(own).select_related("person", "organisation").order_by("opened_on", "pk")


def held(supporter: Supporter, *, on: date) -> list[Held]:
    """What the bank holds of a supporter's on a day, account by account."""
    rows = list(holdings_of(supporter).filter(opened_on__lte=on))
    sums = held_by(rows, on=on)
    return [Held(row, sums[row.pk], interest_due(row, on=on)) for row in rows]


def held_by(holdings: Iterable[Holding], *, on: date) -> dict[int, int]:
    """{holding pk: what it holds at the end of a day}; one query however many."""
    wanted = [holding.pk for holding in holdings]
    rows = HoldingMovement.objects.filter(holding__in=wanted, on__lte=on).order_by()
    sums = dict(rows.values("holding").annotate(sum=Sum("amount_minor")).values_list("holding", "sum"))
    return {pk: sums.get(pk, 0) for pk in wanted}


def notes_ending(house: Organisation, *, after: date, until: date) -> list[tuple[Holding, int]]:
    """Notes that end in (after, until] with what they hold now, the first to end first."""
    rows = Holding.objects.filter(house=house, kind=NOTE, ends_on__gt=after, ends_on__lte=until)
    found = list(rows.filter(opened_on__lte=after).order_by("ends_on", "pk"))
    sums = held_by(found, on=after)
    return [(row, sums[row.pk]) for row in found if sums[row.pk]]
