"""Decisions: write down what a body decided, and let it change a policy of the charter from its date on."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from commonwork.assembly.actions.days import happened
from commonwork.assembly.models import Decision, Meeting, Motion, PolicyChange
from commonwork.assembly.motion_steps import locked
from commonwork.assembly.permits_rolls import is_open
from commonwork.assembly.queries.motions import latest_version
from commonwork.charter.actions import policies
from commonwork.charter.queries import in_force
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Body
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui.dates import day


class TextOfDecisionMissing(Refusal):
    sentence = sentence("A decision needs a title and a text.")
    field = "text"


class BeforeTheDecision(Refusal):
    sentence = sentence("A policy cannot change before the decision of {decided}.")
    field = "starts_on"


class PolicyChangedAlready(Refusal):
    sentence = sentence("This decision has changed that policy already.")
    status = 409


@act
def record(
    *,
    body: Body,
    title: str,
    text: str,
    on: date,
    how: str,
    by: Who,
    at: datetime,
    motion: Motion | None = None,
    meeting: Meeting | None = None,
    source: Who = "",
    tally: Mapping[str, int] | None = None,
    review_on: date | None = None,
    key: str = "",
) -> Decision:
    """Write down a decision. A motion it decides is closed, and a policy that motion changes is adopted.

    how: consent, hands, ballot, count, budget or other. source: what it came from (a round, a poll, an election).
    tally: how many, by what was counted. Raises StillToCome, TextOfDecisionMissing, NotInThatStage, and what
    `change_policy` raises.
    """
    happened(on, at)
    title, text = " ".join(title.split()), text.strip()
    if not (title and text):
        raise TextOfDecisionMissing()
    if motion is not None:
        motion = _decided(motion)
    decision = Decision.objects.create(
        key=key or new_key("decision"),
        body=body,
        title=title,
        text=text,
        decided_on=on,
        how=Decision.How(how),
        motion=motion,
        version=latest_version(motion) if motion else None,
        meeting=meeting,
        source=ref(source),
        tally=dict(tally or {}),
        review_on=review_on,
    )
    about = [body, *(row for row in (motion, meeting) if row is not None)]
    data: dict[str, Any] = {"how": decision.how, "on": on.isoformat(), "source": decision.source}
    state(
        "assembly.decision.recorded",
        subject=decision,
        by=by,
        at=at,
        organisation=body.organisation or "",
        about=about,
        data=data | {"tally": decision.tally},
    )
    if is_open(body):
        said: dict[str, Any] = {"subject": decision, "organisation": body.organisation or "", "about": [body]}
        state("assembly.decision.announced", by=by, at=at, **said)
    if motion is not None and motion.policy_code:
        _change_as_moved(decision, motion, by=by, at=at)
    return decision


@act
def change_policy(
    *, decision: Decision, code: str, value: Any, starts_on: date, by: Who, at: datetime
) -> Decision:
    """A decision changes a policy of its organisation (of the network, for a body of the network) from a day on.

    The policy's source is the decision itself. Raises BeforeTheDecision, PolicyChangedAlready, NoSuchPolicy,
    NotAPolicyValue, NoNetworkYet.
    """
    rows = Decision.objects.select_for_update(of=("self",)).select_related("body__organisation")
    decision = rows.get(pk=decision.pk)
    if starts_on < decision.decided_on:
        raise BeforeTheDecision(decided=day(decision.decided_on))
    if decision.policy_changes.filter(code=code).exists():
        raise PolicyChangedAlready()
    owner = decision.body.organisation
    before = in_force(code, on=starts_on, organisation=owner)
    policies.adopt(
        code=code,
        value=value,
        starts_on=starts_on,
        adopted_by=decision.body,
        adopted_on=decision.decided_on,
        source=ref(decision),
        organisation=owner,
        by=by,
        at=at,
    )
    PolicyChange.objects.create(
        decision=decision,
        code=code,
        value=value,
        value_before=before.value if before else None,
        starts_on=starts_on,
    )
    state(
        "assembly.decision.policy_changed",
        subject=decision,
        by=by,
        at=at,
        organisation=owner or "",
        about=[decision.body],
        data={"policy": code, "starts_on": starts_on.isoformat()},
    )
    return decision


def _decided(motion: Motion) -> Motion:
    motion = locked(motion, Motion.State.SEEKING, Motion.State.OPEN)
    motion.state = Motion.State.DECIDED
    motion.save(update_fields=["state"])
    return motion


def _change_as_moved(decision: Decision, motion: Motion, *, by: Who, at: datetime) -> None:
    """The policy the motion names, from the day it names, but not before the decision."""
    assert motion.policy_from is not None, "a motion that changes a policy says from when"
    starts_on = max(motion.policy_from, decision.decided_on)
    code, value = motion.policy_code, motion.policy_value
    change_policy(decision=decision, code=code, value=value, starts_on=starts_on, by=by, at=at)
