"""What every page's frame needs: the network, who is signed in, and the rooms."""

from typing import Any

from django.http import HttpRequest

from commonwork.access.queries import holdings
from commonwork.registry.queries import network


def shell(request: HttpRequest) -> dict[str, Any]:
    """network, person and roles of whoever is signed in. Read lazily: error pages must not need a database."""
    return {"network": _once(request, "_network", network), "role_holdings": holdings(request.user)}


def _once(request: HttpRequest, name: str, read: Any) -> Any:
    if not hasattr(request, name):
        setattr(request, name, read())
    return getattr(request, name)
