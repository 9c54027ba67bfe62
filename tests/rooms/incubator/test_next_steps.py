"""A team's page has one act above all others, for each who looks; the rest is grouped; a visitor has none."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from commonwork.incubator.actions import gates, mentoring, resting, tasks
from commonwork.incubator.models import Team
from commonwork.record.acts import state
from tests.rooms.incubator import make
from tests.rooms.incubator.season import ready_team, through
from tests.rooms.incubator.test_pages import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]  # forms and pages
ON = date(2017, 3, 1)
WHO: dict[str, Any] = {"by": "system/test", "at": make.NOON}


def first(client: Client, team: Team, name: str, role: str = "") -> str:
    """The one act this person finds on top, or nothing."""
    client.force_login(make.account(name, role), backend=BACKEND)
    return shown(client, team)


def shown(client: Client, team: Team) -> str:
    context = client.get(team.get_absolute_url()).context
    links = [link for group in context["groups"] for link in group.links]
    assert context["first"] not in links, "what is first is not offered twice"
    return str(context["first"].text) if context["first"] else ""


def test_each_who_looks_finds_the_one_act_that_brings_the_team_on(client: Client) -> None:
    team = make.green_team()
    assert (shown(client, team), client.get(team.get_absolute_url()).context["groups"]) == ("", [])
    assert first(client, team, "Iris") == "Hand in: The idea on one page"
    tasks.finish(team=team, code="idea_in_a_page", evidence="Here.", on=ON, **WHO)
    assert shown(client, team) == "", "all is handed in; the plan is in the groups"
    assert "Plan in figures" in client.get(team.get_absolute_url()).content.decode()
    mentoring.match(team=team, mentor=make.person("Vera"), on=ON, **WHO)
    assert first(client, team, "Vera") == "Enter mentor hours"
    assert first(client, team, "Rosa", "incubator-coordinator") == "Pass the gate “Idea”"
    resting.pause(team=team, reason="Harvest.", on=ON, **WHO)
    assert shown(client, team) == ""
    assert "Go on" in client.get(team.get_absolute_url()).content.decode()


def test_before_the_money_the_bank_is_asked_and_after_the_last_gate_the_co_op_opens(client: Client) -> None:
    team = through(ready_team(), "review_by_assembly_and_federation")
    assert first(client, team, "Rosa", "incubator-coordinator") == "Ask the bank for a loan"
    state("journeys.loan.requested", subject="bank.loan/x", about=[team], data={"amount_minor": 1}, **WHO)
    assert shown(client, team) == "Pass the gate “Financing”"
    team = Team.objects.get()
    for key in ("financing", "incorporated", "launched"):
        gates.pass_gate(team=team, stage=key, on=date(2016, 5, 2), evidence=make.documents(key), **WHO)
    assert shown(client, team) == "Open the co-op"
