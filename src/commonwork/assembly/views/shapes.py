"""What the pages of the assembly show, put into the plain values of the design system."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.assembly import queries
from commonwork.assembly.models import Assembly, CountStep, Resolution
from commonwork.registry.models import Organisation
from commonwork.ui import dates
from commonwork.ui.charts import Bar, Segment
from commonwork.ui.money import dollars, money, percent
from commonwork.ui.parts import Step


@dataclass(frozen=True)
class Posted:
    """One entry of a payment, as a link: whose books, and which number."""

    owner: str
    book: str
    number: int


@dataclass(frozen=True)
class Shown:
    """A resolution as it is shown: the words beside its bar, and the entries of its payment."""

    resolution: Resolution
    percent: str
    sentence: str
    posted: Sequence[Posted]
    left_minor: int
    spent_minor: int


@dataclass(frozen=True)
class Counted:
    """One step of the count as it is shown: the words say why."""

    step: CountStep
    share_bp: int
    why: str


def strip(assembly: Assembly, resolutions: Sequence[Resolution]) -> list[Step]:
    """Where an assembly stands: proposals, voting, counted, decided, paid."""
    place = list(Assembly.State).index(Assembly.State(assembly.state))
    funded = [row for row in resolutions if row.is_funded]
    paid = [row.paid_on for row in funded if row.paid_on]
    is_paid = place == 3 and len(paid) == len(funded)
    names = [_("Proposals"), _("Voting"), _("Count"), _("Decision"), _("Payment")]
    days = [None, assembly.held_on, assembly.counted_on, assembly.resolved_on, max(paid, default=None)]
    here = 5 if is_paid else {0: 0, 1: 1, 2: 3, 3: 4}[place]
    steps = []
    for number, (name, day) in enumerate(zip(names, days, strict=True)):
        state = "done" if number < here else "here" if number == here else "to-come"
        detail = dates.day(day, "short") if day and (state == "done" or number == 1) else ""
        steps.append(Step(name, detail, state))  # type: ignore[arg-type]
    return steps


def summary(assembly: Assembly, resolutions: Sequence[Resolution]) -> str:
    """One or two sentences: where things stand and what was decided."""
    day = dates.day(assembly.held_on)
    if assembly.state == Assembly.State.PREPARING:
        return _("The assembly meets on %(day)s. Proposals are being collected.") % {"day": day}
    voted = queries.votes_cast(assembly)
    if assembly.state == Assembly.State.VOTING:
        said = ngettext("%(count)d ballot is in.", "%(count)d ballots are in.", voted) % {"count": voted}
        return _("Voting is open; the assembly meets on %(day)s.") % {"day": day} + " " + said
    budget = dollars(assembly.budget_minor or 0)
    if assembly.state == Assembly.State.COUNTED:
        words = {"count": voted, "budget": budget}
        return (
            _("%(count)d ballots have been counted on a budget of %(budget)s. The result is not adopted yet.")
            % words
        )
    funded = [row for row in resolutions if row.is_funded]
    decided = _(
        "%(voters)d people voted. They chose %(funded)d of %(all)d proposals, for %(cost)s of %(budget)s."
    ) % {
        "voters": voted,
        "funded": len(funded),
        "all": len(resolutions),
        "cost": dollars(sum(row.cost_minor for row in funded)),
        "budget": budget,
    }
    paid = dollars(sum(row.paid_minor for row in funded))
    return decided + " " + _("%(paid)s of it has been paid.") % {"paid": paid}


def shown(resolutions: Iterable[Resolution], *, on: date) -> list[Shown]:
    """Funded resolutions with the entries of their payments in the books of giver and receiver."""
    outcomes = [queries.outcome(row, on=on) for row in resolutions if row.is_funded]
    keys = {entry.book.key for outcome in outcomes for entry in outcome.entries}
    names = dict(Organisation.objects.filter(key__in=keys).values_list("key", "name")) if keys else {}
    return [
        Shown(
            outcome.resolution,
            percent(outcome.resolution.paid_bp),
            _paid_words(outcome.resolution),
            [Posted(names[entry.book.key], entry.book.key, entry.seq) for entry in outcome.entries],
            outcome.left_minor,
            outcome.spent_minor,
        )
        for outcome in outcomes
    ]


def _paid_words(resolution: Resolution) -> str:
    if resolution.paid_on is None:
        return _("Not paid yet.")
    words = {"paid": money(resolution.paid_minor), "day": dates.day(resolution.paid_on)}
    return _("%(paid)s was paid on %(day)s.") % words


def counted(steps: Iterable[CountStep], *, ballots: int) -> list[Counted]:
    """The steps of a count, each with its share of the ballots and the reason it was funded or not."""
    return [Counted(step, step.approvals * 10_000 // ballots if ballots else 0, _why(step)) for step in steps]


def approvals(rows: Iterable[Counted]) -> list[Bar]:
    """Approvals as bars, in the order of the count: green for what was chosen."""
    return [
        Bar(row.step.proposal.title, row.step.approvals, tone="green" if row.step.is_funded else "edge")
        for row in rows
    ]


def parts(rows: Iterable[Counted], *, left_minor: int) -> list[Segment]:
    """The budget: what was chosen, and what is left."""
    chosen = [
        Segment(
            row.step.proposal.title, row.step.proposal.cost_minor, shown=dollars(row.step.proposal.cost_minor)
        )
        for row in rows
        if row.step.is_funded
    ]
    return [*chosen, Segment(_("left over"), left_minor, tone="line", shown=dollars(left_minor))]


def _why(step: CountStep) -> str:
    cost = step.proposal.cost_minor
    if step.is_funded:
        return _("It fits: %(left)s stays.") % {"left": dollars(step.left_after_minor)}
    if not step.approvals:
        return _("Nobody approved it.")
    words = {"cost": dollars(cost), "left": dollars(step.left_before_minor)}
    return _("It costs %(cost)s and only %(left)s was left, so it is passed over.") % words
