"""How a program signs in: `Authorization: Bearer cw_...`, a token a person made on the page "Tokens".

A token may do no more than its person may, and only what its scopes say: `read` and `write` for everything, or
`read:KEY` and `write:KEY` for the books of one organisation. Writing somewhere includes reading there.
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer

from commonwork.access.actions.tokens import hash_of
from commonwork.access.models import Account, Token
from commonwork.registry.clock import today

READ, WRITE = "read", "write"


class TokenAuth(HttpBearer):
    """A token is asked for."""

    def authenticate(self, request: HttpRequest, token: str) -> Account | None:
        row = Token.objects.select_related("account__person").filter(
            secret_hash=hash_of(token), revoked_at=None
        )
        found = row.first()
        if found is None or (found.expires_on and found.expires_on <= today()) or not found.account.is_active:
            return None
        request.user = found.account
        request.token_scopes = frozenset(found.scopes)  # type: ignore[attr-defined]
        return found.account


class TokenIfAny(TokenAuth):
    """A token is welcome: without one the reader is anyone, with a wrong one nobody."""

    def __call__(self, request: HttpRequest) -> Any:
        if "Authorization" not in request.headers:
            request.user = AnonymousUser()
            request.token_scopes = frozenset()  # type: ignore[attr-defined]
            return request.user
        found = super().__call__(request)
        if found is None:
            raise AuthenticationError()
        return found


def allows(request: HttpRequest, what: str, organisation_key: str) -> bool:
    """Do the scopes of the request's token reach this organisation? What the person may is asked apart from it."""
    scopes: frozenset[str] = getattr(request, "token_scopes", frozenset())
    wanted = {what, f"{what}:{organisation_key}"}
    if what == READ:
        wanted |= {WRITE, f"{WRITE}:{organisation_key}"}
    return bool(wanted & scopes)
