"""Reading the assembly: what was proposed, counted, decided and paid. Periods are half-open [starts_on, ends_on)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.queries import Asker
from commonwork.assembly import poll_needs
from commonwork.assembly.models import Assembly, CountStep, Proposal, Resolution
from commonwork.assembly.permits import FEDERATION_KEY, may_enter, may_pay, may_run, person_of
from commonwork.assembly.policies import BUDGET, ENGAGEMENT_MARK, EXACT
from commonwork.assembly.queries.asked import asked
from commonwork.assembly.queries.asked_life import life_needs
from commonwork.books import queries as book_queries
from commonwork.charter.queries import in_force, value
from commonwork.gatherings.queries import Need
from commonwork.registry.models import Organisation
from commonwork.rules.budget_approval import whole_units_down
from commonwork.ui.money import money

SOLIDARITY_FUND, RESTRICTED_GRANTS = "3300", "3400"


@dataclass(frozen=True)
class Engagement:
    """How many voted, of how many people, against the mark. The mark is shown and never a quorum."""

    voted: int
    population: int | None
    population_source: str
    mark_bp: int | None

    @property
    def mark_count(self) -> int | None:
        """The mark as a number of people, rounded up: 20 % of 153,701 is 30,741."""
        if self.population is None or self.mark_bp is None:
            return None
        return -(-self.population * self.mark_bp // 10_000)

    @property
    def voted_bp(self) -> int | None:
        """Voters as a share of the population, in basis points, rounded down."""
        return self.voted * 10_000 // self.population if self.population else None

    @property
    def reached_bp(self) -> int:
        """How much of the mark is reached, in basis points, rounded down; 0 where there is none."""
        return self.voted * 10_000 // self.mark_count if self.mark_count else 0

    @property
    def is_reached(self) -> bool:
        return self.mark_count is not None and self.voted >= self.mark_count


@dataclass(frozen=True)
class Outcome:
    """A resolution with what the books say: the entries of its payment, and what the receiver has left of it."""

    resolution: Resolution
    entries: Sequence[Any]
    left_minor: int

    @property
    def spent_minor(self) -> int:
        return self.resolution.paid_minor - self.left_minor


def assemblies() -> QuerySet[Assembly]:
    """All assemblies, the latest first."""
    return Assembly.objects.select_related("body").order_by("-held_on", "-pk")


def latest() -> Assembly | None:
    """The latest assembly that has decided something, else the latest at all, else None."""
    rows = assemblies()
    return rows.filter(state=Assembly.State.RESOLVED).first() or rows.first()


def standing(assembly: Assembly) -> QuerySet[Proposal]:
    """The proposals on an assembly's ballot, by number; withdrawn ones are left out."""
    rows = assembly.proposals.filter(withdrawn_on=None)
    return rows.select_related("recipient", "proposer").order_by("number")


def ballot_names(assembly: Assembly) -> dict[str, str]:
    """{what may be written on a ballot: key of the proposal}: keys, and the numbers on the paper."""
    proposals = list(standing(assembly))
    return {str(row.number): row.key for row in proposals} | {row.key: row.key for row in proposals}


def steps(assembly: Assembly) -> QuerySet[CountStep]:
    """The count, step by step, with proposals and recipients."""
    return assembly.steps.select_related("proposal__recipient").order_by("position")


def votes_cast(assembly: Assembly) -> int:
    """How many ballots there are, blank ones included."""
    return assembly.ballot_count if assembly.ballot_count is not None else assembly.ballots.count()


def ballots_of(assembly: Assembly) -> list[list[str]]:
    """What was approved, ballot by ballot, without roll numbers.

    Sorted by what they say, so that their order tells nothing about who voted when.
    """
    places = {key: place for place, key in enumerate(standing(assembly).values_list("key", flat=True))}
    rows = assembly.ballots.values_list("approves", flat=True)
    return sorted(rows, key=lambda row: ([places[key] for key in row] or [len(places)], len(row)))


def piles_of(assembly: Assembly) -> list[tuple[tuple[str, ...], int]]:
    """Equal ballots as piles: (keys approved, how many), the largest first."""
    piles = Counter(tuple(row) for row in assembly.ballots.values_list("approves", flat=True))
    return sorted(piles.items(), key=lambda pile: (-pile[1], pile[0]))


def resolutions(*, starts_on: date, ends_on: date, is_funded: bool | None = True) -> QuerySet[Resolution]:
    """Resolutions of a period: the funded ones, or with None all. In the order of the count."""
    rows = Resolution.objects.filter(resolved_on__gte=starts_on, resolved_on__lt=ends_on)
    rows = rows if is_funded is None else rows.filter(is_funded=is_funded)
    return _with_proposals(rows).order_by("resolved_on", "proposal__step__position")


def resolutions_of(assembly: Assembly) -> QuerySet[Resolution]:
    """All resolutions of one assembly, in the order of the count."""
    rows = Resolution.objects.filter(proposal__assembly=assembly)
    return _with_proposals(rows).order_by("proposal__step__position")


def unpaid() -> QuerySet[Resolution]:
    """Funded resolutions that have not been paid, the oldest first."""
    rows = Resolution.objects.filter(is_funded=True, paid_on=None)
    return _with_proposals(rows).order_by("resolved_on", "proposal__step__position")


