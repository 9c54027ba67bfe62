"""Reading plans: the draft, the versions, the assumptions a new plan starts with, and how two plans differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from commonwork.charter.queries import in_force
from commonwork.incubator import policies
from commonwork.incubator.models import PlanDraft, PlanVersion, Team
from commonwork.incubator.topics import TOPICS, Question
from commonwork.registry.models import Organisation
from commonwork.rules.money import parse_minor
from commonwork.ui.money import money

LENDING = {"fund_loan_bp": "bank.loan_annual_rate_bp", "fund_loan_share_bp": "bank.loan_share_bp"}
FROM_POLICY = {
    "living_wage": policies.LIVING_WAGE,
    "full_time_hours": policies.FULL_TIME_HOURS,
    "payroll_tax_bp": policies.PLAN_PAYROLL_TAX_BP,
    "tax_bp": policies.PLAN_TAX_BP,
    "equity_cap": policies.MEMBER_EQUITY_CAP,
}


@dataclass(frozen=True)
class Difference:
    """One assumption that differs: where it stands, and both values as the plan's JSON holds them."""

    topic: Any
    row: str
    question: Question
    before: Any
    after: Any


def working(team: Team, *, on: date) -> dict[str, Any]:
    """The draft of a team, or the assumptions a new plan starts with; the cap of a member's share is today's."""
    draft = PlanDraft.objects.filter(team=team).first()
    plan = dict(draft.assumptions) if draft else beginning(team, on=on)
    return plan | _policies({"equity_cap": policies.MEMBER_EQUITY_CAP}, on=on)


def beginning(team: Team, *, on: date) -> dict[str, Any]:
    """What a plan holds before anyone has typed: the network's own figures, and the team's people as members."""
    people = team.members.filter(ends_on=None).count()
    return {
        "starts_on": on.replace(day=1).isoformat(),
        "products": [],
        "start_costs": [],
        "fixed_costs": [],
        "members": max(1, people),
        "cases": {},
    } | _policies({**FROM_POLICY, **LENDING}, on=on)


def _policies(wanted: Mapping[str, str], *, on: date) -> dict[str, Any]:
    found = {name: in_force(code, on=on) for name, code in wanted.items()}
    return {name: policy.value for name, policy in found.items() if policy is not None}


def living_wage_said(*, on: date) -> str:
    """The network's living wage and where it comes from, in a sentence; empty where nobody has adopted one."""
    policy = in_force(policies.LIVING_WAGE, on=on)
    if policy is None:
        return ""
    said = {"wage": money(parse_minor(str(policy.value), "USD")), "source": policy.source}
    return _("The network reckons a living wage of %(wage)s an hour. Source: %(source)s.") % said


def versions(team: Team) -> list[PlanVersion]:
    """The versions of a team's plan, the newest first."""
    return list(PlanVersion.objects.filter(team=team).select_related("team").order_by("-number"))


def sister_coops(team: Team) -> dict[str, str]:
    """{key: name} of the co-ops of the register that a plan can name."""
    rows = Organisation.objects.filter(kind=Organisation.Kind.COOP).exclude(key=team.key).order_by("name")
    return dict(rows.values_list("key", "name"))


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What differs between two plans, topic by topic; a row that is only in one of them differs in all it says."""
    return [
        Difference(topic.name, row_name, question, *values)
        for topic in TOPICS
        for row_name, old, new in _pairs(topic.rows, before, after)
        for question in topic.questions
        if (values := (_value(old, question), _value(new, question)))[0] != values[1]
    ]


def _pairs(
    rows: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[tuple[str, Mapping[str, Any] | None, Mapping[str, Any] | None]]:
    if not rows:
        return [("", before, after)]
    old, new = _by_key(before.get(rows)), _by_key(after.get(rows))
    keys = [*old, *(key for key in new if key not in old)]
    absent: Any = {} if rows == "cases" else None  # a case that nobody typed changes nothing
    return [
        (
            str((new.get(key) or old.get(key) or {}).get("name", key)),
            old.get(key, absent),
            new.get(key, absent),
        )
        for key in keys
    ]


def _by_key(rows: Any) -> dict[str, Mapping[str, Any]]:
    if isinstance(rows, Mapping):
        return {key: row or {} for key, row in rows.items()}
    return {str(row.get("key")): row for row in rows or ()}


def _value(row: Mapping[str, Any] | None, question: Question) -> Any:
    """The value of one assumption, as it counts: what nobody typed is what stands there by itself."""
    if row is None:
        return None
    value = row.get(question.key)
    if question.place is not None and isinstance(value, list):
        value = value[question.place]
    if value is None or value == "":
        value = question.standard
    if question.kind == "money":
        return f"{Decimal(str(value or 0)):.2f}"
    return f"{Decimal(str(value or 0)).normalize():f}" if question.kind == "hours" else value


def month_name(starts_on: date, month: int) -> str:
    """A month of a plan, counted from 1: "Mar 2027"."""
    number = starts_on.month - 1 + month - 1
    name = str(MONTHS[number % 12 + 1])[:3]
    return _("%(month)s %(year)d") % {"month": name, "year": starts_on.year + number // 12}
