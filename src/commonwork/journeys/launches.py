"""Join: a team that passed its last gate opens as a co-op, with its opening books and its first members."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from commonwork.books import actions as books
from commonwork.incubator.actions import teams
from commonwork.record.acts import Who, act, state
from commonwork.registry.actions import memberships, organisations
from commonwork.registry.models import Membership, Organisation, Person
from commonwork.rules.refusal import Refusal, sentence

LAST_GATE = "launched"


class NotThroughTheGates(Refusal):
    sentence = sentence("{team} has not passed its last gate yet, so it cannot open.")
    status = 409


class NobodyToOpenWith(Refusal):
    sentence = sentence("A co-op opens with at least one member.")


@act
def launch(
    *,
    team: Any,
    organisation: Organisation,
    members: Sequence[Person],
    on: date,
    by: Who,
    at: datetime,
) -> Organisation:
    """Open a team as a co-op: its books, its members, and the team's link to it. Raises NotThroughTheGates,
    NobodyToOpenWith and what the acts it is made of raise. team: incubator's Team."""
    if not team.gates.filter(stage=LAST_GATE).exists():
        raise NotThroughTheGates(team=team.name)
    if not members:
        raise NobodyToOpenWith()
    if not organisation.stage or organisation.stage == Organisation.Stage.IDEA:
        organisations.set_stage(
            organisation=organisation, stage=Organisation.Stage.INCUBATING, on=on, by=by, at=at
        )
    books.open_book(organisation=organisation, on=on, by=by, at=at)
    for person in members:
        memberships.begin(
            person=person,
            organisation=organisation,
            class_code=Membership.Class.MEMBER,
            on=on,
            by=by,
            at=at,
        )
    teams.set_organisation(team=team, organisation=organisation, on=on, by=by, at=at)
    state(
        "journeys.coop.launched",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        about=[team, *members],
        data={"on": on.isoformat(), "members": len(members)},
    )
    return organisation
