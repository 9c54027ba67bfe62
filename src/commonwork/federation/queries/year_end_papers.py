"""Papers of a year-end: consents, what each notice will be, Form 1099-PATR by person, what old shares are still kept."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from commonwork.books import queries as book_queries
from commonwork.federation.models import Allocation, Consent, Notice, RedeemedPart, Redemption, YearEnd
from commonwork.federation.queries.owning import ACCOUNTS
from commonwork.federation.queries.tax_paths import in_law, path_of
from commonwork.registry.models import Organisation, Person
from commonwork.rules.money import parse_minor
from commonwork.rules.patronage_notice import Boxes, boxes, is_qualified
from commonwork.rules.redemption import Lot, capped
from commonwork.rules.split import by_largest_remainder


def consents(organisation: Organisation) -> QuerySet[Consent]:
    """All consents of a co-op's members, revoked ones too, by name."""
    rows = Consent.objects.filter(organisation=organisation)
    return rows.select_related("person").order_by("person__name", "given_on")


def consented(organisation: Organisation, *, last_day: date) -> set[str]:
    """Keys of the members whose consent covers the tax year that ends on a day."""
    return {row.person.key for row in consents(organisation) if row.holds_for(last_day)}


@dataclass(frozen=True)
class Expected:
    """What kind of paper a member gets, and what a notice lacks to be qualified ("" or a Notice.Lack)."""

    kind: str
    lacks: str


def expected(
    organisation: Organisation, *, last_day: date, kept: Iterable[tuple[str, int, int]]
) -> dict[str, Expected]:
    """What each member's paper will be; kept: (person key, cash, retained) in cents."""
    rows = list(kept)
    if not path_of(organisation).has_notices:
        return {key: Expected(Notice.Kind.STATEMENT, "") for key, _cash, _retained in rows}
    agreed = consented(organisation, last_day=last_day)
    least_bp = in_law("qualified_cash_bp", on=last_day, organisation=organisation)
    chosen = in_law("notice_kind", on=last_day, organisation=organisation)
    return {key: _expected(key in agreed, cash, retained, least_bp, chosen) for key, cash, retained in rows}


def _expected(has_consent: bool, cash: int, retained: int, least_bp: int, chosen: str) -> Expected:
    if chosen == Notice.Kind.NONQUALIFIED:
        return Expected(Notice.Kind.NONQUALIFIED, Notice.Lack.CHOICE)
    if not has_consent:
        return Expected(Notice.Kind.NONQUALIFIED, Notice.Lack.CONSENT)
    if retained >= 0 and not is_qualified(
        cash_minor=cash, retained_minor=retained, has_consent=True, least_cash_bp=least_bp
    ):
        return Expected(Notice.Kind.NONQUALIFIED, Notice.Lack.CASH)
    return Expected(Notice.Kind.QUALIFIED, "")


def notices(year_end: YearEnd) -> QuerySet[Notice]:
    """The notices of a year, by name."""
    rows = Notice.objects.filter(allocation__year_end=year_end)
    return rows.select_related("allocation__person", "allocation__year_end__organisation").order_by(
        "allocation__person__name", "pk"
    )


def notice_of(organisation: Organisation, year: int, person: Person) -> Notice | None:
    """A member's notice of a year, or None."""
    rows = Notice.objects.filter(
        allocation__year_end__organisation=organisation, allocation__year_end__year=year
    )
    return (
        rows.filter(allocation__person=person)
        .select_related("allocation__person", "allocation__year_end__organisation")
        .first()
    )


@dataclass(frozen=True)
class PatrRow:
    """One person's Form 1099-PATR of one payer and one calendar year."""

    person: Person
    boxes: Boxes


