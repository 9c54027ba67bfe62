"""Resolutions: record that one was paid. The money itself is moved by whoever pays (a journey)."""

from datetime import date, datetime

from commonwork.assembly.actions.days import happened
from commonwork.assembly.models import Resolution
from commonwork.record.acts import Who, act, state
from commonwork.record.models import Fact
from commonwork.record.queries import money
from commonwork.record.refs import ref
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui.dates import day


class NotFunded(Refusal):
    sentence = sentence("“{title}” was not funded, so nothing is paid for it.")
    status = 409


class AlreadyPaid(Refusal):
    sentence = sentence("“{title}” was paid on {on}.")
    status = 409


class NotTheCost(Refusal):
    sentence = sentence("The assembly gave {cost} for “{title}”; {amount} is another amount.")
    field = "amount"


class PaidBeforeDecided(Refusal):
    sentence = sentence("The assembly decided on {decided}; nothing is paid before that.")
    field = "on"


@act
def mark_paid(
    *, resolution: Resolution, source: Fact, on: date, amount_minor: int, by: Who, at: datetime
) -> Resolution:
    """Record the payment that `source` (the fact the entries carry) stands for: the whole cost, once.

    Raises NotFunded, AlreadyPaid, NotTheCost, PaidBeforeDecided, StillToCome.
    """
    resolution = (
        Resolution.objects.select_for_update(of=("self",))
        .select_related("proposal__recipient", "proposal__assembly")
        .get(pk=resolution.pk)
    )
    proposal = resolution.proposal
    if not resolution.is_funded:
        raise NotFunded(title=proposal.title)
    if resolution.paid_on is not None:
        raise AlreadyPaid(title=proposal.title, on=day(resolution.paid_on))
    if amount_minor != proposal.cost_minor:
        raise NotTheCost(title=proposal.title, cost=money(proposal.cost_minor), amount=money(amount_minor))
    if on < resolution.resolved_on:
        raise PaidBeforeDecided(decided=day(resolution.resolved_on))
    happened(on, at)
    resolution.paid_on, resolution.paid_minor, resolution.paid_by = on, amount_minor, source
    resolution.save(update_fields=["paid_on", "paid_minor", "paid_by"])
    state(
        "assembly.resolution.paid",
        subject=resolution,
        by=by,
        at=at,
        organisation=proposal.recipient,
        about=[proposal.assembly, proposal],
        data={
            "amount_minor": amount_minor,
            "unit": "USD",
            "recipient": ref(proposal.recipient),
            "source": source.code,
            "on": on.isoformat(),
            "changes": [
                {"what": "paid", "before_minor": 0, "change_minor": amount_minor, "after_minor": amount_minor}
            ],
        },
    )
    return resolution
