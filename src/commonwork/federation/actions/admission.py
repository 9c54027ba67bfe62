"""What comes before the answer to an application: evidence for the checklist, and the visit of peers."""

from datetime import date, datetime

from commonwork.federation.actions.days import demand_come
from commonwork.federation.checklist import ITEMS
from commonwork.federation.models import Affiliation, Evidence, PeerVisit
from commonwork.record import documents
from commonwork.record.acts import Who, act, state
from commonwork.registry.keys import new_key
from commonwork.registry.models import Person
from commonwork.registry.queries import memberships
from commonwork.rules.refusal import Refusal, sentence


class NoSuchItem(Refusal):
    sentence = sentence("The checklist has no item “{item}”.")
    field = "item"


class AnsweredAlready(Refusal):
    sentence = sentence("This application was answered on {on}; nothing is added to it any more.")
    status = 409


class OwnVisitor(Refusal):
    sentence = sentence("{person} belongs to {coop}; peers from other co-ops visit it.")
    field = "person"


class VisitedTooEarly(Refusal):
    sentence = sentence("The co-op applied on {on}; the visit comes after.")
    field = "on"


@act
def show(
    *,
    affiliation: Affiliation,
    item: str,
    says: str,
    on: date,
    by: Who,
    at: datetime,
    paper: bytes | None = None,
) -> Evidence:
    """A co-op shows what an item of its checklist rests on, in a sentence and with a paper; the item then counts as
    answered with yes. Shown again, the sentence is replaced and papers are added. Raises NoSuchItem, AnsweredAlready,
    StillToCome and what keeping a paper refuses."""
    demand_come(on, at)
    affiliation = _open(affiliation)
    if item not in {one.code for one in ITEMS}:
        raise NoSuchItem(item=item)
    row, _ = Evidence.objects.update_or_create(
        affiliation=affiliation,
        item=item,
        defaults={"says": says, "given_on": on},
        create_defaults={"says": says, "given_on": on, "key": new_key("evidence")},
    )
    if paper is not None:
        documents.put(data=paper, to=row, organisation=affiliation.organisation, by=by, at=at)
    affiliation.checklist = affiliation.checklist | {item: True}
    affiliation.save(update_fields=["checklist"])
    state(
        "federation.affiliation.evidence_shown",
        subject=row,
        by=by,
        at=at,
        organisation=affiliation.organisation,
        about=[affiliation],
        data={"item": item, "on": on.isoformat()},
    )
    return row


@act
def visit(
    *,
    affiliation: Affiliation,
    visitor: Person,
    on: date,
    advice: str,
    by: Who,
    at: datetime,
    others_count: int = 0,
    says: str = "",
) -> PeerVisit:
    """Peers visited the co-op and say what they advise. Raises AnsweredAlready, OwnVisitor, VisitedTooEarly,
    StillToCome."""
    demand_come(on, at)
    affiliation = _open(affiliation)
    coop = affiliation.organisation
    if memberships(on=on, organisation=coop).filter(person=visitor).exists():
        raise OwnVisitor(person=visitor.name, coop=coop.name)
    if on < affiliation.applied_on:
        raise VisitedTooEarly(on=affiliation.applied_on.isoformat())
    row = PeerVisit.objects.create(
        key=new_key("visit"),
        affiliation=affiliation,
        visitor=visitor,
        others_count=others_count,
        visited_on=on,
        advice=PeerVisit.Advice(advice),
        says=says,
    )
    state(
        "federation.affiliation.visited",
        subject=row,
        by=by,
        at=at,
        organisation=coop,
        about=[affiliation, coop, visitor],
        data={"advice": str(advice), "visitors": others_count + 1, "on": on.isoformat()},
    )
    return row


def _open(affiliation: Affiliation) -> Affiliation:
    affiliation = (
        Affiliation.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=affiliation.pk)
    )
    if affiliation.decided_on:
        raise AnsweredAlready(on=affiliation.decided_on.isoformat())
    return affiliation
