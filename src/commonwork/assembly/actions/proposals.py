"""Proposals: make, withdraw."""

from datetime import date, datetime

from django.db.models import Max

from commonwork.assembly.models import Assembly, Proposal
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import key_from
from commonwork.registry.models import Organisation, Person
from commonwork.rules.refusal import Refusal, sentence


class ProposalsClosed(Refusal):
    sentence = sentence(
        "Proposals can no longer be made or withdrawn: voting in the {assembly} has been opened."
    )
    status = 409


class TitleTaken(Refusal):
    sentence = sentence("This assembly already has a proposal called “{title}”.")
    status = 409
    field = "title"


class CostMissing(Refusal):
    sentence = sentence("A proposal needs a title and a cost above zero.")
    field = "cost"


class AlreadyWithdrawn(Refusal):
    sentence = sentence("The proposal “{title}” was withdrawn before.")
    status = 409


@act
def make(
    *,
    assembly: Assembly,
    title: str,
    cost_minor: int,
    recipient: Organisation,
    on: date,
    by: Who,
    at: datetime,
    text: str = "",
    proposer: Person | None = None,
    key: str = "",
) -> Proposal:
    """Put a proposal before an assembly that is being prepared. Raises ProposalsClosed, TitleTaken, CostMissing."""
    assembly = _preparing(assembly)
    title = title.strip()
    if not title or cost_minor <= 0:
        raise CostMissing()
    if assembly.proposals.filter(title__iexact=title, withdrawn_on=None).exists():
        raise TitleTaken(title=title)
    highest = assembly.proposals.aggregate(highest=Max("number"))["highest"] or 0
    proposal = Proposal.objects.create(
        key=_free_key(key or key_from(title) or "proposal"),
        assembly=assembly,
        number=highest + 1,
        title=title,
        text=text.strip(),
        cost_minor=cost_minor,
        recipient=recipient,
        proposed_on=on,
        proposer=proposer,
    )
    state(
        "assembly.proposal.made",
        subject=proposal,
        by=by,
        at=at,
        about=[assembly, recipient],
        data={"cost_minor": cost_minor, "unit": "USD", "recipient": ref(recipient), "on": on.isoformat()},
    )
    return proposal


@act
def withdraw(*, proposal: Proposal, on: date, by: Who, at: datetime) -> Proposal:
    """Take a proposal off the ballot before voting opens. Raises ProposalsClosed, AlreadyWithdrawn."""
    assembly = _preparing(proposal.assembly)
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.withdrawn_on is not None:
        raise AlreadyWithdrawn(title=proposal.title)
    proposal.withdrawn_on = on
    proposal.save(update_fields=["withdrawn_on"])
    state(
        "assembly.proposal.withdrawn",
        subject=proposal,
        by=by,
        at=at,
        about=[assembly],
        data={"on": on.isoformat()},
    )
    return proposal


def _preparing(assembly: Assembly) -> Assembly:
    assembly = Assembly.objects.select_for_update().get(pk=assembly.pk)
    if assembly.state != Assembly.State.PREPARING:
        raise ProposalsClosed(assembly=str(assembly))
    return assembly


def _free_key(wanted: str) -> str:
    """The wanted key, or the first with a number behind it that no proposal has (childcare_2)."""
    taken = set(Proposal.objects.filter(key__startswith=wanted[:50]).values_list("key", flat=True))
    number, key = 1, wanted
    while key in taken:
        number += 1
        key = f"{wanted[:50]}_{number}"
    return key
