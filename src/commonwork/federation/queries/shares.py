"""Shares: what is paid of them, which instalments are due, who holds which certificate, and the notes of those who
left."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet, Sum

from commonwork.books import queries as book_queries
from commonwork.charter.queries import in_force
from commonwork.federation.models import (
    BuyIn,
    BuyInPlan,
    ExitInstalment,
    ExitNote,
    ShareCertificate,
)
from commonwork.federation.queries.owning import SHARES
from commonwork.registry.models import Organisation, Person
from commonwork.rules.buy_in import plan as reckon_plan
from commonwork.rules.money import parse_minor


class Paid(NamedTuple):
    """What is paid of a share, and its price."""

    paid_minor: int
    fee_minor: int


@dataclass(frozen=True)
class PlanShown:
    """A plan with what is paid of it: how many instalments are left after the last payment."""

    plan: BuyInPlan
    paid_minor: int

    @property
    def left_minor(self) -> int:
        """Still to be paid."""
        return max(0, self.plan.fee_minor - self.paid_minor)

    @property
    def next_minor(self) -> int:
        """The next instalment: the agreed one, or what is left."""
        return min(self.plan.instalment_minor, self.left_minor)

    @property
    def instalments_left(self) -> int:
        """How many instalments are left."""
        left, each = self.left_minor, self.plan.instalment_minor
        return -(-left // each) if left and each else 0

    @property
    def paid_bp(self) -> int:
        """The part that is paid, in basis points."""
        return min(10_000, self.paid_minor * 10_000 // self.plan.fee_minor) if self.plan.fee_minor else 10_000


def held(organisation: Organisation, person: Person, *, on: date | None = None) -> int:
    """The shares a person holds in a co-op at the end of a day, in cents."""
    return -book_queries.balance(organisation, SHARES, on=on, party=person.key)


def open_plan(organisation: Organisation, person: Person) -> BuyInPlan | None:
    """The plan a person pays by, if there is one."""
    return BuyInPlan.objects.filter(organisation=organisation, person=person, ended_on=None).first()


def plans(organisation: Organisation) -> list[PlanShown]:
    """The plans of a co-op with what is paid of each, by name."""
    rows = BuyInPlan.objects.filter(organisation=organisation, ended_on=None)
    rows = rows.select_related("person", "organisation").order_by("person__name", "pk")
    paid = _paid(rows)
    return [PlanShown(row, paid.get(row.pk, 0)) for row in rows]


def plan_of(organisation: Organisation, person: Person) -> PlanShown | None:
    """A person's plan with what is paid of it."""
    row = open_plan(organisation, person)
    return PlanShown(row, _paid(BuyInPlan.objects.filter(pk=row.pk)).get(row.pk, 0)) if row else None


def _paid(rows: QuerySet[BuyInPlan]) -> dict[int, int]:
    payments = BuyIn.objects.filter(plan__in=rows.order_by(), taken_back_on=None)
    return dict(payments.order_by().values_list("plan").annotate(Sum("amount_minor")))


def paid_of(organisation: Organisation, person: Person, *, on: date) -> Paid:
    """What a person paid for the share and its price: by plan, else by the adopted price, else all that is held."""
    if (shown := plan_of(organisation, person)) is not None:
        return Paid(shown.paid_minor, shown.plan.fee_minor)
    paid_minor = held(organisation, person, on=on)
    price = in_force("federation.share_price", on=on, organisation=organisation)
    return Paid(paid_minor, parse_minor(price.value, "USD") if price else paid_minor)


def instalments_due(organisation: Organisation, *, on: date) -> list[tuple[BuyInPlan, int]]:
    """The instalments to keep on a pay day: (plan, cents), only where the down payment is in and nothing was kept that
    day yet."""
    kept = set(
        BuyIn.objects.filter(
            organisation=organisation, paid_on=on, kind=BuyIn.Kind.INSTALMENT, taken_back_on=None
        ).values_list("plan", flat=True)
    )
    return [
        (shown.plan, shown.next_minor)
        for shown in plans(organisation)
        if shown.next_minor
        and shown.plan.pk not in kept
        and shown.plan.agreed_on <= on
        and shown.paid_minor >= shown.plan.down_minor
    ]


def instalments_of(plan: BuyInPlan) -> int:
    """How many instalments a plan has in all."""
    return reckon_plan(
        fee_minor=plan.fee_minor, down_minor=plan.down_minor, instalment_minor=plan.instalment_minor
    ).count


def certificate_of(organisation: Organisation, person: Person) -> ShareCertificate | None:
    """The certificate a person holds."""
    rows = ShareCertificate.objects.filter(organisation=organisation, person=person, cancelled_on=None)
    return rows.select_related("organisation", "person").first()


def certificate_numbers(organisation: Organisation, *, on: date) -> dict[str, int]:
    """{person key: number of the certificate} as of a day."""
    rows = ShareCertificate.objects.filter(organisation=organisation, issued_on__lte=on)
    rows = rows.exclude(cancelled_on__lte=on).order_by("number")
    return dict(rows.values_list("person__key", "number"))


def notes(organisation: Organisation) -> QuerySet[ExitNote]:
    """Notes to members who left, the newest first."""
    rows = ExitNote.objects.filter(organisation=organisation, taken_back_on=None)
    return rows.select_related("person", "organisation").order_by("-written_on", "-pk")


def note_left(note: ExitNote) -> int:
    """What is still owed on a note, in cents."""
    rows = note.instalments.filter(paid_on=None)
    return rows.aggregate(total=Sum("amount_minor", default=0))["total"] or 0


def parts_due(organisation: Organisation, *, until: date) -> QuerySet[ExitInstalment]:
    """Parts of notes that are due by a day and not paid, the earliest first."""
    rows = ExitInstalment.objects.filter(
        note__organisation=organisation, note__taken_back_on=None, paid_on=None, due_on__lte=until
    )
    return rows.select_related("note__person", "note__organisation").order_by("due_on", "pk")
