"""What every page's frame needs: the network, who is signed in, the rooms and the public links."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from commonwork.access.queries import holdings
from commonwork.registry.queries import network
from commonwork.site import rooms


def shell(request: HttpRequest) -> dict[str, Any]:
    """network, rooms, public_links and role_holdings; read when first used, so that error pages can do without."""
    kept = request.__dict__.setdefault("_shell", {})
    if not kept:
        user = getattr(request, "user", None)
        kept.update(
            network=SimpleLazyObject(network),
            rooms=SimpleLazyObject(lambda: rooms.rail(request)),
            public_links=SimpleLazyObject(lambda: rooms.public_links(request)),
            role_holdings=SimpleLazyObject(lambda: holdings(user) if user else []),
        )
    return dict(kept)
