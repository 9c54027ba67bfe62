"""What goes on now, on the front page of the assembly and on the page of a body; names only where they may be told."""

from datetime import date

import pytest
from django.test import Client

from commonwork.assembly.actions import meetings
from commonwork.assembly.queries.deliberation import Placed
from commonwork.assembly.queries.going_on import going_on, votes_of
from commonwork.registry.clock import at_time
from commonwork.rules.opinion_groups import Answers
from tests.rooms.assembly import elections as world
from tests.rooms.assembly.make import WHO, account, adopt, body, network, person
from tests.rooms.assembly.roll_make import body as a_body
from tests.rooms.assembly.roll_make import farm, sits
from tests.rooms.assembly.test_budget_votes import costed

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
DAY = date(2017, 3, 4)


def test_the_front_page_leads_to_what_goes_on() -> None:
    network()
    election, round = world.nominated(), costed()
    page = Client().get("/assembly/").content.decode()
    for thing in (election, round):
        assert f'href="{thing.get_absolute_url()}"' in page
    words = {one.title: one.words for one in going_on(on=DAY)}
    assert words[str(election)] == "Nominations are open until 5 March 2017."
    assert words["Street budget"] == "Ideas are looked at and costed until 20 March 2017."


def test_meetings_of_a_co_op_are_not_told_to_anyone() -> None:
    adopt("assembly.quorum_bp", 5000)
    council, (meeting_of_farm, _people) = a_body("council", "council"), farm()
    for one in (council, meeting_of_farm):
        meetings.call(body=one, starts_at=at_time(date(2026, 5, 20)), **WHO)
    titles = [one.title for one in going_on(on=date(2026, 5, 12))]
    assert any("Council" in title for title in titles)
    assert not any("Farm Meeting" in title for title in titles)


def test_a_body_shows_its_elections_budgets_and_votes() -> None:
    world.nominated()
    round = costed()
    assert [one.title for one in votes_of(body())] == ["Street budget"]
    assert (
        f'href="{round.get_absolute_url()}"'
        in Client().get(f"/assembly/bodies/{body().key}/").content.decode()
    )


def test_who_took_a_seat_is_told_to_the_people_of_the_body_only() -> None:
    council = a_body("council", "council")
    sits(person("Ben"), council)
    here = f"/assembly/bodies/{council.key}/"
    assert "Ben (invented)" not in Client().get(here).content.decode()
    inside = Client()
    inside.force_login(account("Ben"), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Ben (invented)" in inside.get(here).content.decode()


@pytest.mark.parametrize(
    ("groups", "unites"),
    [([(3, 1), (2, 0)], True), ([(3, 1), (1, 1)], False), ([(4, 0), (0, 0)], False)],
)
def test_a_statement_unites_when_most_of_every_group_agree(
    groups: list[tuple[int, int]], unites: bool
) -> None:
    answers = [Answers(agree, disagree, 0) for agree, disagree in groups]
    assert Placed(None, answers[0], answers).unites is unites  # type: ignore[arg-type]
