"""The page that takes in a list of people: look first, then one press."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commonwork.access.actions import accounts, roles
from commonwork.access.models import Account
from commonwork.record.models import Fact
from commonwork.registry.models import Organisation, Person
from tests.registry.make import DAY_ONE, MOMENT, ada, farm, network

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.registry.urls")]
PAGE = "/people/import/"
LIST = (
    "key,name,email,phone,language,organisation,class,from\r\n"
    ',"Ben ""Bo"" Ode (invented)",ben@example.org,,,freedom_farm,member,2016-01-01\r\n'
)


@pytest.fixture
def steward(client: Client) -> Client:
    network()
    farm()
    return signed_in(client, "steward")


def signed_in(client: Client, role: str) -> Client:
    person = ada()
    accounts.open_for(person=person, email="ada@example.org", **MOMENT)
    roles.give(person=person, role=role, on=DAY_ONE, **MOMENT)
    client.force_login(Account.objects.get())
    return client


def hidden(response: Any) -> dict[str, str]:
    """The hidden fields of the second form, as a browser would send them."""
    press = response.context["press"]
    return {"once": press["once"].initial, "text": press["text"].initial}


def test_a_list_is_shown_first_and_taken_in_by_the_second_press(steward: Client) -> None:
    shown = steward.post(PAGE, {"text": LIST})
    assert shown.status_code == 200 and Person.objects.count() == 1
    page = shown.content.decode()
    assert "1 new, 0 changed, 0 unchanged." in page
    assert "joins Freedom Farms as worker-owner from 2016-01-01" in page
    sent = hidden(shown)
    done = steward.post(PAGE, sent)
    fact = Fact.objects.get(kind="registry.people.imported")
    assert (done.status_code, done["Location"]) == (302, f"/receipts/{fact.number}/")
    assert fact.actor == "registry.person/invented_ada"
    again = steward.post(PAGE, sent)
    assert again["Location"] == done["Location"]
    assert Person.objects.filter(name='Ben "Bo" Ode (invented)').count() == 1


def test_a_file_is_read_as_well(steward: Client) -> None:
    file = SimpleUploadedFile("people.csv", ("\ufeff" + LIST).encode(), "text/csv")
    shown = steward.post(PAGE, {"file": file})
    assert "Ben &quot;Bo&quot; Ode (invented)" in shown.content.decode()
    assert steward.post(PAGE, hidden(shown)).status_code == 302
    assert Person.objects.count() == 2


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": LIST.replace("freedom_farm", "moon")}, "There is no organisation “moon” in the register."),
        ({"text": LIST.replace("@", "(at)")}, "is not an e-mail address"),
        ({"text": ""}, "Choose a file or paste a list."),
        ({"file": SimpleUploadedFile("people.csv", b"\x89PNG\r\n\x1a\n")}, "This file must be one of: text."),
    ],
)
def test_a_bad_list_is_refused_and_what_was_typed_stays(
    steward: Client, sent: dict[str, Any], said: str
) -> None:
    shown = steward.post(PAGE, sent)
    page = shown.content.decode()
    assert shown.status_code == 422
    assert said in page
    assert not re.search(r'name="once"', page)
    if sent.get("text"):
        assert "Ode (invented)" in page
    assert Person.objects.count() == 1


def test_a_list_that_holds_nothing_new_says_so_and_offers_no_press(steward: Client) -> None:
    steward.post(PAGE, hidden(steward.post(PAGE, {"text": LIST})))
    shown = steward.post(PAGE, {"text": LIST})
    assert "just as the list says" in shown.content.decode()
    assert shown.context["press"] is None
    assert steward.post(PAGE, {"text": LIST, "once": "other"})["Location"] == "/people/"


def test_a_list_that_went_stale_between_the_presses_is_refused_whole(steward: Client) -> None:
    sent = hidden(steward.post(PAGE, {"text": LIST}))
    Organisation.objects.update(key="other_farm", name="Other Farms")
    refused = steward.post(PAGE, sent)
    assert refused.status_code == 422
    assert "There is no organisation “freedom_farm”" in refused.content.decode()
    assert Person.objects.count() == 1


def test_the_page_opens_for_a_steward_and_for_nobody_else(client: Client) -> None:
    assert client.get(PAGE).status_code == 302
    assert signed_in(client, "trainer").get(PAGE).status_code == 403


def test_the_page_names_the_columns(steward: Client) -> None:
    page = steward.get(PAGE).content.decode()
    assert page.count("<h1") == 1
    assert "key, name, email, phone, language, organisation, class, from" in page
