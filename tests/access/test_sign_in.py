"""Signing in: a mailed code; a password with a second factor; a passkey. Every account that signs in has a person."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client

from commonwork.access.models import Account
from commonwork.registry.actions import people
from commonwork.registry.models import Person
from tests.access import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> None:
    make.network()
    cache.clear()  # rate limits are counted in the cache


def code() -> str:
    """The code in the last mail."""
    found = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", mail.outbox[-1].body, re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found.group(1)


def whose(client: Client) -> Account | None:
    """The account this browser is signed in with."""
    number = client.session.get("_auth_user_id")
    return Account.objects.get(pk=number) if number else None


def test_a_mailed_code_signs_in(client: Client) -> None:
    account = make.account()
    asked = client.post("/accounts/login/code/", {"email": "ada@example.org"})
    assert asked.status_code == 302 and mail.outbox[-1].to == ["ada@example.org"]
    assert whose(client) is None
    done = client.post("/accounts/login/code/confirm/", {"code": code()})
    assert (done.status_code, done["Location"]) == (302, "/home/")
    assert whose(client) == account


def test_a_wrong_code_signs_nobody_in(client: Client) -> None:
    make.account()
    client.post("/accounts/login/code/", {"email": "ada@example.org"})
    wrong = "AAAA-AAAA" if code() != "AAAA-AAAA" else "BBBB-BBBB"
    assert client.post("/accounts/login/code/confirm/", {"code": wrong}).status_code == 200
    assert whose(client) is None


def test_the_page_does_not_tell_who_has_an_account(client: Client) -> None:
    known, unknown = Client(), Client()
    make.account()
    answers = [
        one.post("/accounts/login/code/", {"email": email})
        for one, email in ((known, "ada@example.org"), (unknown, "nobody@example.org"))
    ]
    assert len({(answer.status_code, answer["Location"]) for answer in answers}) == 1


def test_a_closed_account_is_not_signed_in(client: Client) -> None:
    account = make.account()
    client.post("/accounts/login/code/", {"email": "ada@example.org"})
    Account.objects.filter(pk=account.pk).update(is_active=False)
    client.post("/accounts/login/code/confirm/", {"code": code()})
    assert client.get("/tokens/").status_code == 302, "the pages of an account stay closed"


def sign_up(client: Client, email: str) -> None:
    client.post("/accounts/signup/", {"email": email})
    client.post("/accounts/confirm-email/", {"code": code()})


def test_who_signs_up_confirms_the_address_and_becomes_a_person(client: Client) -> None:
    client.post("/accounts/signup/", {"email": "cleo.ray@example.org"})
    assert whose(client) is None and not Person.objects.exists()
    client.post("/accounts/confirm-email/", {"code": code()})
    account = whose(client)
    assert account is not None and account.person is not None
    assert account.person.name == "cleo.ray"
    assert EmailAddress.objects.get(user=account).verified


def test_who_is_in_the_registry_signs_up_as_that_person(client: Client) -> None:
    cleo = people.record(name="Cleo Ray (invented)", email="cleo@example.org", **make.MOMENT)
    sign_up(client, "cleo@example.org")
    account = whose(client)
    assert account is not None and account.person == cleo
    assert Person.objects.count() == 1


def test_an_account_without_a_person_gets_one_when_it_signs_in(client: Client) -> None:
    lone = Account.objects.create_user("lone@example.org")
    EmailAddress.objects.create(user=lone, email=lone.email, verified=True, primary=True)
    client.post("/accounts/login/code/", {"email": "lone@example.org"})
    done = client.post("/accounts/login/code/confirm/", {"code": code()}, follow=True)
    assert done.status_code == 200
    account = whose(client)
    assert account == lone and account.person is not None


PASSWORD = {"login": "ada@example.org", "password": "a long enough phrase"}


@pytest.fixture
def with_password(settings: Any) -> Account:
    """An account with a password."""
    settings.ACCOUNT_FORMS = {"login": "commonwork.access.forms.SignInForm"}
    account = make.account()
    account.set_password(PASSWORD["password"])
    account.save()
    return account


def test_a_password_and_an_authenticator_sign_in(client: Client, with_password: Account) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(with_password, secret)
    first = client.post("/accounts/login/", PASSWORD)
    assert first["Location"] == "/accounts/2fa/authenticate/"
    assert whose(client) is None, "the password alone is not enough"
    now = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    done = client.post("/accounts/2fa/authenticate/", {"code": now})
    assert (done.status_code, done["Location"]) == (302, "/home/")
    assert whose(client) == with_password
    assert mail.outbox == []


def test_a_password_without_a_second_factor_needs_a_mailed_code_as_well(
    client: Client, with_password: Account
) -> None:
    first = client.post("/accounts/login/", PASSWORD)
    assert first["Location"] == "/accounts/login/code/confirm/"
    assert whose(client) is None
    client.post("/accounts/login/code/confirm/", {"code": code()})
    assert whose(client) == with_password


def test_a_wrong_password_signs_nobody_in(client: Client, with_password: Account) -> None:
    answer = client.post("/accounts/login/", PASSWORD | {"password": "another long phrase"})
    assert answer.status_code == 200 and whose(client) is None and mail.outbox == []


def test_who_has_no_password_leaves_the_field_empty_and_gets_a_code(
    client: Client, with_password: Account
) -> None:
    answer = client.post("/accounts/login/", {"login": "ada@example.org", "password": ""})
    assert answer["Location"] == "/accounts/login/code/confirm/"
    client.post("/accounts/login/code/confirm/", {"code": code()})
    assert whose(client) == with_password


def test_passkeys_authenticators_and_recovery_codes_are_what_an_account_may_use() -> None:
    assert set(settings.MFA_SUPPORTED_TYPES) == set(Authenticator.Type.values)
    assert settings.MFA_PASSKEY_LOGIN_ENABLED
    assert settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


@pytest.mark.parametrize("page", ["/accounts/login/", "/accounts/signup/", "/accounts/login/code/"])
def test_the_doors_open_for_visitors(client: Client, page: str) -> None:
    assert client.get(page).status_code == 200


def test_the_login_page_offers_a_passkey_and_a_password(client: Client, settings: Any) -> None:
    settings.ACCOUNT_FORMS = {"login": "commonwork.access.forms.SignInForm"}
    page = client.get("/accounts/login/").content.decode()
    assert "passkey_login" in page or "login_passkey" in page or "webauthn" in page
    assert re.search(r'<input[^>]+type="password"', page)
    assert not re.search(r'<input[^>]+type="password"[^>]*\brequired', page)
