"""What can be done now on a team's page: one act above all others, the rest in groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.incubator.models import Team
from commonwork.incubator.stages import Stage, document_name

FINANCING = "financing"
LOAN_ASKED = "journeys.loan.requested"


@dataclass(frozen=True)
class Link:
    """A link that says what it does."""

    text: Any
    href: str


@dataclass(frozen=True)
class Group:
    """Links that belong together."""

    title: Any
    links: Sequence[Link]


@dataclass(frozen=True)
class Asker:
    """What whoever looks may do with a team, and what is known of it. undone: codes the next gate still asks for."""

    keeps: bool
    works: bool
    sees: bool
    logs: bool
    reviews: bool
    is_open: bool
    has_asked_bank: bool
    undone: tuple[str, ...]


def first(team: Team, gate: Stage | None, asker: Asker) -> Link | None:
    """The one act that brings the team on; None for a visitor, or for a team at rest."""
    if team.state != Team.State.ACTIVE:
        return None
    if asker.keeps and (found := _kept(team, gate, asker)):
        return found
    if asker.reviews:
        return _review(team)
    if asker.works and gate is not None and asker.undone:
        name = document_name(asker.undone[0])
        return Link(_("Hand in: %(document)s") % {"document": name}, _task(team, asker.undone[0]))
    if asker.sees and team.organisation_id:
        return _books(team)
    return _hours(team) if asker.logs else None


def _kept(team: Team, gate: Stage | None, asker: Asker) -> Link | None:
    if asker.is_open and not team.organisation_id:
        return Link(_("Open the co-op"), reverse("journeys_launch", args=[team.key]))
    if gate is not None and gate.key == FINANCING and not asker.has_asked_bank:
        return _bank(team)
    return _gate(team, gate) if gate is not None else None


def groups(team: Team, gate: Stage | None, asker: Asker) -> list[Group]:
    """Everything else, by what it is about; what is first already is left out."""
    top = first(team, gate, asker)
    found = [
        Group(_("The plan"), _plan(team, asker)),
        Group(_("People and help"), _people(team, asker)),
        Group(_("Decisions"), _decisions(team, gate, asker)),
    ]
    left = [Group(one.title, [link for link in one.links if link != top]) for one in found]
    return [one for one in left if one.links]


def _plan(team: Team, asker: Asker) -> list[Link]:
    if not asker.sees:
        return []
    links = [
        Link(_("Plan in figures"), reverse("incubator_plan", args=[team.key])),
        Link(_("Business plan"), reverse("incubator_document", args=[team.key])),
    ]
    return [*links, _books(team)] if team.organisation_id else links


def _people(team: Team, asker: Asker) -> list[Link]:
    is_active = team.state == Team.State.ACTIVE
    found = []
    if asker.keeps:
        found.append(Link(_("People of the team"), reverse("incubator_team_people", args=[team.key])))
    if (asker.works or asker.keeps) and is_active:
        found.append(Link(_("Say which help the team wants"), reverse("incubator_help", args=[team.key])))
    if asker.keeps and is_active:
        found.append(Link(_("Find a mentor"), reverse("incubator_team_mentor", args=[team.key])))
    return [*found, _hours(team)] if asker.logs else found


def _decisions(team: Team, gate: Stage | None, asker: Asker) -> list[Link]:
    if team.state != Team.State.ACTIVE:
        return []
    found = [_review(team)] if asker.reviews else []
    if not asker.keeps:
        return found
    if gate is not None:
        found.append(_gate(team, gate))
    if not team.organisation_id and not asker.is_open:
        found.append(_bank(team))
    return [
        *found,
        Link(_("Rest, merge or decline"), reverse("incubator_team_rest", args=[team.key])),
    ]


def _gate(team: Team, gate: Stage) -> Link:
    text = _("Pass the gate “%(gate)s”") % {"gate": gate.name}
    return Link(text, reverse("incubator_gate_pass", args=[team.key]))


def _bank(team: Team) -> Link:
    return Link(_("Ask the bank for a loan"), reverse("journeys_loan_request", args=[team.key]))


def _books(team: Team) -> Link:
    return Link(_("Plan and books"), reverse("journeys_first_year", args=[team.key]))


def _hours(team: Team) -> Link:
    return Link(_("Enter mentor hours"), reverse("incubator_hours_log", args=[team.key]))


def _review(team: Team) -> Link:
    return Link(_("Review the plan"), reverse("incubator_review", args=[team.key]))


def _task(team: Team, code: str) -> str:
    return reverse("incubator_task", args=[team.key, code])
