"""From a motion to a vote by phone and paper: the form begins with the motion, for those who run the body's votes."""

import pytest
from django.test import Client

from tests.rooms.assembly.make import account, network, person
from tests.rooms.assembly.roll_make import affirmed, body, farm, open_motion, sits

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_a_vote_on_a_motion_begins_with_its_text_and_roll() -> None:
    network()
    council = body("council", "council")
    sits(person("Ben"), council)
    roll, motion = affirmed(council), open_motion(council, person("Ada"))
    runner = Client()
    runner.force_login(account("Sol", "assembly-facilitator"), backend=BACKEND)
    address = f"/assembly/votes/new/?motion={motion.key}"
    assert f'href="{address}"' in runner.get(motion.get_absolute_url()).content.decode()
    page = runner.get(address).content.decode()
    assert f'value="{motion.title}"' in page and "fifty dollars a day" in page
    for chosen in (f'<option value="{council.pk}" selected', f'<option value="{roll.pk}" selected'):
        assert chosen in page
    assert f'href="{address}"' not in Client().get(motion.get_absolute_url()).content.decode()


def test_the_text_of_a_motion_elsewhere_is_not_shown() -> None:
    meeting, people = farm()
    motion = open_motion(meeting, people[0])
    stranger = Client()
    stranger.force_login(account("Sol", "assembly-facilitator", "nubias"), backend=BACKEND)
    page = stranger.get(f"/assembly/votes/new/?motion={motion.key}").content.decode()
    assert "fifty dollars a day" not in page
