"""Reading the charter: the value of a policy on a day, the principles in force."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from commonwork.charter.kinds import POLICIES
from commonwork.charter.models import Policy, Principle
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence


class PolicyMissing(Refusal):
    sentence = sentence("Nothing has been decided yet about “{policy}”. A body must adopt a value first.")


def in_force(code: str, *, on: date, organisation: Organisation | None = None) -> Policy | None:
    """The policy in force on a day: the organisation's own, else the network's."""
    rows = Policy.objects.filter(code=code, starts_on__lte=on)
    rows = rows.filter(Q(organisation=organisation) | Q(organisation=None))
    return max(rows, key=_rank, default=None)


def value(code: str, *, on: date, organisation: Organisation | None = None) -> Any:
    """The value in force on a day (int for bp, count and days; decimal string for amounts). Raises PolicyMissing."""
    assert code in POLICIES, f"the policy {code} is not declared"
    policy = in_force(code, on=on, organisation=organisation)
    if policy is None:
        raise PolicyMissing(policy=code)
    return policy.value


def values(codes: Iterable[str], *, on: date, organisation: Organisation | None = None) -> dict[str, Any]:
    """{code: value in force on a day} of several policies at once. Raises PolicyMissing for the first that has none."""
    wanted = list(codes)
    rows = Policy.objects.filter(code__in=wanted, starts_on__lte=on)
    latest: dict[str, Policy] = {}
    for row in rows.filter(Q(organisation=organisation) | Q(organisation=None)):
        kept = latest.get(row.code)
        if kept is None or _rank(row) > _rank(kept):
            latest[row.code] = row
    for code in wanted:
        assert code in POLICIES, f"the policy {code} is not declared"
        if code not in latest:
            raise PolicyMissing(policy=code)
    return {code: latest[code].value for code in wanted}


def _rank(row: Policy) -> tuple[bool, date]:
    return row.organisation_id is not None, row.starts_on


def principles(*, on: date) -> QuerySet[Principle]:
    """The principles in force on a day, by number."""
    latest = Principle.objects.filter(adopted_on__lte=on).order_by("-adopted_on").values("adopted_on")[:1]
    return Principle.objects.filter(adopted_on__in=latest).order_by("number")
