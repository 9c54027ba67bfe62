"""Tags that render once and are kept: parts of the frame, texts, addresses.

A page's frame is the same for one person in one language and room, whatever stands on the page. What does differ from
page to page (address, search words, the form token) is put into the kept text afterwards.
"""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Any, cast

from django.template import Library, Template
from django.template.base import Node, Parser, Token, Variable
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parse_url
from django.templatetags.i18n import TranslateNode
from django.templatetags.i18n import do_translate as parse_translate
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from commonwork.ui.addresses import address_of
from commonwork.ui.tags.frame import with_home

register = Library()

KEPT = 512
_ADDRESS, _HOST, _TOKEN = "~~here~~", "~~host~~", "~~token~~"
_kept: OrderedDict[Hashable, str] = OrderedDict()


class _AnyPage:
    """Stands in for the request while a kept part renders. leads_to: an address that is in the same room."""

    path = _ADDRESS
    GET: dict[str, str] = {}

    def __init__(self, leads_to: str) -> None:
        self.leads_to = leads_to

    def get_full_path(self) -> str:
        return _ADDRESS

    def get_host(self) -> str:
        return _HOST


@register.simple_tag(takes_context=True)
def kept(context: Context, name: str) -> SafeString:
    """`{% kept "ui/top_bar.html" %}`: includes a part of the frame, rendered once a person, language and room."""
    request = context.get("request")
    if request is None or request.GET.get("q"):
        return _render(context, name)
    key = (name, _reader(context, request))
    text = _kept.get(key)
    if text is None:
        with context.push(request=_AnyPage(request.path), csrf_token=_TOKEN):
            text = _kept[key] = _render(context, name)
        if len(_kept) > KEPT:
            _kept.popitem(last=False)
    for mark, value in (
        (_TOKEN, lambda: str(context.get("csrf_token", ""))),
        (_HOST, request.get_host),
        (_ADDRESS, request.get_full_path),
    ):
        if mark in text:
            text = text.replace(mark, escape(value()))
    return mark_safe(text)  # noqa: S308  a rendered template


def forget() -> None:
    """Render every part anew."""
    _kept.clear()


def _render(context: Context, name: str) -> SafeString:
    return mark_safe(cast(Template, context.template).engine.get_template(name).render(context))  # noqa: S308


def _reader(context: Context, request: Any) -> Hashable:
    """Who reads, in which language and room; worked out once a request and language."""
    language = get_language()
    known = request.__dict__.setdefault("_frame_readers", {})
    if language not in known:
        known[language] = (language, *_whom(context), *_where(context, request.path))
    return known[language]  # type: ignore[no-any-return]


def _whom(context: Context) -> tuple[Hashable, ...]:
    network, user = context.get("network"), context.get("user")
    about = tuple(
        str(getattr(network, field, "")) for field in ("name", "address", "purpose", "is_demo", "demo_on")
    )
    if user is None or not user.is_authenticated:
        return about
    return (*about, user.pk, user.get_full_name())


def _where(context: Context, path: str) -> tuple[Hashable, ...]:
    links, rooms = context.get("public_links") or (), with_home(context.get("rooms") or ())
    leading = [room.url for room in rooms if path.startswith(room.url)]
    current = [index for index, link in enumerate(links) if _is_current(link)]
    return (len(rooms), len(links), *leading, *current)


def _is_current(link: Any) -> bool:
    return bool(link[2:] and link[2]) if isinstance(link, tuple | list) else bool(link.is_current)


class KeptText(Node):
    """A text of the interface that never changes but for its language."""

    def __init__(self, node: TranslateNode) -> None:
        self.node, self.texts = node, {}  # type: ignore[var-annotated]

    def render(self, context: Context) -> str:
        language = get_language()
        if language not in self.texts:
            self.texts[language] = self.node.render(context)
        return self.texts[language]


@register.tag("translate")
def translate(parser: Parser, token: Token) -> Node:
    """Django's own tag; a plain text is looked up once a language."""
    node = parse_translate(parser, token)
    text = node.filter_expression
    is_literal = isinstance(text.var, Variable) and text.var.literal is not None and not text.filters
    return KeptText(node) if is_literal and not node.asvar and not node.message_context else node


class KeptAddress(URLNode):
    """Django's own tag; an address is worked out once for the same name and arguments."""

    def render(self, context: Context) -> str:
        name, args = self.view_name.resolve(context), tuple(part.resolve(context) for part in self.args)
        is_plain = all(isinstance(part, str | int) for part in args) and ":" not in name
        if self.asvar or self.kwargs or not is_plain:
            return str(super().render(context))
        return str(conditional_escape(address_of(name, *args)))


@register.tag("url")
def url(parser: Parser, token: Token) -> Node:
    """Django's own tag, kept."""
    node = parse_url(parser, token)
    return KeptAddress(node.view_name, node.args, node.kwargs, node.asvar)
