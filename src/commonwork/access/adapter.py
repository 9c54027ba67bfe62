"""Where allauth meets Commonwork: accounts without user names, a person behind every account that signs in, and a
password that never opens the door alone."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

from commonwork.access.actions import accounts
from commonwork.registry.clock import now

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class Adapter(DefaultAccountAdapter):
    def populate_username(self, request: Any, user: Any) -> None:
        """Accounts have no user name: the e-mail address is enough."""

    def is_login_by_code_required(self, login: Any) -> bool:
        """After a password, a mailed code is asked for where no authenticator and no passkey is set."""
        records = get_authentication_records(self.request, login.user)
        if not records or records[-1]["method"] != "password":
            return False
        return not is_mfa_enabled(login.user, SECOND_FACTORS)

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in. By now the address is confirmed, so an account without a person can be given its own."""
        if user.person_id is None:
            user.person = accounts.claim(account=user, at=now())
        super().login(request, user)
