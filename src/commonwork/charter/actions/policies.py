"""Policies: adopt a value from a day on."""

from datetime import date, datetime
from typing import Any

from commonwork.charter.kinds import POLICIES, fits
from commonwork.charter.models import Policy
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.models import Network, Organisation
from commonwork.rules.refusal import Refusal, sentence


class NoSuchPolicy(Refusal):
    sentence = sentence("There is no policy called {policy}.")


class NoNetworkYet(Refusal):
    sentence = sentence("There is no network yet. Load a network file first.")
    status = 409


class NotAPolicyValue(Refusal):
    sentence = sentence("{value} cannot be the value of the policy {policy}.")


@act
def adopt(
    *,
    code: str,
    value: Any,
    starts_on: date,
    adopted_by: Who,
    source: str,
    by: Who,
    at: datetime,
    organisation: Organisation | None = None,
    adopted_on: date | None = None,
) -> Network | Organisation:
    """A body adopts a value from a day on; a later adoption for the same day replaces it, and both stay facts.

    Returns whose policy it is. Raises NoSuchPolicy, NotAPolicyValue, NoNetworkYet.
    """
    if code not in POLICIES:
        raise NoSuchPolicy(policy=code)
    if not fits(code, value):
        raise NotAPolicyValue(policy=code, value=value)
    owner = organisation or Network.objects.first()
    if owner is None:
        raise NoNetworkYet()
    Policy.objects.update_or_create(
        code=code,
        organisation=organisation,
        starts_on=starts_on,
        defaults={
            "value": value,
            "adopted_by": ref(adopted_by),
            "adopted_on": adopted_on or starts_on,
            "source": source,
        },
    )
    state(
        "charter.policy.adopted",
        subject=owner,
        by=by,
        at=at,
        organisation=organisation or "",
        data={"policy": code, "value": value, "starts_on": starts_on.isoformat()},
    )
    return owner
