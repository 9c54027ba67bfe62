"""Marks every view with who may open it. A law test walks all addresses and fails on an unmarked one.

@public                            anyone, also without an account
@signed_in                         any account
@requires(Permission.LOAN_SEE)     an account that holds the permission somewhere; the room's permits then ask
                                   about the very organisation
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from commonwork.access.permissions import Permission
from commonwork.access.queries import may

View = Callable[..., HttpResponseBase]
V = TypeVar("V", bound=Callable[..., Any])
PUBLIC, SIGNED_IN = "public", "signed-in"


def public(view: V) -> V:
    """Anyone may open this."""
    view.guarded_by = PUBLIC  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Any account may open this; others are led to the sign-in page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.guarded_by = SIGNED_IN  # type: ignore[attr-defined]
    return guarded


def requires(permission: Permission) -> Callable[[View], View]:
    """Only accounts that hold the permission in some organisation may open this."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may(request.user, permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.guarded_by = permission  # type: ignore[attr-defined]
        return guarded

    return mark


def demand(condition: bool) -> None:
    """Raise PermissionDenied (403) unless the condition holds: how permits say no."""
    if not condition:
        raise PermissionDenied
