"""Tags of the frame: the rail, the language switch, and what page templates need to hold together."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info, gettext

from commonwork.ui import quilt
from commonwork.ui.addresses import address_of
from commonwork.ui.parts import Room

register = template.Library()


class BlockAgain(Node):
    """Renders a block of the page a second time: the title is also the <h1>."""

    def __init__(self, name: str) -> None:
        self.name = name

    def render(self, context: Context) -> SafeString:
        blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
        block = blocks.get_block(self.name) if blocks else None
        return block.render(context) if block else mark_safe("")


@register.tag
def block_again(parser: Parser, token: Token) -> Node:
    """`{% block_again "title" %}`: what the page put into that block, once more."""
    return BlockAgain(token.split_contents()[1].strip("\"'"))


class Capture(Node):
    """Keeps what stands inside under a name; empty when it is only white space."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Context) -> str:
        text = self.nodelist.render(context)
        context[self.name] = text if text.strip() else ""
        return ""


@register.tag
def capture(parser: Parser, token: Token) -> Node:
    """`{% capture name %}...{% endcapture %}` keeps its content in a variable, so a page can ask whether it is empty."""
    name = token.split_contents()[1]
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return Capture(name, nodelist)


@register.simple_tag
def block_mark(name: str, size: int = 14) -> SafeString:
    """`{% block_mark "bank" %}`: an institution's or a room's quilt block, 14 px unless told."""
    return quilt.block(str(name), size)


@register.simple_tag
def quilt_mark(organisation: Any, size: int = 48) -> SafeString:
    """`{% quilt_mark organisation %}`: a co-op's own mark; an institution's block on its disc. Takes a key too."""
    key = organisation if isinstance(organisation, str) else organisation.key
    if key in quilt.INSTITUTIONS:
        return quilt.disc(key, size)
    return quilt.mark(key, size, getattr(organisation, "colours", None) or None)


@register.simple_tag
def band(name: str = "band", height: int = 12) -> SafeString:
    """`{% band "receipt-band" %}`: the quilt band; each on a page needs a name of its own."""
    return quilt.band(height, name)


@register.simple_tag(takes_context=True)
def rail(context: Context, rooms: Iterable[Any]) -> SafeString:
    """`{% rail rooms %}`: the rooms as a list with their blocks; the longest address that leads here is current."""
    rooms = with_home(rooms)
    current = _current(context, rooms)
    items = format_html_join(
        "",
        '<li><a href="{}"{}>{}{}</a>{}</li>',
        (
            (
                room.url,
                mark_safe(' aria-current="true"') if room is current else "",
                quilt.block(getattr(room, "block", "") or room.key),
                room.name,
                _below(getattr(room, "pages", ())),
            )
            for room in rooms
        ),
    )
    return format_html('<nav class="rail" aria-label="{}"><ul>{}</ul></nav>', gettext("Rooms"), items)


@register.simple_tag
def with_home(rooms: Iterable[Any]) -> list[Any]:
    """`{% with_home rooms as rooms %}`: the rooms with the person's home in front, unless they name it themselves."""
    rooms = list(rooms or ())
    if any(room.key == "home" for room in rooms):
        return rooms
    try:
        return [Room("home", gettext("Home"), address_of("home"), "home"), *rooms]
    except NoReverseMatch:
        return rooms


def _below(pages: Iterable[tuple[str, Any]]) -> SafeString:
    items = format_html_join("", '<li><a href="{}">{}</a></li>', pages)
    return format_html("<ul>{}</ul>", items) if items else mark_safe("")


def _current(context: Context, rooms: list[Any]) -> Any:
    request = context.get("request")
    path = getattr(request, "leads_to", "") or getattr(request, "path", "")
    leading = [room for room in rooms if path.startswith(room.url) and room.url != "/"]
    return max(leading, key=lambda room: len(room.url), default=None)


@register.inclusion_tag("ui/language_switch.html", takes_context=True)
def language_switch(context: Context) -> dict[str, Any]:
    """`{% language_switch %}`: one small form for each language that is not the present one."""
    try:
        address = reverse("set_language")
    except NoReverseMatch:
        return {"languages": []}
    present = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    request = context.get("request")
    return {
        "address": address,
        "here": request.get_full_path() if request else "/",
        "csrf_token": context.get("csrf_token"),
        "languages": [get_language_info(code) for code, _name in settings.LANGUAGES if code != present],
    }


@register.simple_tag
def as_links(items: Any) -> list[dict[str, Any]]:
    """`{% as_links public_links as links %}`: links given as (address, text, is current) or as objects with these names."""
    return [_as_link(item) for item in items or ()]


def _as_link(item: Any) -> dict[str, Any]:
    if isinstance(item, tuple | list):
        url, text, *rest = item
        return {"url": url, "text": text, "is_current": bool(rest and rest[0])}
    if isinstance(item, dict):
        return item
    return {"url": item.url, "text": item.text, "is_current": item.is_current}
