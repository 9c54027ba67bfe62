"""Who may do what with delegates, questions and evidence: loads a row the account may see, or says no."""

from django.http import Http404

from commonwork.access.guard import demand
from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, may
from commonwork.federation import HOUSE_KEY
from commonwork.federation.models import Affiliation, DelegateTerm, Question
from commonwork.federation.permits import may_decide, person_of, sees_inside
from commonwork.federation.queries import delegates as queries
from commonwork.registry.clock import today
from commonwork.registry.models import Body, Organisation


def keeps(account: Asker) -> bool:
    """Does the account keep the federation's bodies, questions and standings?"""
    return may(account, Permission.FEDERATION_KEEP, HOUSE_KEY)


def body(key: str) -> Body:
    """A body of delegates; 404 where there is none."""
    row = queries.bodies().filter(key=key).first()
    if row is None:
        raise Http404
    return row


def kept_body(account: Asker, key: str) -> Body:
    """A body, for those who keep the federation; 403 for others."""
    row = body(key)
    demand(keeps(account))
    return row


def question(key: str) -> Question:
    """A question to the delegates; anyone may read it."""
    rows = Question.objects.select_related("body__organisation", "affiliation__organisation")
    row = rows.filter(key=key).first()
    if row is None:
        raise Http404
    return row


def sends(account: Asker, organisation: Organisation) -> bool:
    """May the account send, instruct and recall delegates in the co-op's name?"""
    return may(account, Permission.MEMBERS_KEEP, organisation)


def sees_delegate(account: Asker, term: DelegateTerm) -> bool:
    """The co-op's people and other delegates see who sits there, mandates and reports."""
    inside = sees_inside(account, term.organisation) or may(account, Permission.AFFILIATION_DECIDE)
    return inside or person_of(account) == term.person


def delegate(account: Asker, key: str) -> DelegateTerm:
    """A delegate's term, for those who see it; 404 for others."""
    rows = DelegateTerm.objects.select_related("organisation", "person", "body__organisation", "seat")
    row = rows.filter(key=key).first()
    if row is None or not sees_delegate(account, row):
        raise Http404
    return row


def sent_delegate(account: Asker, key: str) -> DelegateTerm:
    """A delegate of a co-op in whose name the account acts; 403 for others."""
    row = delegate(account, key)
    demand(sends(account, row.organisation))
    return row


def own_delegate(account: Asker, key: str) -> DelegateTerm:
    """The account's own term; 403 for others."""
    row = delegate(account, key)
    demand(person_of(account) == row.person)
    return row


def own_terms(account: Asker, row: Question) -> list[DelegateTerm]:
    """The seats with which the account's person may vote on a question today."""
    person = person_of(account)
    if person is None or row.closed_on:
        return []
    return list(queries.may_answer(row, on=today()).filter(person=person))


def shows_evidence(account: Asker, affiliation: Affiliation) -> bool:
    """May the account add evidence to an open application of its co-op?"""
    return not affiliation.decided_on and may(account, Permission.AFFILIATION_APPLY, affiliation.organisation)


def records_visits(account: Asker, affiliation: Affiliation) -> bool:
    """Who may answer an open application may also record a visit."""
    return not affiliation.decided_on and may_decide(account, affiliation)
