"""Where allauth meets Commonwork: accounts without user names, and a person behind every account that signs in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from commonwork.access.actions import accounts
from commonwork.registry.clock import now


class Adapter(DefaultAccountAdapter):
    def populate_username(self, request: Any, user: Any) -> None:
        """Accounts have no user name: the e-mail address is enough."""

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in. By now the address is confirmed, so an account without a person can be given its own."""
        if user.person_id is None:
            user.person = accounts.claim(account=user, at=now())
        super().login(request, user)
