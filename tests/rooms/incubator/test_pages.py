"""The pages and the API of the incubator: what anyone reads, what coordinators do, what stays unnamed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonwork.incubator import queries
from commonwork.incubator.actions import gates, ideas, mentoring, teams
from commonwork.incubator.models import GatePassed, Idea, MentorHours, Team
from commonwork.record.models import Fact
from tests.rooms.incubator import make

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": "system/test", "at": make.NOON}


@pytest.fixture
def coordinator(client: Client) -> Client:
    make.incubator()
    client.force_login(make.account("Rosa", "incubator-coordinator"), backend=BACKEND)
    return client


BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def get(client: Client, name: str, *args: str, **asked: str) -> str:
    response = client.get(reverse(name, args=args), asked)
    assert response.status_code == 200, (name, response.status_code)
    return response.content.decode()


def team_before_the_circle() -> Team:
    make.gate_policies()
    team = make.green_team()
    for key, day in (("idea", 10), ("team_formed", 14)):
        gates.pass_gate(team=team, stage=key, on=date(2016, 3, day), evidence=make.documents(key), **WHO)
    return Team.objects.get(pk=team.pk)


def test_every_public_page_opens_before_anything_exists(client: Client) -> None:
    make.network()
    for name in ("incubator", "incubator_teams", "incubator_gates", "incubator_hours", "incubator_ideas"):
        page = get(client, name)
        assert page.count("<h1") == 1 and "Anyone can" in page


def test_the_face_shows_the_path_and_where_the_team_stands(client: Client) -> None:
    team_before_the_circle()
    page = get(client, "incubator")
    assert "The Green Team has passed 2 of 11 gates. The next one is “Study circle done”." in page
    assert "1 team stands here" in page


def test_a_visitor_reads_a_team_without_its_names(client: Client) -> None:
    team = team_before_the_circle()
    mentoring.log(team=team, mentor=make.person("Vera"), on=date(2016, 3, 16), hours=Decimal("2.5"), **WHO)
    page = get(client, "incubator_team", team.key)
    assert "Working agreement of the team" in page and "14 Mar 2016" in page
    assert "3 people are not named here." in page
    assert not [name for name in ("Iris", "Jonah", "Kemi", "Vera") if name in page]


def test_someone_who_agreed_is_named_to_visitors(client: Client) -> None:
    team = make.green_team()
    iris = make.person("Iris")
    iris.shows_name = True
    iris.save()
    page = get(client, "incubator_team", team.key)
    assert "Iris (invented)" in page and "2 people are not named here." in page


def test_a_member_of_the_team_reads_the_names(client: Client) -> None:
    team = make.green_team()
    client.force_login(make.account("Kemi"), backend=BACKEND)
    page = get(client, "incubator_team", team.key)
    assert "Jonah (invented)" in page and "Pass the gate" not in page


def test_a_coordinator_passes_a_gate_and_gets_a_receipt(coordinator: Client) -> None:
    team = make.green_team()
    url = reverse("incubator_gate_pass", args=[team.key])
    asked = {"stage": "idea", "on": "2016-03-10", "evidence": ["idea_in_a_page"], "once": "press"}
    first, second = coordinator.post(url, asked), coordinator.post(url, asked)
    fact = Fact.objects.get(kind="incubator.gate.passed")
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"] == reverse("receipt", args=[fact.number])
    assert GatePassed.objects.get().passed_by == "registry.person/invented_rosa"


def test_a_refused_gate_says_why_and_keeps_what_was_typed(coordinator: Client) -> None:
    team = team_before_the_circle()
    url = reverse("incubator_gate_pass", args=[team.key])
    asked = {"stage": "study_circle_done", "on": "2016-03-17", "evidence": ["circle_notes"]}
    response = coordinator.post(url, asked)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Not yet: Iris (invented), Jonah (invented), Kemi (invented)." in page
    assert 'value="2016-03-17"' in page
    assert Team.objects.get().stage == "team_formed"


def test_an_old_page_does_not_pass_a_later_gate(coordinator: Client) -> None:
    team = team_before_the_circle()
    url = reverse("incubator_gate_pass", args=[team.key])
    response = coordinator.post(url, {"stage": "idea", "on": "2016-03-20", "evidence": ["idea_in_a_page"]})
    assert response.status_code == 422
    assert "already passed the gate “Idea”" in response.content.decode()


def test_a_gate_is_taken_back_from_the_page(coordinator: Client) -> None:
    team = team_before_the_circle()
    url = reverse("incubator_gate_take_back", args=[team.key])
    assert coordinator.post(url, {"stage": "idea"}).status_code == 422
    assert coordinator.post(url, {"stage": "team_formed"}).status_code == 302
    assert Team.objects.get().stage == "idea"


def test_a_team_is_formed_from_names_typed_one_a_line(coordinator: Client) -> None:
    for name in ("Iris", "Jonah", "Jo"):
        make.person(name)
    typed = {"name": "The Green Team", "members": "iris\ninvented_jonah\n", "formed_on": "2016-03-10"}
    response = coordinator.post(reverse("incubator_team_form"), typed)
    team = Team.objects.get()
    assert response["Location"] == team.get_absolute_url()
    assert [person.key for person in queries.people_of(team, on=make.FORMED)] == [
        "invented_iris",
        "invented_jonah",
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Nobody\nIris", "Nobody in the network is called “Nobody”"),
        ("Jo\nIris", "More than one person is called “Jo”"),
    ],
)
def test_names_that_fit_nobody_or_several_are_refused(coordinator: Client, typed: str, said: str) -> None:
    for name in ("Iris", "Jonah", "Josef"):
        make.person(name)
    asked = {"name": "Team", "members": typed, "formed_on": "2016-03-10"}
    response = coordinator.post(reverse("incubator_team_form"), asked)
    assert response.status_code == 422 and said in response.content.decode()
    assert not Team.objects.exists()


def test_people_join_and_leave_on_one_page(coordinator: Client) -> None:
    team, lena = make.green_team(), make.person("Lena")
    join, leave = (reverse(f"incubator_team_{name}", args=[team.key]) for name in ("people", "leave"))
    assert coordinator.post(join, {"person": "Lena", "on": "2016-03-20"}).status_code == 302
    assert coordinator.post(leave, {"person": lena.pk, "on": "2016-03-25"}).status_code == 302
    assert lena not in queries.people_of(team, on=date(2016, 3, 25))
    assert coordinator.post(leave, {"person": lena.pk, "on": "2016-03-25"}).status_code == 422


def test_mentor_hours_are_entered_and_struck(coordinator: Client) -> None:
    team = make.green_team()
    make.person("Vera")
    url = reverse("incubator_hours_log", args=[team.key])
    assert coordinator.post(url, {"mentor": "Vera", "on": "2016-03-16", "hours": "2.3"}).status_code == 422
    assert coordinator.post(url, {"mentor": "Vera", "on": "2016-03-16", "hours": "2.5"}).status_code == 302
    page = get(coordinator, "incubator_hours", **{"from": "2016-03-16", "to": "2016-03-17"})
    assert "<strong>2.5 hours</strong>" in page and "Vera (invented)" in page
    strike = reverse("incubator_hours_strike", args=[MentorHours.objects.get().key])
    assert coordinator.post(strike, {"once": "press"}).status_code == 302
    assert "<strong>0 hours</strong>" in get(coordinator, "incubator_hours")


def test_hours_before_the_last_day_count_and_that_day_does_not(client: Client) -> None:
    team = make.green_team()
    for day, hours in ((16, "2"), (24, "2.5")):
        mentoring.log(
            team=team, mentor=make.person("Vera"), on=date(2016, 3, day), hours=Decimal(hours), **WHO
        )
    page = get(client, "incubator_hours", **{"from": "2016-03-16", "to": "2016-03-24"})
    assert "<strong>2 hours</strong>" in page and "Vera" not in page


def test_the_list_of_gates_is_the_rows_behind_the_figure(client: Client) -> None:
    team_before_the_circle()
    page = get(client, "incubator_gates", **{"from": "2016-03-10", "to": "2016-03-14"})
    assert "1 gates passed by 1 team." in page and "0 teams were made ready" in page
    exported = client.get(reverse("incubator_gates"), {"format": "json", "stage": "idea"})
    assert [row["gate"] for row in exported.json()["rows"]] == ["Idea"]


def test_anyone_signed_in_proposes_and_supports_ideas(client: Client) -> None:
    make.network()
    client.force_login(make.account("Hope"), backend=BACKEND)
    typed = {
        "title": "Bike repair",
        "text": "A workshop.",
        "who_for": "People without a car",
        "once": "press",
    }
    for _press in range(2):
        assert client.post(reverse("incubator_idea_propose"), typed).status_code == 302
    idea = Idea.objects.get()
    client.force_login(make.account("Lena"), backend=BACKEND)
    support = reverse("incubator_idea_support", args=[idea.key])
    assert client.post(support, {"once": "other"}).status_code == 302
    assert client.post(support, {"once": "third"}).status_code == 422
    page = get(client, "incubator_idea", idea.key)
    assert "2 people stand behind it." in page and "Hope (invented)" not in page


def test_a_declined_idea_shows_its_reason(coordinator: Client) -> None:
    idea = ideas.propose(title="Bikes", text="Repair", who_for="All", on=make.FORMED, **WHO)
    url = reverse("incubator_idea_decline", args=[idea.key])
    assert coordinator.post(url, {"reason": ""}).status_code == 422
    assert coordinator.post(url, {"reason": "No room for a workshop yet."}).status_code == 302
    assert "No room for a workshop yet." in get(coordinator, "incubator_idea", idea.key)
    assert "Bikes" not in get(coordinator, "incubator_ideas", state="open")


def test_who_may_not_act_is_turned_away(client: Client) -> None:
    team = make.green_team()
    entry = mentoring.log(team=team, mentor=make.person("Vera"), on=make.FORMED, hours=Decimal(1), **WHO)
    idea = ideas.propose(title="Bikes", text="Repair", who_for="All", on=make.FORMED, **WHO)
    names = ["team_people", "team_leave", "gate_pass", "gate_take_back", "hours_log"]
    urls = [reverse(f"incubator_{name}", args=[team.key]) for name in names]
    urls += [reverse("incubator_team_form"), reverse("incubator_hours_strike", args=[entry.key])]
    urls += [reverse("incubator_idea_decline", args=[idea.key])]
    for url in urls:
        assert client.post(url).status_code == 302, f"{url} leads visitors to the sign-in"
    client.force_login(make.account("Omar"), backend=BACKEND)
    for url in urls:
        assert client.post(url).status_code == 403, url


def test_needs_are_the_next_gate_for_coordinators_and_members() -> None:
    team = team_before_the_circle()
    rosa, kemi, omar = (
        make.account("Rosa", "incubator-coordinator"),
        make.account("Kemi"),
        make.account("Omar"),
    )
    on = date(2016, 3, 20)
    assert [need.title for need in queries.needs(rosa, on)] == [
        "Pass the gate “Study circle done” of The Green Team"
    ]
    (own,) = queries.needs(kemi, on)
    assert (own.title, own.due_on) == ("Prepare the gate “Study circle done”", date(2016, 3, 14))
    assert own.href == team.get_absolute_url() and queries.needs(omar, on) == []


def test_the_board_stays_quick_with_many_teams(client: Client, django_assert_max_num_queries: Any) -> None:
    people = [make.person("Iris"), make.person("Kemi")]
    for number in range(60):
        teams.form(name=f"Team {number}", members=people, on=make.FORMED, **WHO)
    with django_assert_max_num_queries(12):
        page = get(client, "incubator_teams", before="idea")
    assert page.count("<tr>") == 26  # 25 a page and the head


def test_the_api_names_no_people(client: Client) -> None:
    team = team_before_the_circle()
    mentoring.log(team=team, mentor=make.person("Vera"), on=date(2016, 3, 16), hours=Decimal("2.5"), **WHO)
    got = client.get("/api/v1/incubator/teams/green_team")
    assert got.json()["stage"] == "team_formed" and "Iris" not in got.content.decode()
    assert client.get("/api/v1/incubator/stages").json()[2]["teams_waiting"] == 1
    assert client.get("/api/v1/incubator/figures").json()["teams_on_the_way"] == 1
    assert client.get("/api/v1/incubator/teams/nobody").status_code == 404
