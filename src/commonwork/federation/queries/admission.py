"""What the register and the books say about a co-op that wants to belong, beside what it answered itself."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _

from commonwork.books import queries as book_queries
from commonwork.federation.checklist import ITEMS, Item
from commonwork.federation.models import Affiliation, Evidence, Hours
from commonwork.federation.queries.owning import owned_in
from commonwork.record import documents
from commonwork.record.documents import Paper
from commonwork.registry.models import Membership, Organisation
from commonwork.registry.queries import memberships
from commonwork.ui.money import money

LEAST_WORKERS = 2  # "paid work for two workers or more": the item's own sentence says so
YEAR_DAYS = 365


@dataclass(frozen=True)
class Shown:
    """One item of the checklist: the co-op's answer, its evidence and papers, what our own records say about it
    (`holds`: True or False where they can tell)."""

    item: Item
    answer: bool
    is_needed: bool
    evidence: Evidence | None
    papers: tuple[Paper, ...]
    record: str
    holds: bool | None


def checklist(affiliation: Affiliation, *, on: date) -> list[Shown]:
    """The checklist of an application with all that stands beside it on a day."""
    given = {row.item: row for row in Evidence.objects.filter(affiliation=affiliation)}
    known = _records(affiliation.organisation, on)
    return [
        Shown(
            item,
            bool(affiliation.checklist.get(item.code)),
            affiliation.class_code in item.classes,
            given.get(item.code),
            tuple(documents.papers(given[item.code])) if item.code in given else (),
            *known.get(item.code, ("", None)),
        )
        for item in ITEMS
    ]


def _records(coop: Organisation, on: date) -> dict[str, tuple[str, bool | None]]:
    found: dict[str, tuple[str, bool | None]] = {"owners_in_the_majority": _majority(coop, on)}
    found["a_year_of_paid_work"] = _paid_work(coop, on)
    if book_queries.book_of(coop) is not None:
        found["one_equal_share"] = _shares(coop, on)
    return found


def _majority(coop: Organisation, on: date) -> tuple[str, bool | None]:
    sums = memberships(on=on, organisation=coop).aggregate(
        ours=Count("pk", filter=~Q(class_code=Membership.Class.WORKER)), all=Count("pk")
    )
    said = _("%(ours)s of %(all)s people on the roll are worker-owners or candidates.") % sums
    return said, (2 * sums["ours"] > sums["all"]) if sums["all"] else None


def _paid_work(coop: Organisation, on: date) -> tuple[str, bool | None]:
    rows = Hours.objects.filter(organisation=coop, kind=Hours.Kind.PAID, starts_on__lte=on)
    first = rows.aggregate(first=Min("starts_on"))["first"]
    if first is None:
        return _("No paid hours are on record here."), None
    people = rows.values("person").distinct().count()
    said = _("Paid hours on record since %(day)s, of %(people)s people.") % {
        "day": first.isoformat(),
        "people": people,
    }
    return said, (on - first).days >= YEAR_DAYS and people >= LEAST_WORKERS


def _shares(coop: Organisation, on: date) -> tuple[str, bool | None]:
    shares, _accounts = owned_in(coop, on=on)
    amounts = {minor for minor in shares.values() if minor}
    if not amounts:
        return _("No share is in its book yet."), None
    if len(amounts) == 1:
        return _("All shares in its book stand at %(amount)s.") % {"amount": money(amounts.pop())}, True
    least, most = money(min(amounts)), money(max(amounts))
    return _("Shares in its book stand between %(least)s and %(most)s.") % {
        "least": least,
        "most": most,
    }, False
