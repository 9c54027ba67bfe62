"""Which co-ops belong to the federation on a day, in which class, and who works in them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from commonwork.federation import HOUSE_KEY
from commonwork.federation.models import Affiliation
from commonwork.registry.models import Membership, Organisation, OrganisationStage
from commonwork.registry.queries import running

CLASSES = (Affiliation.Class.START_UP, Affiliation.Class.MEMBER)


def house() -> Organisation:
    """The federation itself."""
    return Organisation.objects.get(key=HOUSE_KEY)


@dataclass(frozen=True)
class Belonging:
    """A co-op of the federation, its class on the day asked for, and the day it was admitted (None: not on record)."""

    organisation: Organisation
    class_code: str
    since: date | None

    @property
    def class_name(self) -> str:
        """The class in words."""
        return str(Affiliation.Class(self.class_code).label)


def belonging(*, on: date) -> list[Belonging]:
    """The co-ops that belong to the federation on a day, by name; three queries in all.

    The dated stages of the register decide (an admission sets one). A stage without a date has always held, unless an
    application or a dated stage says when the co-op really came to it.
    """
    stages: dict[int, list[OrganisationStage]] = defaultdict(list)
    for stage in _stages():
        stages[stage.organisation_id].append(stage)
    asked: dict[int, set[str]] = defaultdict(set)
    for organisation, class_code in Affiliation.objects.values_list("organisation_id", "class_code"):
        asked[organisation].add(class_code)
    coops = Organisation.objects.filter(kind=Organisation.Kind.COOP).order_by("name", "key")
    rows = (_belonging(coop, stages[coop.pk], asked[coop.pk], on) for coop in coops)
    return [row for row in rows if row]


def class_of(organisation: Organisation, *, on: date) -> str:
    """The class of one co-op on a day; empty when it does not belong."""
    asked = set(Affiliation.objects.filter(organisation=organisation).values_list("class_code", flat=True))
    row = _belonging(organisation, list(_stages().filter(organisation=organisation)), asked, on)
    return row.class_code if row else ""


def _stages() -> QuerySet[OrganisationStage]:
    return OrganisationStage.objects.order_by(F("starts_on").asc(nulls_first=True), "pk")


def _belonging(
    coop: Organisation, stages: list[OrganisationStage], asked: set[str], on: date
) -> Belonging | None:
    """`stages` in order of their days, those without a day first; `asked`: classes the co-op ever applied for."""
    dated = [row for row in stages if row.starts_on]
    reached = [row for row in dated if row.starts_on and row.starts_on <= on]
    always = [
        row for row in stages if not row.starts_on and row.stage not in asked | {d.stage for d in dated}
    ]
    now = next(reversed(reached or always), None)
    if now is None or now.stage not in CLASSES:
        return None
    since = next((row.starts_on for row in reached if row.stage in CLASSES), None)
    return Belonging(coop, now.stage, None if _belonged_before(always) else since)


def _belonged_before(always: list[OrganisationStage]) -> bool:
    return any(row.stage in CLASSES for row in always)


def admitted(*, starts_on: date, ends_on: date) -> QuerySet[Affiliation]:
    """Applications answered with yes in a period [starts_on, ends_on), in order of the days."""
    return (
        Affiliation.objects.filter(admitted_on__gte=starts_on, admitted_on__lt=ends_on)
        .select_related("organisation")
        .order_by("admitted_on", "key")
    )


@dataclass(frozen=True)
class Jobs:
    """Heads: worker-owners (`members`) and other workers (`others`)."""

    members: int
    others: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.members + self.others


@dataclass(frozen=True)
class CoopJobs:
    """A co-op of the federation and who works in it."""

    belonging: Belonging
    jobs: Jobs


def jobs_by_coop(*, on: date) -> list[CoopJobs]:
    """Who works in each co-op of the federation on a day. Candidates count among the others."""
    counted = {
        row["organisation"]: Jobs(row["owners"], row["workers"] - row["owners"])
        for row in Membership.objects.filter(running(on))
        .values("organisation")
        .annotate(
            owners=Count("person", distinct=True, filter=Q(class_code=Membership.Class.MEMBER)),
            workers=Count("person", distinct=True),
        )
    }
    return [CoopJobs(row, counted.get(row.organisation.pk, Jobs(0, 0))) for row in belonging(on=on)]


def jobs(*, on: date) -> Jobs:
    """Worker-owners and others in the co-ops of the federation on a day. Raises nothing."""
    rows = jobs_by_coop(on=on)
    return Jobs(sum(row.jobs.members for row in rows), sum(row.jobs.others for row in rows))
