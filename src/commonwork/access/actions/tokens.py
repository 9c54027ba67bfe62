"""Tokens for programs: issue, revoke."""

import hashlib
import secrets
from datetime import date, datetime

from commonwork.access.models import Account, Token
from commonwork.record.acts import act, state
from commonwork.registry.keys import new_key


def hash_of(secret: str) -> str:
    """How a token's secret is stored."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_secret() -> str:
    """A secret to hand out once."""
    return "cw_" + secrets.token_urlsafe(32)


@act
def issue(
    *,
    account: Account,
    name: str,
    scopes: list[str],
    secret: str,
    at: datetime,
    expires_on: date | None = None,
) -> Token:
    """Keep a token under the hash of its secret."""
    assert account.person, "tokens belong to accounts of persons"
    token = Token.objects.create(
        key=new_key("token"),
        account=account,
        name=name,
        secret_hash=hash_of(secret),
        scopes=sorted(scopes),
        created_at=at,
        expires_on=expires_on,
    )
    state("access.token.issued", subject=account.person, by=account.person, at=at, about=[token])
    return token


@act
def revoke(*, token: Token, at: datetime) -> Token:
    """Withdraw a token for good."""
    assert token.account.person
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    state("access.token.revoked", subject=token.account.person, by=token.account.person, at=at, about=[token])
    return token
