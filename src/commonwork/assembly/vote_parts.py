"""What elections and budgets fix beyond a vote's own rules, put on its board when it opens (`board.DEFINERS`)."""

from typing import Any

from commonwork.assembly import board
from commonwork.assembly.models import BudgetRound, Election, Poll
from commonwork.assembly.poll_queries import all_options


def guards(poll: Poll) -> dict[str, Any]:
    """Seats an election keeps for a class: [class, numbers on the ballot, least seats]."""
    election = Election.objects.filter(poll=poll.key).first()
    if election is None or not election.kept:
        return {}
    rows = list(all_options(poll))
    kept = sorted(election.kept.items())
    return {"guards": [[code, [row.number for row in rows if row.class_key == code], n] for code, n in kept]}


def pots(poll: Poll) -> dict[str, Any]:
    """The pots of a participatory budget [name, cents, keys of projects] and the votes a project needs."""
    round = BudgetRound.objects.filter(poll=poll.key).first() if poll.is_budget else None
    if round is None:
        return {}
    codes = {row.key: row.category or row.district for row in all_options(poll)}
    found = [
        [pot.name, pot.budget_minor, [key for key, code in codes.items() if code == pot.code]]
        for pot in round.pots.order_by("pk")
    ]
    return {"pots": found, "least_votes": round.least_votes}


board.DEFINERS += [guards, pots]
