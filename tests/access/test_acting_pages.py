"""The page of one act: what it hands the act, where it leads, how a refusal is said."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from commonwork.access.acting import Ask, act_page, attempt, itself, who
from commonwork.registry.models import Person
from commonwork.rules.refusal import Refusal
from commonwork.ui.forms import ActForm
from tests.access.make import account

pytestmark = pytest.mark.django_db
ASK = Ask(
    "Close the door", "Nobody comes in afterwards.", "Close it", "/back/", [("/home/", "Home")], "You see it."
)


class DoorStuck(Refusal):
    sentence = "The door is stuck."


def _request(method: str = "get", **data: str):
    made = getattr(RequestFactory(), method)("/door/", data)
    made.user, made.session = account("ada"), {}
    made._messages = FallbackStorage(made)
    return made


def test_the_act_gets_who_acts_when_and_the_token_of_the_form() -> None:
    request, given = _request("post", once="t1"), {}
    form = ActForm(request.POST)
    made = attempt(request, form, lambda **how: given.update(how) or "shut")
    assert made == ["shut"]
    assert (given["by"], given["once"], given["at"].tzinfo is not None) == (request.user.person, "t1", True)


def test_it_leads_to_what_the_act_made_and_says_so() -> None:
    request = _request("post", once="t1")
    person = request.user.person
    form = ActForm(request.POST)
    answer = act_page(request, form, lambda **how: "/made/", ASK, to=itself, done=lambda made: f"At {made}.")
    assert (answer.status_code, answer["Location"]) == (302, "/made/")
    assert [str(one) for one in request._messages] == ["At /made/."]
    assert person.pk


def test_a_page_that_is_only_opened_asks_and_does_nothing(rf: RequestFactory) -> None:
    def never(**how: object) -> None:
        raise AssertionError("opened, not sent")

    page = act_page(_request(), ActForm(), never, ASK).content.decode()
    for words in (
        "Close the door",
        "Nobody comes in afterwards.",
        "Close it",
        "/back/",
        "/home/",
        "You see it.",
    ):
        assert words in page


def test_a_refusal_is_said_in_words_and_the_page_is_422() -> None:
    def refuse(**how: object) -> None:
        raise DoorStuck()

    request = _request("post", once="t1")
    answer = act_page(request, ActForm(request.POST), refuse, ASK, to="/elsewhere/")
    assert answer.status_code == 422 and "The door is stuck." in answer.content.decode()


def test_an_account_without_a_person_cannot_act() -> None:
    request = _request("post", once="t1")
    request.user = AnonymousUser()
    with pytest.raises(PermissionDenied):
        who(request)
    assert Person.objects.exists()
