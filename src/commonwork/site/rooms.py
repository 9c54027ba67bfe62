"""The rooms of this house, in the order of the rail, and the public links of the top bar."""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from commonwork.ui.addresses import address_of


@dataclass(frozen=True)
class Room:
    """A room as menus show it. key: package and address; block: its quilt block."""

    key: str
    name: object
    block: str
    is_current: bool = False

    @property
    def url(self) -> str:
        return address_of(self.key)


ROOMS = (
    Room("federation", _("Federation"), "federation"),
    Room("incubator", _("Incubator"), "incubator"),
    Room("school", _("School"), "school"),
    Room("bank", _("Bank"), "bank"),
    Room("assembly", _("Assembly"), "assembly"),
    Room("gatherings", _("Gatherings"), "gatherings"),
    Room("books", _("Books"), "books"),
    Room("press", _("News"), "press"),
)
PUBLIC = (
    ("organisations", _("Co-ops")),
    ("incubator", _("Start a co-op")),
    ("school", _("Learn")),
    ("bank", _("Borrow and lend")),
    ("assembly", _("Assembly")),
    ("gatherings", _("Gatherings")),
    ("press", _("News")),
    ("books", _("Open books")),
)
INCLUDED = ("federation", "incubator", "school", "bank", "assembly", "gatherings", "books", "press", "ui")


@cache
def has_pages(key: str) -> bool:
    """Does the package serve pages?"""
    return find_spec(f"commonwork.{key}.urls") is not None


def public_links(request: HttpRequest) -> list[tuple[str, object, bool]]:
    """The row of links for visitors without an account: (address, text, is it the current one)."""
    links = [(address_of(name), text) for name, text in PUBLIC if name == "organisations" or has_pages(name)]
    return [(url, text, request.path.startswith(url)) for url, text in links]


def rail(request: HttpRequest) -> list[Room]:
    """The rooms, the current one marked."""
    return [
        Room(room.key, room.name, room.block, is_current=request.path.startswith(room.url))
        for room in ROOMS
        if has_pages(room.key)
    ]
