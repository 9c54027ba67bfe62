"""Join: a team that passed its last gate opens as a co-op, with its opening books and its first members."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from commonwork.books import actions as books
from commonwork.federation.actions import affiliations, buy_ins
from commonwork.incubator.actions import teams
from commonwork.journeys import member_loans
from commonwork.record.acts import Who, act, state
from commonwork.registry.actions import memberships, organisations
from commonwork.registry.models import Membership, Organisation, Person, Place
from commonwork.rules.refusal import Refusal, sentence

LAST_GATE = "launched"
AGREED_AT_LAUNCH = (
    "one_equal_share",
    "one_member_one_vote",
    "owners_in_the_majority",
    "bylaws",
    "principles",
)


class NotThroughTheGates(Refusal):
    sentence = sentence("{team} has not passed its last gate yet, so it cannot open.")
    status = 409


class NobodyToOpenWith(Refusal):
    sentence = sentence("A co-op opens with at least one member.")


class LenderIsNoMember(Refusal):
    sentence = sentence("Only members of the team lend on opening day.")


@act
def launch(
    *,
    team: Any,
    members: Sequence[Person],
    on: date,
    by: Who,
    at: datetime,
    organisation: Organisation | None = None,
    share_minor: int = 0,
    loans: Mapping[str, int] | None = None,
    place: Place | None = None,
    is_affiliating: bool = False,
) -> Organisation:
    """Open a team as a co-op: its entry in the register (a new one where none is given), its books, its members with the
    shares they pay and what they lend on opening day, its premises, and its application to the federation as a start-up.

    loans: {member's key: minor units lent}. The bank's loan and grants come into the books by their own entries. Raises
    NotThroughTheGates, NobodyToOpenWith, LenderIsNoMember and what the acts it is made of raise. team: incubator's Team.
    """
    lent = {key: minor for key, minor in (loans or {}).items() if minor}
    if not team.gates.filter(stage=LAST_GATE).exists():
        raise NotThroughTheGates(team=team.name)
    if not members:
        raise NobodyToOpenWith()
    if not set(lent) <= {person.key for person in members}:
        raise LenderIsNoMember()
    if organisation is None:
        organisation = organisations.record(
            name=team.name, kind=Organisation.Kind.COOP, key=team.key, by=by, at=at, place=place
        )
    if not organisation.stage or organisation.stage == Organisation.Stage.IDEA:
        organisations.set_stage(
            organisation=organisation, stage=Organisation.Stage.INCUBATING, on=on, by=by, at=at
        )
    books.open_book(organisation=organisation, on=on, by=by, at=at)
    for person in members:
        _becomes_owner(person, organisation, share_minor, on=on, by=by, at=at)
    if lent:
        by_person = {person: lent[person.key] for person in members if person.key in lent}
        member_loans.receive(organisation=organisation, loans=by_person, on=on, by=by, at=at)
    teams.set_organisation(team=team, organisation=organisation, on=on, by=by, at=at)
    if is_affiliating:
        _ask_the_federation(organisation, on=on, by=by, at=at)
    state(
        "journeys.coop.launched",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        about=[team, *members],
        data={
            "on": on.isoformat(),
            "members": len(members),
            "share_minor": share_minor,
            "lent_minor": sum(lent.values()),
        },
    )
    return organisation


def _ask_the_federation(organisation: Organisation, *, on: date, by: Who, at: datetime) -> None:
    answers = dict.fromkeys(AGREED_AT_LAUNCH, True)
    affiliations.apply(
        organisation=organisation, class_code="start-up", checklist=answers, on=on, by=by, at=at
    )


def _becomes_owner(
    person: Person, organisation: Organisation, share_minor: int, *, on: date, by: Who, at: datetime
) -> None:
    memberships.begin(
        person=person, organisation=organisation, class_code=Membership.Class.MEMBER, on=on, by=by, at=at
    )
    if share_minor:
        buy_ins.pay(organisation=organisation, person=person, on=on, amount_minor=share_minor, by=by, at=at)
