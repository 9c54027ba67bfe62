"""Reading participatory budgets: where a round is, what stands in it, what it came to."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.assembly.models import BudgetProject, BudgetRound, Poll
from commonwork.books import queries as book_queries
from commonwork.registry.models import Organisation
from commonwork.ui import dates
from commonwork.ui.money import dollars
from commonwork.ui.parts import Step

Phase, Project = BudgetRound.State, BudgetProject.State
PLANNABLE = ("expense", "equity")


def rounds() -> QuerySet[BudgetRound]:
    """All participatory budgets, the latest first."""
    return BudgetRound.objects.select_related("body").order_by("-votes_until", "-pk")


def projects(round: BudgetRound) -> QuerySet[BudgetProject]:
    """The ideas and projects of a round, by number."""
    return round.projects.select_related("pot", "doer", "proposer", "reviewer").order_by("number")


def poll_of(round: BudgetRound) -> Poll | None:
    """The poll of a round, once it has come that far."""
    return Poll.objects.select_related("body").filter(key=round.poll).first() if round.poll else None


def strip(round: BudgetRound) -> list[Step]:
    """The phases of a round with their last days: you are here."""
    place = list(Phase).index(Phase(round.state))
    here = 5 if round.state == Phase.DECIDED else place
    names = [_("Ideas"), _("Costs"), _("Voting"), _("Count"), _("Decision")]
    days: list[date | None] = [*round.days, round.counted_on, round.decided_on]
    steps = []
    for number, (name, on) in enumerate(zip(names, days, strict=True)):
        state = "done" if number < here else "here" if number == here else "to-come"
        detail = _("until %(day)s") % {"day": dates.day(on, "short")} if on and number < 3 else ""
        detail = dates.day(on, "short") if on and number >= 3 else detail
        steps.append(Step(name, detail or (_("you are here") if state == "here" else ""), state))  # type: ignore[arg-type]
    return steps


def sentence(round: BudgetRound) -> str:
    """One sentence: where a round stands."""
    count = round.projects.exclude(state=Project.WITHDRAWN).count()
    chosen = [row.cost_minor or 0 for row in round.projects.filter(state=Project.CHOSEN)]
    words = {
        "budget": dollars(round.budget_minor),
        "ideas": round.ideas_until and dates.day(round.ideas_until),
        "costed": dates.day(round.costed_until),
        "votes": dates.day(round.votes_until),
        "count": count,
        "chosen": len(chosen),
        "cost": dollars(sum(chosen)),
    }
    said = {
        Phase.IDEAS: ngettext(
            "%(budget)s are to be shared. Ideas are collected until %(ideas)s; there is %(count)d so far.",
            "%(budget)s are to be shared. Ideas are collected until %(ideas)s; there are %(count)d so far.",
            count,
        ),
        Phase.COSTING: _("The ideas are looked at and costed until %(costed)s."),
        Phase.VOTING: _("The vote on %(budget)s runs until %(votes)s."),
        Phase.COUNTED: _(
            "%(chosen)d projects were chosen, for %(cost)s of %(budget)s. The result is not adopted yet."
        ),
        Phase.DECIDED: _("%(chosen)d projects were chosen, for %(cost)s of %(budget)s."),
    }
    return said[Phase(round.state)] % words


def payers() -> QuerySet[Organisation]:
    """Organisations with books, by name."""
    keys = [book.key for book in book_queries.all_books()]
    return Organisation.objects.filter(key__in=keys).order_by("name")


def accounts() -> list[tuple[str, str]]:
    """(code, code and name) of accounts money for projects can come from, over all books."""
    found: dict[str, str] = {}
    for book in book_queries.all_books():
        for account in book_queries.accounts_of(book):
            if account.kind in PLANNABLE:
                found.setdefault(account.code, f"{account.code} {account.name}")
    return sorted(found.items())
