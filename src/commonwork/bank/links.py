"""The link to a supporter's page: opens it without an account. Signed with the installation's secret, so no table holds
it; the next link number makes it void."""

from django.core.signing import Signer
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from commonwork.bank.models import Promise, Supporter

_SALT = "commonwork bank giving"
_PROMISE_SALT = "commonwork bank promise"


def token(supporter: Supporter) -> str:
    """The secret part of a supporter's link."""
    return Signer(salt=_SALT).signature(f"{supporter.key}:{supporter.link_number}")


def holds(supporter: Supporter, given: str) -> bool:
    """Does this open the supporter's page?"""
    return not supporter.is_forgotten and constant_time_compare(given, token(supporter))


def address(supporter: Supporter) -> str:
    """The path of a supporter's page, for whoever holds it."""
    return reverse("bank_giving", args=[supporter.key, token(supporter)])


def promise_token(promise: Promise) -> str:
    """The secret part of the link to a promised gift."""
    return Signer(salt=_PROMISE_SALT).signature(promise.key)


def opens(promise: Promise, given: str) -> bool:
    """Does this open the promise?"""
    return constant_time_compare(given, promise_token(promise))


def promise_address(promise: Promise) -> str:
    """The path of a promised gift, for whoever holds it."""
    return reverse("bank_promised", args=[promise.key, promise_token(promise)])
