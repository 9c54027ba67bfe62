"""What one person owns in a co-op: the share, the capital account with its movements, hours, and year-ends."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet, Sum

from commonwork.books import queries as book_queries
from commonwork.federation.models import Allocation, Contest, Hours
from commonwork.federation.queries.owning import ACCOUNTS, SHARES, owned_in
from commonwork.federation.queries.shares import PlanShown, certificate_numbers, plan_of
from commonwork.federation.queries.told_lines import Statement, statement_of
from commonwork.registry.models import Membership, Organisation, Person
from commonwork.registry.queries import memberships


def statement(
    organisation: Organisation,
    person: Person,
    *,
    code: str = ACCOUNTS,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Statement:
    """A member's capital account (or share, code "3000") in [starts_on, ends_on), rolled forward from the postings."""
    return statement_of(organisation, code, party=person.key, starts_on=starts_on, ends_on=ends_on)


@dataclass(frozen=True)
class Holder:
    """One line of the share register: who works in the co-op, in which class since when, and what they own there."""

    person: Person
    class_code: str
    class_name: str
    since: date | None
    share_minor: int
    account_minor: int
    certificate: int | None = None


def register(organisation: Organisation, *, on: date) -> list[Holder]:
    """The roll and share register of a co-op at the end of a day, by name; also people who left and are still owed."""
    shares, accounts = owned_in(organisation, on=on)
    numbers = certificate_numbers(organisation, on=on)
    rows = {
        row.person.key: Holder(
            row.person,
            row.class_code,
            str(row.get_class_code_display()),
            row.starts_on,
            shares.get(row.person.key, 0),
            accounts.get(row.person.key, 0),
            numbers.get(row.person.key),
        )
        for row in memberships(on=on, organisation=organisation)
    }
    for person in Person.objects.filter(key__in={*shares, *accounts} - rows.keys()):
        rows[person.key] = Holder(
            person, "", "", None, shares.get(person.key, 0), accounts.get(person.key, 0)
        )
    return sorted(rows.values(), key=lambda holder: (holder.class_code != "member", holder.person.name))


@dataclass(frozen=True)
class Stake:
    """What a person has in one co-op on a day. `minutes` are the paid ones since the year began, `waiting` those of
    them that nobody approved yet; `plan`: how the share is being paid, where it is paid in parts."""

    membership: Membership
    share_minor: int
    account_minor: int
    minutes: int
    latest: Allocation | None
    waiting: int = 0
    plan: PlanShown | None = None

    @property
    def organisation(self) -> Organisation:
        """The co-op."""
        return self.membership.organisation

    @property
    def owns(self) -> bool:
        """Is the person a worker-owner there?"""
        return self.membership.class_code == Membership.Class.MEMBER


def of_person(person: Person, *, on: date) -> list[Stake]:
    """The stakes of a person on a day, co-op by co-op."""
    rows = memberships(on=on).filter(person=person, organisation__kind=Organisation.Kind.COOP)
    found = []
    for row in rows.order_by("organisation__name"):
        share, account = (
            -book_queries.balance(row.organisation, code, on=on, party=person.key)
            for code in (SHARES, ACCOUNTS)
        )
        found.append(
            Stake(
                row,
                share,
                account,
                _minutes(row, on),
                _latest(row, on),
                _waiting(row),
                plan_of(row.organisation, person),
            )
        )
    return found


def allocations(organisation: Organisation, person: Person) -> QuerySet[Allocation]:
    """A person's parts of the years of a co-op, the newest first."""
    rows = Allocation.objects.filter(year_end__organisation=organisation, person=person)
    return rows.select_related("year_end__organisation", "person").order_by("-year_end__year")


def contests_of(person: Person) -> QuerySet[Contest]:
    """What a person ever contested, in all co-ops."""
    return Contest.objects.filter(person=person).order_by("pk")


def _minutes(row: Membership, on: date) -> int:
    worked = Hours.objects.filter(
        organisation=row.organisation,
        person=row.person,
        kind=Hours.Kind.PAID,
        starts_on__gte=on.replace(month=1, day=1),
        starts_on__lt=on + timedelta(days=1),
    )
    return worked.aggregate(total=Sum("minutes"))["total"] or 0


def _waiting(row: Membership) -> int:
    rows = Hours.objects.filter(
        organisation=row.organisation, person=row.person, kind=Hours.Kind.PAID, approved_on=None
    )
    return rows.aggregate(total=Sum("minutes"))["total"] or 0


def _latest(row: Membership, on: date) -> Allocation | None:
    return allocations(row.organisation, row.person).filter(year_end__closed_on__lte=on).first()
