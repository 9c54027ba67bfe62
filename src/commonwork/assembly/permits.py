"""Who may see and do what in the assembly. What was decided is open to anyone."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from commonwork.access.guard import demand
from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, may
from commonwork.assembly.models import Assembly, Proposal, Resolution
from commonwork.registry.models import Body, Person

FEDERATION_KEY = "federation"


def person_of(account: Asker) -> Person | None:
    """The person behind an account, or None."""
    person: Any = getattr(account, "person", None)
    return person


def acting_person(account: Asker) -> Person:
    """The person who acts: an account that belongs to nobody may not (403)."""
    person = person_of(account)
    demand(person is not None)
    assert person is not None
    return person


def may_call(account: Asker) -> bool:
    """May call an assembly of some body."""
    return may(account, Permission.ASSEMBLY_RUN)


def may_run(account: Asker, body: Body) -> bool:
    """May open, count and resolve assemblies of this body."""
    return may(account, Permission.ASSEMBLY_RUN, body.organisation)


def may_enter(account: Asker, body: Body) -> bool:
    """May enter ballots of this body's assemblies."""
    return may(account, Permission.BALLOT_ENTER, body.organisation)


def may_propose(account: Asker) -> bool:
    """May put a proposal before an assembly; a role in any organisation is enough."""
    return may(account, Permission.PROPOSAL_MAKE)


def may_pay(account: Asker) -> bool:
    """May pay resolutions from the solidarity fund."""
    return may(account, Permission.RESOLUTION_PAY, FEDERATION_KEY)


def bodies_run_by(account: Asker) -> QuerySet[Body]:
    """The bodies that meet as assemblies and that this account runs, by name."""
    rows = Body.objects.filter(kind=Body.Kind.ASSEMBLY).select_related("organisation")
    return Body.objects.filter(pk__in=[row.pk for row in rows if may_run(account, row)]).order_by("name")


def shown_assembly(key: str) -> Assembly:
    """An assembly for its public page, or 404."""
    return get_object_or_404(Assembly.objects.select_related("body__organisation", "place"), key=key)


def run_assembly(account: Asker, key: str) -> Assembly:
    """An assembly for whoever runs it: 404 when there is none, 403 when they may not."""
    assembly = shown_assembly(key)
    demand(may_run(account, assembly.body))
    return assembly


def entered_assembly(account: Asker, key: str) -> Assembly:
    """An assembly for whoever may enter its ballots."""
    assembly = shown_assembly(key)
    demand(may_enter(account, assembly.body))
    return assembly


def proposed_assembly(account: Asker, key: str) -> Assembly:
    """An assembly for whoever may put a proposal before it."""
    assembly = shown_assembly(key)
    demand(may_propose(account))
    return assembly


def shown_proposal(key: str) -> Proposal:
    """A proposal for its public page, or 404."""
    rows = Proposal.objects.select_related(
        "assembly__body__organisation", "recipient", "proposer", "resolution"
    )
    return get_object_or_404(rows, key=key)


def withdrawable_proposal(account: Asker, key: str) -> Proposal:
    """A proposal for its proposer, or for whoever runs the assembly."""
    proposal = shown_proposal(key)
    person = person_of(account)
    is_own = person is not None and proposal.proposer_id == person.pk
    demand(is_own or may_run(account, proposal.assembly.body))
    return proposal


def shown_resolution(key: str) -> Resolution:
    """A resolution for its public page, or 404."""
    rows = Resolution.objects.select_related("proposal__assembly__body", "proposal__recipient", "paid_by")
    return get_object_or_404(rows, key=key)
