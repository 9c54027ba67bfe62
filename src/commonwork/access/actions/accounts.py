"""Accounts: open one for a person, join one that signed itself up to its person, close one for good."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from commonwork.access.models import Account, Token
from commonwork.record.acts import Who, act, state
from commonwork.registry.actions import people
from commonwork.registry.models import Contact, Person
from commonwork.rules.refusal import Refusal, sentence


class AddressTaken(Refusal):
    sentence = sentence("Another account already signs in with this e-mail address.")
    field = "email"
    status = 409


class HasAnAccount(Refusal):
    sentence = sentence("{person} already has an account.")
    status = 409


@act
def open_for(*, person: Person, email: str, by: Who, at: datetime) -> Person:
    """Open an account for a person; they sign in by a mailed code from then on. Raises AddressTaken, HasAnAccount."""
    if Account.objects.filter(person=person).exists():
        raise HasAnAccount(person=person.name)
    if Account.objects.filter(email=email.lower()).exists():
        raise AddressTaken()
    account = Account.objects.create_user(email, person=person)
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    state("access.account.opened", subject=person, by=by, at=at)
    return person


@act
def claim(*, account: Account, at: datetime) -> Person:
    """Join an account that signed itself up to its person; called when it signs in, so its address is confirmed.

    The person is the one who has this address in the registry and no account yet; where there is none, or more than
    one, a new person is recorded, named by the part of the address before the @ until they say otherwise.
    """
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    assert account.person_id is None, "this account has its person"
    known = list(
        Person.objects.select_for_update(of=("self",)).filter(
            pk__in=Contact.objects.filter(kind=Contact.Kind.EMAIL, value__iexact=account.email).values(
                "person"
            ),
            account=None,
            is_forgotten=False,
        )
    )
    if len(known) == 1:
        person = known[0]
    else:
        name = account.email.partition("@")[0]
        person = people.record(name=name, email=account.email, by="system/sign-in", at=at)
    account.person = person
    account.save(update_fields=["person"])
    state("access.account.opened", subject=person, by=person, at=at)
    return person


@act
def close(*, account: Account, by: Who, at: datetime) -> Person:
    """Close an account for good: its address, keys and tokens are erased, nobody signs in with it again.

    The person stays; `registry.people.forget` erases what is theirs.
    """
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    assert account.person is not None, "accounts that signed in have a person"
    EmailAddress.objects.filter(user=account).delete()
    Authenticator.objects.filter(user=account).delete()
    Token.objects.filter(account=account, revoked_at=None).update(revoked_at=at)
    account.email = f"closed_{account.pk}@closed.invalid"
    account.is_active = account.is_staff = False
    account.set_unusable_password()
    account.save()
    state("access.account.closed", subject=account.person, by=by, at=at)
    return account.person