def decided_total(*, starts_on: date, ends_on: date) -> int:
    """What the funded resolutions of a period cost, in cents."""
    rows = resolutions(starts_on=starts_on, ends_on=ends_on)
    return rows.aggregate(sum=Sum("proposal__cost_minor"))["sum"] or 0


def paid_total(*, starts_on: date, ends_on: date) -> int:
    """What was paid for resolutions in a period, by the day of payment, in cents."""
    rows = Resolution.objects.filter(paid_on__gte=starts_on, paid_on__lt=ends_on)
    return rows.aggregate(sum=Sum("paid_minor"))["sum"] or 0


def totals(rows: QuerySet[Resolution]) -> dict[str, int]:
    """{cost, paid}: what the funded ones among these resolutions cost and were paid, in cents."""
    sums = (
        rows.filter(is_funded=True)
        .order_by()
        .aggregate(cost=Sum("proposal__cost_minor"), paid=Sum("paid_minor"))
    )
    return {name: sum or 0 for name, sum in sums.items()}


def funded_minor(assembly: Assembly) -> int:
    """What the funded proposals of a counted assembly cost together."""
    return assembly.steps.filter(is_funded=True).aggregate(sum=Sum("proposal__cost_minor"))["sum"] or 0


def outcome(resolution: Resolution, *, on: date) -> Outcome:
    """A resolution with the entries of its payment in both books, and what is left of it on a day."""
    if resolution.paid_by is None:
        return Outcome(resolution, [], 0)
    recipient = resolution.proposal.recipient
    left_minor = -book_queries.balance(recipient, RESTRICTED_GRANTS, on=on, party=resolution.key)
    return Outcome(resolution, book_queries.entries_of(resolution.paid_by), left_minor)


def engagement(assembly: Assembly) -> Engagement:
    """Voters against the people of the area; the body's own mark, else the policy in force."""
    body = assembly.body
    mark_bp = body.engagement_mark_bp
    if mark_bp is None:
        policy = in_force(ENGAGEMENT_MARK, on=assembly.held_on, organisation=body.organisation)
        mark_bp = policy.value if policy else None
    return Engagement(votes_cast(assembly), body.population, body.population_source, mark_bp)


def fund_minor(*, on: date) -> int:
    """What the federation's solidarity fund holds at the end of a day, in cents."""
    federation = Organisation.objects.filter(key=FEDERATION_KEY).first()
    return -book_queries.balance(federation, SOLIDARITY_FUND, on=on) if federation else 0


def budget_on(on: date) -> int:
    """What an assembly may decide on that day, in cents, by the policy assembly.budget. Raises PolicyMissing."""
    fund = max(0, fund_minor(on=on))
    return fund if value(BUDGET, on=on) == EXACT else whole_units_down(fund)


def _with_proposals(rows: QuerySet[Resolution]) -> QuerySet[Resolution]:
    return rows.select_related("proposal__recipient", "proposal__assembly__body", "paid_by")


def needs(account: Asker, on: date) -> list[Need]:
    """What an assembly asks of an account: the next step of each one it runs, resolutions it may pay, and what other
    bodies ask of its person."""
    person = person_of(account)
    found: list[Need] = asked(person, on=on) if person else []
    for assembly in assemblies().exclude(state=Assembly.State.RESOLVED).select_related("body__organisation"):
        runs, enters = may_run(account, assembly.body), may_enter(account, assembly.body)
        if runs or enters:
            found += _next_step(assembly, on, runs=runs)
    if may_pay(account):
        found += [_to_pay(row) for row in unpaid()]
    found += [*poll_needs.needs(account, on), *life_needs(account, on)]
    return sorted(found, key=lambda need: need.due_on)


def _next_step(assembly: Assembly, on: date, *, runs: bool) -> list[Need]:
    """The one thing to do next, and what stands ready for it. What is not due yet waits for its day."""
    state, has_come = Assembly.State, on >= assembly.held_on
    if assembly.state == state.COUNTED and runs:
        title, name, button = _("Adopt the result"), "assembly_resolve", _("Adopt")
        due_on = assembly.counted_on or assembly.held_on
    elif assembly.state == state.VOTING and runs and has_come and votes_cast(assembly):
        title, name, button, due_on = _("Close and count"), "assembly_count", _("Count"), assembly.held_on
    elif assembly.state == state.VOTING:
        title, name, button = _("Enter the ballots"), "assembly_ballots_enter", _("Enter")
        due_on = assembly.held_on
    elif assembly.state == state.PREPARING and runs and standing(assembly).exists():
        title, name, button, due_on = _("Open the voting"), "assembly_open", _("Open"), assembly.held_on
    else:
        return []
    return [Need(title, str(assembly), due_on, reverse(name, args=[assembly.key]), button)]


def _to_pay(resolution: Resolution) -> Need:
    words = {"cost": money(resolution.cost_minor), "recipient": resolution.proposal.recipient.name}
    return Need(
        title=_("Pay %(cost)s to %(recipient)s") % words,
        reason=_("The assembly decided it: %(title)s.") % {"title": resolution.proposal.title},
        due_on=resolution.resolved_on,
        href=resolution.get_absolute_url(),
        button=_("Pay"),
    )
