"""Capital of supporters: what the bank holds of theirs - shares, savings and notes - as of a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

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


@dataclass(frozen=True)
class Holder:
    """A person or an organisation that has an account with the bank, whether or not it is on the list of supporters."""

    person: Person | None = None
    organisation: Organisation | None = None

    @property
    def who(self) -> Person | Organisation:
        who = self.person or self.organisation
        assert who is not None, "a holder is one of both"
        return who

    @property
    def name(self) -> str:
        return self.who.name

    @property
    def key(self) -> str:
        return self.who.key

    @property
    def what(self) -> str:
        """The word that stands for its kind in an address."""
        return "person" if self.person is not None else "organisation"

    @property
    def language(self) -> str:
        return self.person.language if self.person is not None else "en"

    @property
    def person_id(self) -> int | None:
        return self.person.pk if self.person is not None else None

    @property
    def organisation_id(self) -> int | None:
        return self.organisation.pk if self.organisation is not None else None


def holder_of(holding: Holding) -> Person | Organisation:
    """Whose an account is."""
    holder = holding.person or holding.organisation
    assert holder is not None, "an account has one holder"
    return holder


def holdings_of(supporter: Supporter | Holder) -> QuerySet[Holding]:
    """The accounts of a person or an organisation of the network, in the order they were opened."""
    if supporter.person_id is None and supporter.organisation_id is None:
        return Holding.objects.none()
    own = Q(person=supporter.person_id) if supporter.person_id else Q(organisation=supporter.organisation_id)
    return Holding.objects.filter(own).select_related("person", "organisation").order_by("opened_on", "pk")


def held(supporter: Supporter | Holder, *, on: date) -> list[Held]:
    """What the bank holds of a supporter's or holder's on a day, account by account."""
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


def holders(house: Organisation) -> QuerySet[Holding, Any]:
    """Everyone who has an account, as rows of keys and names with what they hold (`held_minor`) in how many accounts,
    by name."""
    rows = Holding.objects.filter(house=house).values(
        "person__key", "person__name", "organisation__key", "organisation__name"
    )
    found = rows.annotate(
        name=Coalesce("person__name", "organisation__name"),
        held_minor=Sum("movements__amount_minor", default=0),
        accounts_count=Count("pk", distinct=True),
        since_on=Min("opened_on"),
    )
    return found.order_by("name", "person__key", "organisation__key")


def holder(house: Organisation, what: str, key: str) -> Holder | None:
    """The holder with a key, or None where it has no account."""
    rows = Holding.objects.filter(house=house, **{f"{what}__key": key}).select_related(
        "person", "organisation"
    )
    found = rows.first()
    return Holder(found.person, found.organisation) if found else None