def patr_rows(organisation: Organisation, form_year: int) -> list[PatrRow]:
    """Boxes 1, 4 and 5 for everybody a co-op paid in a calendar year, by name. Tax withheld is none here: a co-op
    that must withhold does so with its accountant."""
    cash: dict[int, int] = defaultdict(int)
    qualified: dict[int, int] = defaultdict(int)
    redeemed: dict[int, int] = defaultdict(int)
    ours = Allocation.objects.filter(year_end__organisation=organisation).order_by()
    paid = ours.filter(year_end__patronage_paid_on__year=form_year)
    for person, minor in paid.values_list("person").annotate(Sum("cash_minor")):
        cash[person] += minor
    noted = ours.filter(notice__issued_on__year=form_year, notice__kind=Notice.Kind.QUALIFIED)
    for person, minor in noted.values_list("person").annotate(Sum("retained_minor")):
        qualified[person] += minor
    parts = RedeemedPart.objects.filter(
        redemption__organisation=organisation,
        redemption__paid_on__year=form_year,
        redemption__taken_back_on=None,
        allocation__notice__kind=Notice.Kind.NONQUALIFIED,
    )
    for person, minor in parts.order_by().values_list("allocation__person").annotate(Sum("amount_minor")):
        redeemed[person] += minor
    floor = parse_minor(in_law("patr_floor", on=date(form_year, 12, 31), organisation=organisation), "USD")
    people = Person.objects.filter(pk__in={*cash, *qualified, *redeemed}).order_by("name", "key")
    return [
        PatrRow(
            person,
            boxes(
                cash_minor=cash[person.pk],
                qualified_minor=qualified[person.pk],
                redeemed_minor=redeemed[person.pk],
                floor_minor=floor,
            ),
        )
        for person in people
    ]


@dataclass(frozen=True)
class OldShare:
    """What is still kept of the shares of one year, all members together."""

    year: int
    kept_minor: int
    open_minor: int
    members: int


def lots(organisation: Organisation) -> list[Lot]:
    """What is still kept of each member's share of each year, as far as the member's account holds it."""
    rows = (
        Allocation.objects.filter(year_end__organisation=organisation, retained_minor__gt=0)
        .annotate(redeemed=Sum("redeemed_parts__amount_minor", default=0))
        .values_list("year_end__year", "person__key", "retained_minor", "redeemed")
    )
    balances = {key: -minor for key, minor in book_queries.parties(organisation, ACCOUNTS).items()}
    opened = [Lot(year, key, kept - redeemed) for year, key, kept, redeemed in rows]
    return capped(lots=opened, balances=balances)


def old_shares(organisation: Organisation) -> list[OldShare]:
    """What is still kept, year by year, the oldest first."""
    kept: dict[int, int] = dict(
        Allocation.objects.filter(year_end__organisation=organisation, retained_minor__gt=0)
        .order_by()
        .values_list("year_end__year")
        .annotate(Sum("retained_minor"))
    )
    found = lots(organisation)
    return [
        OldShare(
            year,
            minor,
            sum(lot.open_minor for lot in found if lot.year == year),
            sum(lot.open_minor > 0 for lot in found if lot.year == year),
        )
        for year, minor in sorted(kept.items())
    ]


def redemptions(organisation: Organisation) -> QuerySet[Redemption]:
    """What was paid out of old shares, the newest first; what was taken back is marked."""
    return Redemption.objects.filter(organisation=organisation).order_by("-paid_on", "-pk")


def redeemed_of(allocation: Allocation) -> int:
    """What was paid out of one allocation, in cents."""
    return allocation.redeemed_parts.aggregate(total=Sum("amount_minor"))["total"] or 0


@dataclass(frozen=True)
class K1Row:
    """A partner's year for Schedule K-1: the part of the year's income, and the capital account's analysis."""

    person: Person
    income_minor: int
    opening_minor: int
    paid_in_minor: int
    added_minor: int
    cash_minor: int
    closing_minor: int


def k1_rows(year_end: YearEnd) -> list[K1Row]:
    """Figures for each partner's Schedule K-1. All income of a partnership is its partners' income, also what goes to
    reserves: it is divided here by the members' work, like their part. Confirm with an accountant."""
    rows = list(year_end.allocations.select_related("person").order_by("person__name", "person__key"))
    weights = {row.person.key: row.weight for row in rows}
    if not any(weights.values()):
        return []
    income = by_largest_remainder(year_end.result_minor, weights)
    coop, before = year_end.organisation, year_end.starts_on
    shares_now = book_queries.parties(coop, "3000", on=year_end.last_day)
    shares_then = book_queries.parties(coop, "3000", on=before)
    return [
        K1Row(
            row.person,
            income[row.person.key],
            row.opening_minor - shares_then.get(row.person.key, 0),
            shares_then.get(row.person.key, 0) - shares_now.get(row.person.key, 0),
            row.interest_minor + row.total_minor,
            row.cash_minor,
            row.closing_minor - shares_now.get(row.person.key, 0),
        )
        for row in rows
    ]
