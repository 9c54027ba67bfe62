"""Accounts: open one for a person."""

from datetime import datetime

from allauth.account.models import EmailAddress

from commonwork.access.models import Account
from commonwork.record.acts import Who, act, state
from commonwork.registry.models import Person


@act
def open_for(*, person: Person, email: str, by: Who, at: datetime) -> Person:
    """Open an account for a person; they sign in by a mailed code from then on."""
    account = Account.objects.create_user(email, person=person)
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    state("access.account.opened", subject=person, by=by, at=at)
    return person
