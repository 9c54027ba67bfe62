"""Policies: adopt a value from a day on."""

from datetime import date, datetime
from typing import Any

from commonwork.charter.kinds import POLICIES, PolicyKind
from commonwork.charter.models import Policy
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.models import Network, Organisation
from commonwork.rules.money import parse_minor
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
    if not _fits(POLICIES[code], value):
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


def _fits(kind: PolicyKind, value: Any) -> bool:
    if kind.unit in {"bp", "count", "days"}:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if kind.unit == "amount":
        try:
            return isinstance(value, str) and parse_minor(value, "USD") >= 0
        except Refusal:
            return False
    if kind.unit == "codes":
        return isinstance(value, list) and all(
            isinstance(item, str) and (not kind.choices or item in kind.choices) for item in value
        )
    if kind.unit == "code" and kind.choices:
        return value in kind.choices
    return isinstance(value, str)
