"""Every bad assumption is named at the field where it was typed, on whichever page that is, and nothing is saved."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from commonwork.charter.actions import policies
from commonwork.incubator.models import PlanDraft
from commonwork.incubator.topics import Question, topic
from tests.rooms.incubator import make
from tests.rooms.incubator.test_plans import at, drafted, member, team, typed
from tests.rules.plans import BAKERY

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]  # forms and pages
__all__ = ["member", "team"]
DAY = {"starts_on": "2027-01-01"}


def answers(part: str, **changed: str) -> dict[str, str]:
    """A page filled in with what stands there by itself, some of it changed."""
    asked = topic(part)
    assert asked is not None
    values = {question.name: _standard(question) for question in asked.questions} | changed
    return {f"0-{name}": value for name, value in values.items()} if asked.rows else values


def _standard(question: Question) -> str:
    if question.kind == "percent":
        return str(int(question.standard or 0) // 100)
    return {"money": "0", "text": "Rent"}.get(question.kind, str(question.standard or 0))


def _sister(values: dict[str, str]) -> dict[str, str]:
    return {name: "" if name.endswith(("sells_to", "buys_from")) else value for name, value in values.items()}


def beside(values: dict[str, str]) -> dict[str, str]:
    """The same answers for the second row."""
    return {name.replace("0-", "1-", 1): value for name, value in values.items()}


BAD: list[tuple[str, dict[str, str], str, str]] = [
    ("sales", typed(price="-1"), "0-price", "at least"),
    ("sales", typed(unit_cost="-0.01"), "0-unit_cost", "at least"),
    ("sales", typed(units_1="0", units_2="0", units_3="0"), "0-units_1", "Say how many units of “Garden visit”"),
    ("sales", typed(units_2="-5"), "0-units_2", "greater than or equal to 0"),
    ("sales", typed(units_3="some"), "0-units_3", "whole number"),
    ("sales", typed(minutes_per_unit="-1"), "0-minutes_per_unit", "greater than or equal to 0"),
    ("seasons", answers("seasons", **{f"season_bp_{n}": "0" for n in range(1, 13)}), "0-season_bp_1", "Say how many units"),
    ("sisters", _sister(answers("sisters", sells_bp="101")), "0-sells_bp", "less than or equal to 100"),
    ("start", answers("start", amount="-3"), "0-amount", "at least"),
    ("running", _sister(answers("running", amount="9", from_month="37")), "0-from_month", "less than or equal to 36"),
    ("work", answers("work", wage="-12"), "wage", "at least"),
    ("work", answers("work", payroll_tax_bp="101"), "payroll_tax_bp", "less than or equal to 100"),
    ("timing", answers("timing", **DAY, receivable_days="121"), "receivable_days", "at most 120 days"),
    ("timing", answers("timing", **DAY, tax_bp="100.01"), "tax_bp", "less than or equal to 100"),
    ("money", answers("money", members="0"), "members", "greater than or equal to 1"),
    ("money", answers("money", members="3", equity_per_member="700"), "equity_per_member", "at most 600.00 USD"),
    ("money", answers("money", members="3", member_loans="10"), "member_loan_months", "over how many months"),
    ("cases", beside(answers("cases", volume_bp="-1")), "1-volume_bp", "greater than or equal to 0"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "said", "field", "words"), BAD, ids=[f"{p}-{f}" for p, _s, f, _w in BAD])
def test_a_bad_assumption_is_named_at_its_field(
    member: Client, team: Any, part: str, said: dict[str, str], field: str, words: str
) -> None:
    drafted(team)
    policies.adopt(
        code="incubator.member_equity_cap", value="600.00", starts_on=date(2016, 1, 1), adopted_by="system/test",
        source="test", by="system/test", at=make.NOON,
    )  # fmt: skip
    if part in {"cases", "start"}:  # these pages ask about two rows: the other one is good
        said = beside(answers(part)) | said if field[0] == "0" else answers(part) | said
    wrong = member.post(at("_topic", part), said)
    assert wrong.status_code == 422
    assert list(wrong.context["form"].errors) == [field]
    page = wrong.content.decode()
    assert words in str(wrong.context["form"].errors[field]), wrong.context["form"].errors
    assert f'href="#id_{field}"' in page, "the summary on top leads to the field"
    assert f'id="id_{field}"' in page or f'id="id_{field}_0"' in page
    assert PlanDraft.objects.get().assumptions["products"] == BAKERY["products"]
