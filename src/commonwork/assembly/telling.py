"""How acts of elections and budgets state their facts: about what, in which organisation. Called inside acts only."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from commonwork.assembly.models import BudgetProject, BudgetRound, Election
from commonwork.record.acts import Who, state
from commonwork.record.models import Fact


def tell_election(kind: str, election: Election, *, by: Who, at: datetime, data: Mapping[str, Any]) -> Fact:
    """State a fact about an election."""
    body = election.office.body
    where, about = body.organisation or "", [body, election.office]
    return state(kind, subject=election, by=by, at=at, organisation=where, about=about, data=dict(data))


def tell_round(kind: str, round: BudgetRound, *, by: Who, at: datetime, data: Mapping[str, Any]) -> Fact:
    """State a fact about a participatory budget."""
    body = round.body
    where = body.organisation or ""
    return state(kind, subject=round, by=by, at=at, organisation=where, about=[body], data=dict(data))


def tell_project(
    kind: str, project: BudgetProject, *, by: Who, at: datetime, data: Mapping[str, Any]
) -> Fact:
    """State a fact about a project of a participatory budget."""
    round = project.round
    about = [round, *([project.doer] if project.doer else [])]
    where = round.body.organisation or ""
    return state(kind, subject=project, by=by, at=at, organisation=where, about=about, data=dict(data))
