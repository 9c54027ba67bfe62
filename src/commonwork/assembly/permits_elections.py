"""Who may run elections and participatory budgets, nominate, answer, sign, put ideas forward and look at them."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from commonwork.access.guard import demand
from commonwork.access.queries import Asker
from commonwork.assembly.models import (
    BudgetProject,
    BudgetRound,
    Election,
    Electorate,
    Nomination,
    Office,
    Recall,
    Term,
)
from commonwork.assembly.permits import may_propose, may_run, person_of
from commonwork.assembly.queries.electorates import electors
from commonwork.registry.clock import today
from commonwork.registry.models import Body, BodySeat
from commonwork.registry.queries import memberships, running


def rolls_for(body: Body) -> QuerySet[Electorate]:
    """The rolls that may vote for a body: those of all bodies of its organisation, or of the network."""
    rows = Electorate.objects.filter(body__organisation=body.organisation)
    return rows.select_related("body").order_by("-record_on", "-pk")


def is_member(account: Asker, body: Body) -> bool:
    """Belongs to the organisation of the body, or sits in the body."""
    person, on = person_of(account), today()
    if person is None:
        return False
    if body.organisation is not None and memberships(on=on, organisation=body.organisation).filter(
        person=person
    ):
        return True
    return BodySeat.objects.filter(running(on), body=body, person=person).exists()


def may_nominate(account: Asker, body: Body) -> bool:
    """A member, or whoever runs the body."""
    return is_member(account, body) or may_run(account, body)


def shown_office(key: str) -> Office:
    return get_object_or_404(Office.objects.select_related("body__organisation"), key=key)


def run_office(account: Asker, key: str) -> Office:
    """An office for whoever runs its body."""
    office = shown_office(key)
    demand(may_run(account, office.body))
    return office


def shown_election(key: str) -> Election:
    return get_object_or_404(Election.objects.select_related("office__body__organisation"), key=key)


def run_election(account: Asker, key: str) -> Election:
    """An election for whoever runs its body."""
    election = shown_election(key)
    demand(may_run(account, election.office.body))
    return election


def nominating_election(account: Asker, key: str) -> Election:
    """An election for whoever may nominate."""
    election = shown_election(key)
    demand(may_nominate(account, election.office.body))
    return election


def own_nomination(account: Asker, key: str) -> Nomination:
    """A nomination for the person nominated, and nobody else."""
    rows = Nomination.objects.select_related("person", "election__office__body__organisation")
    nomination = get_object_or_404(rows, key=key)
    person = person_of(account)
    demand(person is not None and nomination.person_id == person.pk)
    return nomination


def _term(key: str) -> Term:
    rows = Term.objects.select_related("person", "seat", "election__office__body__organisation")
    return get_object_or_404(rows, key=key)


def run_term(account: Asker, key: str) -> Term:
    """A term for whoever runs the body, or for the person who serves (to step down)."""
    term, person = _term(key), person_of(account)
    is_own = person is not None and term.person_id == person.pk
    demand(is_own or may_run(account, term.election.office.body))
    return term


def recallable_term(account: Asker, key: str) -> Term:
    """A term for a member, who may ask for a recall."""
    term = _term(key)
    demand(is_member(account, term.election.office.body))
    return term


def shown_recall(account: Asker, key: str) -> Recall:
    """A recall for those on its roll, and for whoever runs the body."""
    rows = Recall.objects.select_related(
        "term__person", "term__election__office__body__organisation", "electorate__body"
    )
    recall = get_object_or_404(rows, key=key)
    demand(may_sign(account, recall) or may_run(account, recall.term.election.office.body))
    return recall


def may_sign(account: Asker, recall: Recall) -> bool:
    """Stands on the roll of the recall."""
    person = person_of(account)
    return person is not None and electors(recall.electorate).filter(person=person).exists()


def run_recall(account: Asker, key: str) -> Recall:
    """A recall for whoever runs the body."""
    recall = shown_recall(account, key)
    demand(may_run(account, recall.term.election.office.body))
    return recall


def shown_round(key: str) -> BudgetRound:
    return get_object_or_404(BudgetRound.objects.select_related("body__organisation"), key=key)


def run_round(account: Asker, key: str) -> BudgetRound:
    """A participatory budget for whoever runs its body."""
    round = shown_round(key)
    demand(may_run(account, round.body))
    return round


def idea_round(account: Asker, key: str) -> BudgetRound:
    """A participatory budget for whoever may put an idea forward."""
    round = shown_round(key)
    demand(may_propose(account) or may_nominate(account, round.body))
    return round


def shown_project(key: str) -> BudgetProject:
    rows = BudgetProject.objects.select_related(
        "round__body__organisation", "pot", "doer", "proposer", "reviewer"
    )
    return get_object_or_404(rows, key=key)


def run_project(account: Asker, key: str) -> BudgetProject:
    """A project for whoever runs the budget it stands in: reviews are entered by them, in the reviewer's name or own."""
    project = shown_project(key)
    demand(may_run(account, project.round.body))
    return project


def withdrawn_project(account: Asker, key: str) -> BudgetProject:
    """A project for its proposer, or whoever runs the budget."""
    project, person = shown_project(key), person_of(account)
    is_own = person is not None and project.proposer_id == person.pk
    demand(is_own or may_run(account, project.round.body))
    return project
