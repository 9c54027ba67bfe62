"""Roles, accounts and tokens: what their acts change, state and refuse."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from commonwork.access.actions import accounts, roles, tokens
from commonwork.access.models import Account, RoleHolding, Token
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.record.models import Fact
from commonwork.record.queries import tell, trail
from commonwork.registry.actions import people
from tests.access import make

pytestmark = pytest.mark.django_db


def test_a_role_is_given_and_told_in_words() -> None:
    ada = make.person()
    roles.give(
        person=ada, role="loan-officer", organisation=make.coop("bank"), on=make.JANUARY, **make.MOMENT
    )
    fact = trail(ada).get(kind="access.role.given")
    assert (fact.organisation, fact.data) == ("bank", {"role": "loan-officer", "on": "2016-01-01"})
    assert tell([fact])[0].sentence == "Ada (invented) was given the role “Loan officer”."


def test_a_role_nobody_has_thought_of_is_refused() -> None:
    with pytest.raises(roles.NoSuchRole, match="king"):
        roles.give(person=make.person(), role="king", on=make.JANUARY, **make.MOMENT)
    assert not RoleHolding.objects.exists()


def test_a_role_given_twice_from_the_same_day_is_one_role() -> None:
    ada, bank = make.person(), make.coop("bank")
    for place in (bank, bank, None, None):
        roles.give(person=ada, role="loan-officer", organisation=place, on=make.JANUARY, **make.MOMENT)
    assert RoleHolding.objects.count() == 2


def test_a_role_ends_on_a_day_and_not_before_it_began() -> None:
    make.network()
    ada = make.account()
    held = make.holding(ada, "steward")
    with pytest.raises(roles.EndsBeforeItBegan):
        roles.end(holding=held, on=date(2015, 12, 31), **make.MOMENT)
    roles.end(holding=held, on=make.JUNE, **make.MOMENT)
    with pytest.raises(roles.AlreadyEnded, match="2016-06-01"):
        roles.end(holding=held, on=date(2016, 7, 1), **make.MOMENT)
    assert may(ada, Permission.NETWORK_KEEP, on=date(2016, 5, 31))
    assert not may(ada, Permission.NETWORK_KEEP, on=make.JUNE)


def test_a_role_given_by_mistake_ends_on_the_day_it_began_and_never_counted() -> None:
    make.network()
    ada = make.account()
    roles.end(holding=make.holding(ada, "steward"), on=make.JANUARY, **make.MOMENT)
    assert not may(ada, Permission.NETWORK_KEEP, on=make.JANUARY)


def test_the_database_refuses_a_role_that_ends_before_it_begins() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleHolding.objects.create(
            person=make.person(), role="steward", starts_on=make.JUNE, ends_on=make.JANUARY
        )


def test_an_account_opens_with_a_confirmed_address_and_without_a_password() -> None:
    account = make.account()
    address = EmailAddress.objects.get(user=account)
    assert (address.email, address.verified, address.primary) == ("ada@example.org", True, True)
    assert not account.has_usable_password()
    assert (
        Fact.objects.filter(kind="access.account.opened", subject="registry.person/invented_ada").count() == 1
    )


def test_a_person_has_one_account_and_an_address_one_person() -> None:
    account = make.account()
    with pytest.raises(accounts.HasAnAccount, match="Ada"):
        accounts.open_for(person=account.person, email="other@example.org", **make.MOMENT)
    with pytest.raises(accounts.AddressTaken):
        accounts.open_for(person=make.person("ben"), email="ADA@example.org", **make.MOMENT)
    assert Account.objects.count() == 1


def test_a_closed_account_opens_nothing_any_more_and_its_address_is_free() -> None:
    account = make.account()
    secret = tokens.new_secret()
    tokens.issue(account=account, name="a program", scopes=["read"], secret=secret, at=make.NOON)
    accounts.close(account=account, **make.MOMENT)
    account.refresh_from_db()
    assert not account.is_active and "ada" not in account.email
    assert not EmailAddress.objects.exists() and not Token.objects.filter(revoked_at=None).exists()
    accounts.open_for(person=make.person("ben"), email="ada@example.org", **make.MOMENT)


def test_an_account_that_signed_itself_up_becomes_the_person_with_its_address() -> None:
    ada = people.record(name="Ada (invented)", key="invented_ada", email="Ada@example.org", **make.MOMENT)
    account = Account.objects.create_user("ada@example.org")
    assert accounts.claim(account=account, at=make.NOON) == ada
    account.refresh_from_db()
    assert account.person == ada


@pytest.mark.parametrize(
    "why",
    [
        "nobody has the address",
        "two people share it",
        "its person was forgotten",
        "its person has an account",
    ],
)
def test_an_account_of_nobody_known_becomes_a_new_person(why: str) -> None:
    names = {"nobody has the address": [], "two people share it": ["ada", "ben"]}.get(why, ["ada"])
    known = [
        people.record(name=name, key=f"invented_{name}", email="ada.bell@example.org", **make.MOMENT)
        for name in names
    ]
    if why == "its person was forgotten":
        people.forget(person=known[0], **make.MOMENT)
    if why == "its person has an account":
        accounts.open_for(person=known[0], email="other@example.org", **make.MOMENT)
    person = accounts.claim(account=Account.objects.create_user("ada.bell@example.org"), at=make.NOON)
    assert person not in known
    assert person.name == "ada.bell"
    assert person.contacts.get().value == "ada.bell@example.org"


def test_a_token_is_kept_as_a_hash_shown_once_and_withdrawn_for_good() -> None:
    account, secret = make.account(), tokens.new_secret()
    token = tokens.issue(
        account=account, name="a program", scopes=["write", "read"], secret=secret, at=make.NOON
    )
    assert token.secret_hash == tokens.hash_of(secret) and token.scopes == ["read", "write"]
    kept = [str(value) for row in Token.objects.values_list() for value in row]
    said = [str(value) for row in Fact.objects.values_list() for value in row]
    assert not any(secret in text for text in kept + said)
    tokens.revoke(token=token, at=make.NOON)
    token.refresh_from_db()
    assert token.revoked_at == make.NOON
    assert Fact.objects.filter(kind="access.token.revoked").count() == 1


def test_secrets_are_long_and_never_the_same() -> None:
    secrets = {tokens.new_secret() for _ in range(100)}
    assert len(secrets) == 100 and min(map(len, secrets)) >= 45


def test_a_person_who_has_an_account_or_a_role_cannot_be_deleted() -> None:
    account = make.account()
    with pytest.raises(IntegrityError), transaction.atomic():
        account.person.delete()
