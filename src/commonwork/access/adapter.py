"""Where allauth meets Commonwork: accounts without names or user names, messages in plain words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):
    def populate_username(self, request: Any, user: Any) -> None:
        """Accounts have no user name: the e-mail address is enough."""
